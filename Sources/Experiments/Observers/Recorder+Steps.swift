import Results
import ScenarioFormat
import SimKernel
import Statistics

extension Recorder {
  /// What operators' steps took, by cluster and kind, and what new beginnings cost.
  func appendSteps(_ groups: [Group], to result: inout [MetricRecord]) {
    var seen: [Labels] = []
    for step in plan.steps {
      let labels = labels(of: step)
      guard !seen.contains(labels) else { continue }
      seen.append(labels)
      var times = Histogram()
      var failed: Int64 = 0
      for (s, other) in plan.steps.enumerated() where self.labels(of: other) == labels {
        // A step that did not come to an end did not succeed.
        guard let ended = stepResults[s] else {
          failed += 1
          continue
        }
        if ended.failed {
          failed += 1
        } else if !other.isMishap {
          times.record(ended.took.nanoseconds)
        }
      }
      result.append(MetricRecord(metric: .stepsFailed, labels: labels, value: .scalar(failed)))
      if times.count > 0 {
        result.append(
          MetricRecord(metric: .stepTime, labels: labels, value: .distribution(times)))
      }
    }
    for group in groups where group.recovery.happened {
      let labels = Labels([.init(.cluster, group.plan.name)])
      let rows: [(Metric, Int64)] = [
        (.lostWrites, Int64(group.recovery.lostWrites)),
        (.lostSpan, group.recovery.lostSpan.nanoseconds),
        (.downtime, group.recovery.downtime.nanoseconds),
      ]
      for (metric, value) in rows {
        result.append(MetricRecord(metric: metric, labels: labels, value: .scalar(value)))
      }
    }
  }

  private func labels(of step: StepPlan) -> Labels {
    let cluster = step.group.map { plan.groups[$0].name }
    return Labels(
      (cluster.map { [.init(.cluster, $0)] } ?? []) + [.init(.kind, step.word)])
  }
}
