import Results
import ScenarioFormat
import SimKernel

extension Recorder {
  /// A transaction of an update found the key changed.
  mutating func conflicted(_ operation: Operation) {
    guard operation.isMeasured else { return }
    let load = Int(operation.load)
    for w in 0...windows.count
    where w == 0 || windows[w - 1].contains(operation.intended.nanoseconds) {
      counts[load][w].conflicts += 1
    }
  }

  /// Failures by what the clients were told, and conflicts, of each region.
  func appendErrors(_ w: Int, _ window: ExpectRule.Window?, to result: inout [MetricRecord]) {
    for region in plan.regions.indices {
      var errors: [String: Int64] = [:]
      var conflicts: Int64?
      for (l, load) in plan.loads.enumerated() where load.region == region {
        for (failure, count) in counts[l][w].errors.sorted(by: { $0.key.text < $1.key.text }) {
          errors[failure.text, default: 0] += count
        }
        if load.mix.contains(where: { $0.operation == .update }) {
          conflicts = (conflicts ?? 0) + counts[l][w].conflicts
        }
      }
      let name = Labels.Pair(.region, plan.regions[region].name)
      if let conflicts {
        result.append(
          MetricRecord(
            metric: .conflicts, labels: Labels([name]), window: window, value: .scalar(conflicts)))
      }
      for (text, count) in errors.sorted(by: { $0.key < $1.key }) {
        result.append(
          MetricRecord(
            metric: .errors, labels: Labels([name, .init(.kind, text)]), window: window,
            value: .scalar(count)))
      }
    }
  }
}
