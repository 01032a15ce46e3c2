import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// How long peers must have been connected to count as healthy (etcd server.go, HealthInterval).
  public static let healthInterval = SimDuration.seconds(5)

  /// Proposes a change of the membership. The answer comes as a `membership` output: an error at
  /// once, or nil when the change is applied here. `connectedSince` tells for a peer since when it
  /// has been connected, nil if it is not.
  public mutating func propose(
    _ change: MembershipChange, request: RequestID, connectedSince: (MemberID) -> SimTime?,
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    if let problem = problem(of: change, connectedSince: connectedSince, at: now) {
      output.membership.append((request, problem))
      return
    }
    let head = EntryHead.encode(request, server: id, incarnation: incarnation, capacity: 1)
    let last = node.lastIndex
    do throws(StepError) {
      try node.proposeConfChange(change.confChange(head: head))
    } catch {
      output.membership.append((request, .proposalDropped))
    }
    if keepsNotes {
      note(.request(Message(.propose, entries: [change.confChange(head: head).entry])))
    }
    noteProposals(after: last, at: now, books: &books)
    runLoop(at: now, books: &books, output: &output)
  }

  /// The checks of etcd before it proposes (server.go, mayAddMember, mayRemoveMember and
  /// mayPromoteMember, with --strict-reconfig-check as it is by default).
  private func problem(
    of change: MembershipChange, connectedSince: (MemberID) -> SimTime?, at now: SimTime
  ) -> MembershipError? {
    func isConnected(_ voter: Roster.Entry) -> Bool {
      if voter.id == id { return true }
      return connectedSince(voter.id).map { $0 < now - Self.healthInterval } ?? false
    }
    switch change {
    case .addVoter:
      if !roster.isReadyToAddVoter { return .notEnoughStartedMembers }
      fallthrough
    case .addLearner:
      return roster.voters.allSatisfy(isConnected) ? nil : .unhealthyCluster
    case .promote(let learner):
      return problem(ofPromoting: learner)
    case .remove(let member):
      if roster.member(member)?.isLearner == true { return nil }
      if !roster.isReadyToRemove(member) { return .notEnoughStartedMembers }
      if member != id, connectedSince(member) == nil { return nil }
      let (active, count) = (roster.voters.count(where: isConnected), roster.voters.count)
      return active - 1 < 1 + (count - 1) / 2 ? .unhealthyCluster : nil
    }
  }

  /// A learner is ready when it has nine tenths of the leader's log (etcd readyPercentThreshold).
  private func problem(ofPromoting learner: MemberID) -> MembershipError? {
    guard node.isLeader else { return .notLeader }
    guard let progress = node.progress(of: learner) else { return .memberNotFound }
    let own = node.progress(of: id)?.match ?? node.lastIndex
    if progress.match.rawValue * 10 < own.rawValue * 9 { return .learnerNotReady }
    return roster.isReadyToPromote ? nil : .notEnoughStartedMembers
  }

  /// Why leadership cannot be handed to `member` by this one (etcd server.go, MoveLeader).
  public func problem(ofTransferTo member: MemberID) -> MembershipError? {
    guard node.isLeader else { return .notLeader }
    guard let entry = roster.member(member), !entry.isLearner else { return .badTransferee }
    return nil
  }

  /// A member that starts for the first time makes itself known (etcd server.go, publishV3).
  mutating func publishIfDue(at now: SimTime, books: inout GroupBooks) {
    guard !roster.members.isEmpty, let own = roster.member(id), !own.isStarted,
      node.lead != .none, now >= publishAgainAt
    else { return }
    publishAgainAt = now + options.requestTimeout
    let data = EntryHead.encode(.publish, server: id, incarnation: incarnation, capacity: 0)
    let last = node.lastIndex
    try? node.propose([Entry(data: data)])
    if keepsNotes { note(.request(Message(.propose, entries: [Entry(data: data)]))) }
    noteProposals(after: last, at: now, books: &books)
  }

  /// Applies a committed change. One that must not be made has no effect but takes its place in the
  /// log (etcd server.go, applyConfChange).
  mutating func applyConfChange(_ entry: Entry, isReplay: Bool, output: inout MemberOutput) {
    guard let change = ConfChange(decoding: entry) else { return }
    let problem: MembershipError?
    if isReplay {
      problem = refusedChanges.contains(entry.index) ? .memberNotFound : nil
    } else {
      problem = roster.problem(of: change)
      if problem != nil { refusedChanges.append(entry.index) }
    }
    guard problem == nil else {
      let steps = change.changes.prefix(1).map { ConfChangeSingle($0.type, .none) }
      apply(ConfChange(steps, isV1: change.isV1))
      if !isReplay { answer(change, problem, output: &output) }
      return
    }
    apply(change)
    guard !isReplay else { return }
    let wasRemoved = roster.isRemoved(id)
    roster.apply(change)
    if roster.isRemoved(id), !wasRemoved { output.isRemoved = true }
    answer(change, nil, output: &output)
  }

  private mutating func apply(_ change: ConfChange) {
    node.applyConfChange(change)
    if keepsNotes { note(.applyConfChange(change)) }
  }

  private func answer(
    _ change: ConfChange, _ problem: MembershipError?, output: inout MemberOutput
  ) {
    guard change.context.count > EntryHead.size else { return }
    let request = EntryHead.request(in: change.context)
    if request != .none, EntryHead.isAnswered(by: id, incarnation, change.context) {
      output.membership.append((request, problem))
    }
  }
}
