import RaftCore
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

extension World {
  /// How long an operator waits for one answer (etcdctl --command-timeout), and before asking again
  /// after a refusal (assumed).
  static let commandTimeout = SimDuration.seconds(5)
  static let askAgainAfter = SimDuration.seconds(1)
  /// How often an operator looks whether a member is healthy (assumed).
  static let healthPoll = SimDuration.milliseconds(500)

  mutating func startSteps() {
    for (s, step) in plan.steps.enumerated() {
      if case .event(.at(let offset)) = step.start { wake(s, after: offset) }
    }
    for g in groups.indices {
      if let period = backupPeriod(of: g) {
        agenda.schedule(
          .backup(group: Int32(g)), at: now + period, .control, actor: faultActor)
      }
    }
  }

  /// Starts the steps that wait for `event`.
  mutating func triggerSteps(_ event: FaultPlan.Start) {
    for (s, step) in plan.steps.enumerated() where steps[s].phase == .waiting {
      if case .event(let wanted) = step.start, Self.matches(wanted, event) {
        wake(s, after: .zero)
      }
    }
  }

  mutating func scheduleSteps(after fault: Int) {
    for (s, step) in plan.steps.enumerated() where steps[s].phase == .waiting {
      if case .event(.afterFault(fault, let delay)) = step.start { wake(s, after: delay) }
    }
  }

  /// Has step `s` looked at again after a while; what it waited for before is void.
  mutating func wake(_ s: Int, after delay: SimDuration) {
    steps[s].token += 1
    agenda.schedule(
      .step(Int32(s), token: steps[s].token), at: now + delay, .control, actor: faultActor)
  }

  mutating func advanceStep(_ s: Int, token: UInt32) {
    guard steps[s].token == token, steps[s].phase != .ended else { return }
    let step = plan.steps[s]
    if steps[s].phase == .waiting {
      steps[s].phase = .running
      steps[s].began = now
      steps[s].enter(0, at: now)
      tell(.stepStarted, s, step.text)
    }
    if steps[s].isAsking {
      steps[s].isAsking = false
      steps[s].problem = .timedOut
    }
    if now - steps[s].began >= step.patience { return fail(step: s) }
    switch step.kind {
    case .addMember(let g, let member, let isLearner):
      add(s, g, member, isLearner: isLearner, stage: 0)
    case .promoteMember(let g, let member): promote(s, g, member, stage: 0)
    case .removeMember(let target): remove(s, target)
    case .replaceMember(let g, let old, let new):
      switch steps[s].stage {
      case 0: ask(s, .remove(MemberID(UInt64(old + 1))), in: g)
      case 1, 2: add(s, g, new, isLearner: true, stage: 1)
      default: promote(s, g, new, stage: 3)
      }
    case .transferLeader(let g, let member): moveLeader(s, g, to: member)
    case .restart(let g, let members, let down, let change):
      roll(s, g, members, down: down, change)
    case .loseForever(let target): lose(s, target)
    case .restoreSnapshot(let g, let members, _, let takes):
      restore(s, g, members, takes: takes)
    case .forceNewCluster(let g, let member, let takes):
      forceNewCluster(s, g, member, takes: takes)
    }
  }

  // MARK: Endings

  mutating func succeed(step s: Int) {
    end(s, nil)
  }

  /// The step is given up; `reason` is what it was refused with last unless it says more.
  mutating func fail(step s: Int, _ reason: String? = nil) {
    end(s, reason ?? steps[s].problem?.rawValue ?? "not done in time")
  }

  private mutating func end(_ s: Int, _ failure: String?) {
    steps[s].phase = .ended
    let step = plan.steps[s]
    let took = now - steps[s].began
    recorder.stepEnded(s, took: took, failure: failure)
    tell(.stepEnded, s, failure.map { "\(step.text): \($0)" } ?? step.text)
    for (other, follower) in plan.steps.enumerated() where steps[other].phase == .waiting {
      if case .afterStep(s, let delay) = follower.start { wake(other, after: delay) }
    }
  }

  private mutating func tell(_ kind: TimelineEvent.Kind, _ s: Int, _ text: String) {
    let step = plan.steps[s]
    if step.group == nil || step.group == follower?.group {
      follow("step: \(text)", begins: kind == .stepStarted)
    }
    recorder.timeline(
      TimelineEvent(
        time: now.nanoseconds, kind: kind,
        cluster: step.group.map { plan.groups[$0].name } ?? "", fault: -1, text: text))
  }

  // MARK: Changes of the membership

  private mutating func add(_ s: Int, _ g: Int, _ member: Int, isLearner: Bool, stage: Int) {
    let id = MemberID(UInt64(member + 1))
    if steps[s].stage == stage {
      return ask(s, isLearner ? .addLearner(id) : .addVoter(id), in: g)
    }
    startMember(groups[g].firstMember + member)
    if case .replaceMember = plan.steps[s].kind {
      steps[s].enter(stage + 2, at: now)
      return wake(s, after: Self.askAgainAfter)
    }
    succeed(step: s)
  }

  private mutating func promote(_ s: Int, _ g: Int, _ member: Int, stage: Int) {
    if steps[s].stage > stage { return succeed(step: s) }
    ask(s, .promote(MemberID(UInt64(member + 1))), in: g)
  }

  private mutating func remove(_ s: Int, _ target: FaultPlan.MemberTarget) {
    if steps[s].stage > 0 { return succeed(step: s) }
    switch target {
    case .member(let g, let member): ask(s, .remove(MemberID(UInt64(member + 1))), in: g)
    case .leader(let g):
      guard let leader = groups[g].watch.leader else {
        return wake(s, after: Self.askAgainAfter)
      }
      ask(s, .remove(groups[g].memberID(of: leader)), in: g)
    case .region: fail(step: s)
    }
  }

  /// Asks for a change where it can be had, unless it is made already; the answer, or its absence,
  /// wakes the step.
  private mutating func ask(_ s: Int, _ change: MembershipChange, in g: Int) {
    guard let m = memberToAsk(in: g, about: change.member) else {
      return wake(s, after: Self.askAgainAfter)
    }
    if members[m].roster.reflects(change) {
      steps[s].enter(steps[s].stage + 1, at: now)
      return wake(s, after: .zero)
    }
    steps[s].isAsking = true
    wake(s, after: Self.commandTimeout)
    let connections = connections(of: m)
    members[m].propose(
      change, request: StepRequest(step: s, token: steps[s].token).id,
      connectedSince: { [connections] in
        let position = Int($0.rawValue) - 1
        return connections.indices.contains(position) ? connections[position] : nil
      }, at: now, books: &groups[g].books, output: &output)
    drain(m)
  }

  /// A member answered a request of a step.
  mutating func answerStep(_ id: RequestID, _ problem: MembershipError?) {
    let request = StepRequest(id)
    guard steps.indices.contains(request.step), steps[request.step].token == request.token,
      steps[request.step].isAsking
    else { return }
    let s = request.step
    steps[s].isAsking = false
    steps[s].problem = problem
    switch problem {
    case nil:
      steps[s].enter(steps[s].stage + 1, at: now)
      wake(s, after: .zero)
    case .memberNotFound, .memberExists, .notLearner: fail(step: s)
    default: wake(s, after: Self.askAgainAfter)
    }
  }

  /// The leader, or else a voter that runs; the one concerned only when nobody else is left.
  private func memberToAsk(in g: Int, about id: MemberID) -> Int? {
    if let leader = groups[g].watch.leader, members[leader].isUp, !runtimes[leader].isPaused {
      return leader
    }
    let running = groups[g].members.filter {
      members[$0].isUp && !runtimes[$0].isPaused && !members[$0].node.isLearner
        && members[$0].knownLeader != .none
    }
    return running.first { members[$0].id != id } ?? running.first
  }

  /// Since when each member of the group has been connected to `m`, by position; nil for those that
  /// are not.
  private func connections(of m: Int) -> [SimTime?] {
    let group = groups[runtimes[m].group]
    let own = m - group.firstMember
    return group.members.enumerated().map { position, other in
      guard members[other].isUp, !network.isCut(runtimes[m].toPeer[position]),
        !network.isCut(runtimes[other].toPeer[own])
      else { return nil }
      return max(max(runtimes[m].upSince, runtimes[other].upSince), faults.lastHeal)
    }
  }

  /// A member that joins later, or a restored one, starts; clients learn of it.
  mutating func startMember(_ m: Int) {
    runtimes[m].isGone = false
    restart(m)
    for l in loads.indices { loads[l].endpoints.enable(m) }
  }
}
