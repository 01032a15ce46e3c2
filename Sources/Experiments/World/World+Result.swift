import RaftCore
import Results
import SimKernel
import Workloads

extension World {
  /// Closes the books and hands over what the run showed.
  mutating func result(isComplete: Bool) -> RunResult {
    let reached = isComplete ? end : now
    for load in loads.indices {
      for id in loads[load].open.removeAll() {
        if operations.generation(of: id.slot) == id.generation,
          let operation = operations.remove(id.slot)
        {
          recorder.leftOpen(operation, load: load, at: reached)
        }
      }
    }
    for g in groups.indices {
      groups[g].watch.finish(at: reached, measuredFrom: measuredFrom)
    }
    for r in recorder.outages.indices { recorder.outages[r].finish(at: reached) }
    digest.combine(agenda.delivered)
    return RunResult(
      seed: seed, digest: digest.description, isComplete: isComplete,
      events: agenda.delivered, endTime: reached.nanoseconds,
      records: recorder.records(groups: groups, simulatedUntil: reached),
      attributions: attributions(), timeline: recorder.events, series: recorder.steps.records,
      violations: recorder.violations)
  }
}
