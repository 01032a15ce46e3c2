import Statistics

/// What one seed of one scenario gave.
public struct RunResult: Sendable {
  public var seed: UInt64
  /// 32 hexadecimal digits over every event of the run.
  public var digest: String
  /// False when the run was interrupted; its figures cover only what was simulated.
  public var isComplete: Bool
  /// Events handled.
  public var events: UInt64
  /// Simulated nanoseconds reached.
  public var endTime: Int64
  /// In ascending order of (metric, labels, window).
  public var records: [MetricRecord]
  public var attributions: [Attribution]
  /// In order of time.
  public var timeline: [TimelineEvent]
  public var series: [SeriesRecord]
  public var violations: [Violation]

  public init(
    seed: UInt64, digest: String, isComplete: Bool, events: UInt64, endTime: Int64,
    records: [MetricRecord], attributions: [Attribution], timeline: [TimelineEvent],
    series: [SeriesRecord], violations: [Violation]
  ) {
    self.seed = seed
    self.digest = digest
    self.isComplete = isComplete
    self.events = events
    self.endTime = endTime
    self.records = records
    self.attributions = attributions
    self.timeline = timeline
    self.series = series
    self.violations = violations
  }
}

/// A metric's samples or number under one set of labels, over the whole run or one window of it.
public struct MetricRecord: Sendable {
  public enum Value: Sendable {
    case distribution(Histogram)
    /// In the metric's unit.
    case scalar(Int64)
  }
  public var metric: Metric
  public var labels: Labels
  /// nil for the whole run after its warm-up.
  public var window: ExpectRule.Window?
  public var value: Value

  public init(metric: Metric, labels: Labels, window: ExpectRule.Window? = nil, value: Value) {
    self.metric = metric
    self.labels = labels
    self.window = window
    self.value = value
  }
}

/// A metric against simulated time: one value per step, nil where nothing was sampled.
public struct SeriesRecord: Sendable {
  public var metric: Metric
  public var labels: Labels
  public var statistic: Statistic
  /// Nanoseconds a step.
  public var step: Int64
  public var values: [Int64?]

  public init(
    metric: Metric, labels: Labels, statistic: Statistic, step: Int64, values: [Int64?]
  ) {
    self.metric = metric
    self.labels = labels
    self.statistic = statistic
    self.step = step
    self.values = values
  }
}

/// A safety property seen broken.
public struct Violation: Hashable, Sendable {
  public var invariant: String
  /// Nanoseconds since the start of the run.
  public var time: Int64
  public var text: String

  public init(invariant: String, time: Int64, text: String) {
    self.invariant = invariant
    self.time = time
    self.text = text
  }
}
