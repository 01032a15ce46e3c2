/// What can be drawn. The raw values are the names of `--chart` and `list charts`.
public enum ChartKind: String, CaseIterable, Sendable {
  case table, summary, percentiles, timeline, heatmap, leaders, staleness, why

  /// One line for `list charts`.
  public var meaning: String {
    switch self {
    case .table: "scenarios side by side, first is the baseline (compare only)"
    case .summary: "every metric of one scenario as a table (run only)"
    case .percentiles: "latency percentiles on a nines axis"
    case .timeline: "write latency, throughput, faults and leaders against time"
    case .heatmap: "round trips between regions, and write p99 by client region"
    case .leaders: "who led when, one row a member"
    case .staleness: "age of what other clusters serve, against time"
    case .why: "where the time of an operation goes, and the floor it cannot beat"
    }
  }

  /// What `run` draws unless told otherwise.
  public static let runDefault: [ChartKind] = [.summary, .timeline, .why]
  /// What `compare` draws unless told otherwise.
  public static let compareDefault: [ChartKind] = [.table, .percentiles, .why]
}
