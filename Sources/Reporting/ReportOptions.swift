import Results

/// How a report is drawn.
public struct ReportOptions: Hashable, Sendable {
  public enum Charset: String, CaseIterable, Sendable { case ascii, block, braille }
  public enum Theme: String, CaseIterable, Sendable { case dark, light, mono }
  public enum TimeUnit: String, CaseIterable, Sendable {
    case auto
    case microseconds = "us"
    case milliseconds = "ms"
    case seconds = "s"
  }

  /// Columns of the widest line, 40 to 200.
  public var width: Int {
    didSet { width = Self.held(width) }
  }
  public var charset: Charset
  /// Whether SGR codes are written; without, no escape byte is.
  public var color: Bool
  /// False on terminals with 16 colours.
  public var has256Colors: Bool
  public var theme: Theme
  public var timeUnit: TimeUnit
  /// Every chart as a table, nothing drawn.
  public var accessible: Bool
  /// What is drawn, in order; nil for the report's own choice.
  public var charts: [ChartKind]?
  /// Splits the rows of tables by this label.
  public var by: LabelName?
  /// Changes smaller than so many per cent count as none.
  public var noisePercent: Int
  /// Rows to show; nil for those that have something to say.
  public var metrics: [Metric]?

  public init(
    width: Int = 80, charset: Charset = .ascii, color: Bool = false, has256Colors: Bool = true,
    theme: Theme = .dark, timeUnit: TimeUnit = .auto, accessible: Bool = false,
    charts: [ChartKind]? = nil, by: LabelName? = nil, noisePercent: Int = 0,
    metrics: [Metric]? = nil
  ) {
    self.width = Self.held(width)
    self.charset = charset
    self.color = color
    self.has256Colors = has256Colors
    self.theme = theme
    self.timeUnit = timeUnit
    self.accessible = accessible
    self.charts = charts
    self.by = by
    self.noisePercent = noisePercent
    self.metrics = metrics
  }

  private static func held(_ width: Int) -> Int { Swift.min(Swift.max(width, 40), 200) }
}
