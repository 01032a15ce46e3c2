/// What a scenario's author expects of its result, or of its result against another's.
public struct ExpectRule: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    case metric(Metric, Statistic)
    /// A safety property by name; it must not be violated.
    case invariant(String)
  }
  public enum Comparison: String, CaseIterable, Sendable { case below, above, atMost, atLeast }
  public enum Level: String, CaseIterable, Sendable { case error, warn }
  public enum Hold: Hashable, Sendable {
    case everySeed
    /// The median over the seeds.
    case median
    /// At least so many per cent of the seeds.
    case percent(Int)
  }

  public var subject: Subject
  /// Only samples that carry all of these labels; merged where several do.
  public var filter: Labels
  public var comparison: Comparison
  /// In the metric's unit; for a rule against another scenario, a ratio in parts per million.
  public var limit: Int64
  /// Nanoseconds of simulated time; only operations intended to start inside count.
  public var window: Window?
  /// Fewer samples leave the rule undecided.
  public var minSamples: Int64
  public var level: Level
  public var hold: Hold
  /// Name of the scenario to divide by; judged by `compare` only.
  public var versus: String?
  /// Where the rule stands in its file, counted from 1; 0 for a rule of the command line.
  public var line: Int
  public var column: Int

  /// A half-open stretch of simulated time in nanoseconds.
  public struct Window: Hashable, Sendable, Comparable {
    public var from: Int64
    public var to: Int64
    public init(from: Int64, to: Int64) {
      self.from = from
      self.to = to
    }
    public func contains(_ time: Int64) -> Bool { from <= time && time < to }
    public static func < (a: Window, b: Window) -> Bool {
      a.from != b.from ? a.from < b.from : a.to < b.to
    }
  }

  public init(
    subject: Subject, filter: Labels = .none, comparison: Comparison = .atMost, limit: Int64 = 0,
    window: Window? = nil, minSamples: Int64 = 1, level: Level = .error, hold: Hold = .everySeed,
    versus: String? = nil, line: Int = 0, column: Int = 0
  ) {
    self.subject = subject
    self.filter = filter
    self.comparison = comparison
    self.limit = limit
    self.window = window
    self.minSamples = minSamples
    self.level = level
    self.hold = hold
    self.versus = versus
    self.line = line
    self.column = column
  }
}

extension ExpectRule.Comparison {
  /// Whether `actual` meets `limit`; `below` and `above` are strict.
  public func holds(_ actual: Int64, _ limit: Int64) -> Bool {
    switch self {
    case .below: actual < limit
    case .above: actual > limit
    case .atMost: actual <= limit
    case .atLeast: actual >= limit
    }
  }
}
