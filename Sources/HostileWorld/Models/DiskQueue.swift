import SimKernel

/// When a node's syncs and reads complete: one device serves one sync at a time, and all syncs
/// that wait share the next turn (group commit).
struct DiskQueue: Sendable {
  private let plan: DiskPlan
  private let table: QuantileTable
  private let draws: Draws
  private var syncs: UInt64 = 0
  private var runningUntil: Int64 = 0
  private var queuedUntil: Int64 = 0

  /// Extra of the faults in force.
  var added = SimDuration.zero
  var scalePPM: Int64 = 1_000_000

  init(_ plan: DiskPlan, seed: UInt64, node: NodeID) {
    self.plan = plan
    table = plan.shape.table
    draws = Draws(seed: seed, .diskSync, UInt64(node.index))
  }

  /// When a sync that is asked for at `now` completes. Each takes the time of its own number.
  mutating func syncEnd(at now: SimTime) -> SimTime {
    let duration = slowed(
      plan.syncMinimum.nanoseconds
        + (table.value(at: draws.draw(syncs)) * plan.syncMean.nanoseconds) >> 20)
    syncs += 1
    let time = now.nanoseconds
    if time >= runningUntil, queuedUntil > runningUntil { runningUntil = queuedUntil }
    if time >= runningUntil {
      runningUntil = time + duration
      queuedUntil = runningUntil
    } else if queuedUntil <= runningUntil {
      queuedUntil = runningUntil + duration
    }
    return SimTime(nanoseconds: queuedUntil)
  }

  /// When a read that is asked for at `now` completes.
  func readEnd(at now: SimTime) -> SimTime {
    SimTime(nanoseconds: now.nanoseconds + slowed(plan.readMinimum.nanoseconds))
  }

  /// The queue of a machine whose power failed is empty.
  mutating func clear() {
    runningUntil = 0
    queuedUntil = 0
  }

  private func slowed(_ time: Int64) -> Int64 {
    if scalePPM == 1_000_000 { return time + added.nanoseconds }
    return NodeClock.scaled(time, scalePPM, 1_000_000, up: false) + added.nanoseconds
  }
}
