import Results
import ScenarioFormat
import SimKernel
import Statistics

/// Latency and throughput against time, in at most 120 steps of whole seconds.
struct StepSeries: Sendable {
  let step: SimDuration
  private var writes: [Histogram]
  private var reads: [Histogram]
  private let regions: [String]
  /// By owning region * regions + reading region: the most in each step.
  private var staleness: [[Int64?]]
  private var succeeded: [Int64]

  init(from start: SimTime, to end: SimTime, regions: [String]) {
    self.regions = regions
    let seconds = max(1, (end - start).nanoseconds / 1_000_000_000)
    step = .seconds((seconds + 119) / 120)
    let count = Int(((end - start).nanoseconds + step.nanoseconds - 1) / step.nanoseconds)
    writes = Array(
      repeating: Histogram(bucketsPerDoubling: 64), count: max(1, count))
    reads = writes
    staleness = Array(
      repeating: Array(repeating: nil, count: writes.count), count: regions.count * regions.count)
    succeeded = Array(repeating: 0, count: max(1, count))
  }

  mutating func record(
    _ operation: Operation, latency: Int64, succeeded isSuccess: Bool, at now: SimTime
  ) {
    let i = min(Int(operation.intended.nanoseconds / step.nanoseconds), writes.count - 1)
    switch operation.kind {
    case .put, .delete, .compareAndSwap, .txn, .deleteRange: writes[i].record(latency)
    case .linearizableGet, .linearizableRange: reads[i].record(latency)
    case .serializableGet, .serializableRange, .resolve, .update, .lease, .watch: break
    }
    guard isSuccess else { return }
    succeeded[min(Int(now.nanoseconds / step.nanoseconds), writes.count - 1)] += 1
  }

  /// A read of an object of region `from` in region `to`, and how stale it was.
  mutating func record(staleness age: SimDuration, from: Int, to: Int, at now: SimTime) {
    let i = min(Int(now.nanoseconds / step.nanoseconds), succeeded.count - 1)
    let pair = from * regions.count + to
    staleness[pair][i] = max(staleness[pair][i] ?? 0, age.nanoseconds)
  }

  /// The series that have data.
  var records: [SeriesRecord] {
    var result: [SeriesRecord] = []
    for (metric, cells) in [
      (Metric.writeLatency, writes), (.readLatency, reads),
    ]
    where cells.contains(where: { $0.count > 0 }) {
      for statistic in [Statistic.p50, .p99] {
        result.append(
          series(metric, statistic, cells.map { $0.value(of: statistic) }))
      }
    }
    let rates = succeeded.map { Optional($0 * 1_000_000_000_000 / step.nanoseconds) }
    result.append(series(.okRate, .value, rates))
    return result + stalenessRecords
  }

  private var stalenessRecords: [SeriesRecord] {
    staleness.indices.compactMap { pair in
      guard staleness[pair].contains(where: { $0 != nil }) else { return nil }
      return SeriesRecord(
        metric: .staleness,
        labels: Labels([
          .init(.from, regions[pair / regions.count]), .init(.to, regions[pair % regions.count]),
        ]), statistic: .max, step: step.nanoseconds, values: staleness[pair])
    }
  }

  private func series(
    _ metric: Metric, _ statistic: Statistic, _ values: [Int64?]
  ) -> SeriesRecord {
    SeriesRecord(
      metric: metric, labels: .none, statistic: statistic, step: step.nanoseconds,
      values: values)
  }
}
