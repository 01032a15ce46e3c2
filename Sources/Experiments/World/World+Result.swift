import Federation
import RaftCore
import Results
import ScenarioFormat
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
      groups[g].recovery.finish(at: reached)
    }
    closeFederation(at: reached)
    for g in groups.indices {
      for r in plan.regions.indices { recorder.outages[g][r].finish(at: reached) }
    }
    digest.combine(agenda.delivered)
    return RunResult(
      seed: seed, digest: digest.description, isComplete: isComplete,
      events: agenda.delivered, endTime: reached.nanoseconds,
      records: recorder.records(groups: groups, simulatedUntil: reached),
      attributions: attributions(), timeline: recorder.events, series: recorder.steps.records,
      violations: recorder.violations)
  }

  /// Counts what the mirrors left undone.
  private mutating func closeFederation(at end: SimTime) {
    guard let federation, let ledger else { return }
    let n = plan.regions.count
    recorder.federation.unseen = Array(repeating: 0, count: n * n)
    recorder.federation.resyncs = recorder.federation.unseen
    for pair in federation.pairs {
      let cell = groupRegion(pair.origin) * n + groupRegion(pair.importer)
      recorder.federation.unseen[cell] += Int64(
        ledger.unseenCount(
          from: ReplicaID(ClusterID(pair.origin)), at: ReplicaID(ClusterID(pair.importer))))
      recorder.federation.resyncs[cell] += Int64(pair.resyncs)
    }
    if let last = federation.marks.last {
      // Not yet converged counts as at least the time since the fault ended.
      recorder.federation.convergence =
        (ledger.convergence(of: last.mark) ?? end) - last.at
    }
  }
}
