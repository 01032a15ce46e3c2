import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork

// Leader transfers and restarts, as an operator makes them.
extension World {
  /// etcd's MoveLeader looks once per heartbeat interval whether the lead has changed, so that its
  /// answer comes on that grid (server.go).
  mutating func moveLeader(_ s: Int, _ g: Int, to member: Int) {
    let id = MemberID(UInt64(member + 1))
    if steps[s].stage == 0 {
      guard let leader = groups[g].watch.leader, members[leader].isUp else {
        return wake(s, after: Self.askAgainAfter)
      }
      if leader == groups[g].firstMember + member { return succeed(step: s) }
      if let problem = members[leader].problem(ofTransferTo: id) {
        steps[s].problem = problem
        return fail(step: s)
      }
      steps[s].targets = [leader]
      steps[s].enter(1, at: now)
      hand(from: leader, to: id)
      return wake(s, after: groups[g].plan.heartbeat)
    }
    let asked = steps[s].targets[0]
    if members[asked].isUp, members[asked].knownLeader == id { return succeed(step: s) }
    if !members[asked].isUp || now - steps[s].stageBegan >= Self.commandTimeout {
      steps[s].problem = .transferTimedOut
      return fail(step: s)
    }
    wake(s, after: groups[g].plan.heartbeat)
  }

  private mutating func hand(from leader: Int, to id: MemberID) {
    members[leader].transferLeadership(
      to: id, at: now, books: &groups[runtimes[leader].group].books, output: &output)
    drain(leader)
  }

  private enum Rolling { static let (leave, stop, start, wait) = (0, 1, 2, 3) }

  /// One member after the other: hand leadership over, stop, start again, wait until it is healthy.
  mutating func roll(
    _ s: Int, _ g: Int, _ chosen: [Int], down: SimDuration, _ change: StepPlan.MemberChange
  ) {
    if steps[s].targets.isEmpty {
      let leader = groups[g].watch.leader.map { [$0] } ?? []
      steps[s].targets =
        chosen.isEmpty ? leader : chosen.map { groups[g].firstMember + $0 }
      steps[s].targets.removeAll { runtimes[$0].isGone || !members[$0].isUp }
    }
    guard steps[s].cursor < steps[s].targets.count else { return succeed(step: s) }
    let m = steps[s].targets[steps[s].cursor]
    switch steps[s].stage {
    case Rolling.leave:
      // A leader that is told to stop hands over first (etcd server.go, Stop).
      if let heir = heir(of: m) { hand(from: m, to: members[heir].id) }
      steps[s].enter(Rolling.stop, at: now)
      wake(s, after: groups[g].plan.heartbeat)
    case Rolling.stop:
      let waited = now - steps[s].stageBegan
      if members[m].isLeader, heir(of: m) != nil, waited < groups[g].plan.requestTimeout {
        return wake(s, after: groups[g].plan.heartbeat)
      }
      crash(m, answers: true)
      steps[s].enter(Rolling.start, at: now)
      wake(s, after: down)
    case Rolling.start:
      restart(m, change)
      steps[s].enter(Rolling.wait, at: now)
      wake(s, after: Self.healthPoll)
    default:
      guard isHealthy(m) else { return wake(s, after: Self.healthPoll) }
      steps[s].cursor += 1
      steps[s].enter(Rolling.leave, at: now)
      wake(s, after: .zero)
    }
  }

  /// To whom `m` hands leadership when it stops; nil when it does not lead, or is alone.
  private func heir(of m: Int) -> Int? {
    guard members[m].isLeader else { return nil }
    let group = groups[runtimes[m].group]
    return group.members.first { other in
      other != m && members[other].isUp && !runtimes[other].isPaused
        && members[m].roster.member(members[other].id)?.isLearner == false
        && !network.isCut(runtimes[m].toPeer[other - group.firstMember])
    }
  }

  private mutating func restart(_ m: Int, _ change: StepPlan.MemberChange) {
    var options = members[m].options
    if let preVote = change.preVote { options.preVote = preVote }
    if let every = change.snapshotEvery { options.snapshotEvery = every }
    if let reuses = change.readRetryReusesContext { options.readRetryReusesContext = reuses }
    restart(m, with: options)
  }

  /// Whether `etcdctl endpoint health` would pass: it knows a leader that leads, and has caught up.
  func isHealthy(_ m: Int) -> Bool {
    let group = groups[runtimes[m].group]
    guard members[m].isUp, members[m].knownLeader != .none, let leader = group.watch.leader else {
      return false
    }
    return members[leader].id == members[m].knownLeader
      && members[m].appliedIndex.rawValue + 100 >= group.appliedHigh.rawValue
  }
}
