import Federation
import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import Workloads

// What is lost for good, and how a cluster begins anew.
extension World {
  /// How often a snapshot of group `g` is saved; nil when no step restores one.
  func backupPeriod(of g: Int) -> SimDuration? {
    for step in plan.steps {
      if case .restoreSnapshot(g, _, let period, _) = step.kind { return period }
    }
    return nil
  }

  /// Saves a snapshot from the leader, or from the first member that runs.
  mutating func saveBackup(_ g: Int) {
    guard let period = backupPeriod(of: g) else { return }
    agenda.schedule(.backup(group: Int32(g)), at: now + period, .control, actor: faultActor)
    let running = groups[g].members.first { members[$0].isUp && !runtimes[$0].isPaused }
    guard let m = groups[g].watch.leader ?? running, members[m].isUp else { return }
    groups[g].backup = members[m].savedState
  }

  mutating func lose(_ s: Int, _ target: FaultPlan.MemberTarget) {
    if case .region(let region) = target { setRegion(region, isLost: true) }
    for m in strikeTargets(target) {
      crash(m, answers: false)
      runtimes[m].isGone = true
      for l in loads.indices { loads[l].endpoints.disable(m) }
    }
    succeed(step: s)
  }

  mutating func restore(_ s: Int, _ g: Int, _ new: [Int], takes: SimDuration) {
    switch steps[s].stage {
    case 0: prepare(s, takes)
    case 1:
      guard let backup = groups[g].backup else {
        return fail(step: s, "no snapshot was saved before")
      }
      let targets =
        new.isEmpty
        ? groups[g].members.filter { !runtimes[$0].isGone && runtimes[$0].upSince != .never }
        : new.map { groups[g].firstMember + $0 }
      beginAnew(s, g, targets, from: backup)
    default: awaitLeader(s, g)
    }
  }

  mutating func forceNewCluster(_ s: Int, _ g: Int, _ member: Int, takes: SimDuration) {
    switch steps[s].stage {
    case 0: prepare(s, takes)
    case 1: beginAnew(s, g, [groups[g].firstMember + member], from: nil)
    default: awaitLeader(s, g)
    }
  }

  private mutating func prepare(_ s: Int, _ takes: SimDuration) {
    steps[s].enter(1, at: now)
    wake(s, after: takes)
  }

  private mutating func awaitLeader(_ s: Int, _ g: Int) {
    if groups[g].watch.leader != nil { return succeed(step: s) }
    wake(s, after: groups[g].plan.heartbeat)
  }

  /// All members of the group stop; `targets` start again as a cluster of their own.
  private mutating func beginAnew(_ s: Int, _ g: Int, _ targets: [Int], from state: StateSnapshot?)
  {
    guard !targets.isEmpty else { return fail(step: s, "no member is left") }
    for m in groups[g].members {
      crash(m, answers: true)
      if !targets.contains(m) {
        runtimes[m].isGone = true
        for l in loads.indices { loads[l].endpoints.disable(m) }
      }
    }
    let nodes = groups[g].members.map { members[$0].node }
    let last = nodes.map(\.lastIndex).max() ?? 0
    let term = nodes.map(\.term).max() ?? 0
    var kept: LogIndex = 0
    for m in targets {
      kept = members[m].beginAnew(
        from: state, members: targets.map { members[$0].id },
        index: max(last, groups[g].appliedHigh) + 1_000, term: term + 1)
    }
    groups[g].recovery.begin(anewFrom: kept)
    if federation == nil, ledger != nil {
      // What was lost must not count as missing from what is read afterwards.
      ledger = StalenessLedger(replicaCount: members.count)
    }
    for m in targets { startMember(m) }
    steps[s].enter(2, at: now)
    wake(s, after: groups[g].plan.heartbeat)
  }
}

/// What a cluster's new beginning cost: acknowledged writes that it lacks, and the time until it
/// acknowledged the next.
struct Recovery: Sendable {
  private struct Ack: Sendable {
    var index: LogIndex
    var time: SimTime
  }
  /// Kept only for groups that a step may let begin anew.
  let isWatched: Bool
  private var acks: [Ack] = []
  private var lastAck: SimTime?
  private var isOpen = false
  private(set) var happened = false
  private(set) var lostWrites = 0
  /// From the oldest lost acknowledgement to the last one before the new beginning.
  private(set) var lostSpan = SimDuration.zero
  /// From the last acknowledged write before it to the first one after it.
  private(set) var downtime = SimDuration.zero

  init(isWatched: Bool) { self.isWatched = isWatched }

  mutating func acknowledged(_ index: LogIndex, at now: SimTime) {
    guard isWatched, index > 0 else { return }
    if isOpen {
      isOpen = false
      if let lastAck { downtime += now - lastAck }
    }
    acks.append(Ack(index: index, time: now))
    lastAck = now
  }

  /// The cluster goes on with what was applied up to `kept`.
  mutating func begin(anewFrom kept: LogIndex) {
    happened = true
    isOpen = true
    let lost = acks.filter { $0.index > kept }
    lostWrites += lost.count
    if let first = lost.first, let last = acks.last { lostSpan += last.time - first.time }
    acks.removeAll()
  }

  mutating func finish(at end: SimTime) {
    if isOpen, let lastAck { downtime += end - lastAck }
    isOpen = false
  }
}
