// Log lines about proposals, transfers and reads; `me` is the member that recorded the event.

extension ProposalEvent {
  func text(_ me: String) -> String {
    switch self {
    case .withoutLeader(let term):
      return "\(me) no leader at term \(term); dropping proposal"
    case .notForwarded(let lead, let term):
      return "\(me) not forwarding to leader \(hex(lead)) at term \(term); dropping proposal"
    case .tooLarge:
      return "\(me) appending new entries to log would exceed uncommitted entry size limit; "
        + "dropping proposal"
    case .duringTransfer(let term, let to):
      return "\(me) [term \(term)] transfer leadership to \(hex(to)) is in progress; "
        + "dropping proposal"
    case .confChangeRefused(let configuration, let change, let refusal):
      return "\(me) ignoring conf change \(change.text) at config \(configuration.text): "
        + refusal.text
    case .leavingJoint(let configuration):
      return "initiating automatic transition out of joint configuration \(configuration.text)"
    case .notLeavingJoint(let configuration, let error):
      return "not initiating automatic transition out of joint configuration "
        + "\(configuration.text): \(error.text)"
    }
  }
}

extension LeadershipEvent {
  func text(_ me: String) -> String {
    switch self {
    case .transferWithoutLeader(let term):
      return "\(me) no leader at term \(term); dropping leader transfer msg"
    case .transferFromLearner:
      return "\(me) is learner. Ignored transferring leadership"
    case .transferAlreadyPending(let term, let to):
      return "\(me) [term \(term)] transfer leadership to \(hex(to)) is in progress, "
        + "ignores request to same node \(hex(to))"
    case .transferReplaced(let term, let old):
      return "\(me) [term \(term)] abort previous transferring leadership to \(hex(old))"
    case .transferToSelf:
      return "\(me) is already leader. Ignored transferring leadership to self"
    case .transferStarted(let term, let to):
      return "\(me) [term \(term)] starts to transfer leadership to \(hex(to))"
    case .timeoutNowSentAtOnce(let to):
      return "\(me) sends MsgTimeoutNow to \(hex(to)) immediately as \(hex(to)) already has "
        + "up-to-date log"
    case .timeoutNowSentAfterAck(let to):
      return "\(me) sent MsgTimeoutNow to \(hex(to)) after received MsgAppResp"
    case .timeoutNowReceived(let term, let from):
      return "\(me) [term \(term)] received MsgTimeoutNow from \(hex(from)) and starts an election "
        + "to get leadership."
    case .forgetLeaderRefused:
      return "ignoring MsgForgetLeader due to ReadOnlyLeaseBased"
    case .forgetting(let lead, let term):
      return "\(me) forgetting leader \(hex(lead)) at term \(term)"
    case .readWithoutLeader(let term):
      return "\(me) no leader at term \(term); dropping index reading msg"
    case .invalidReadResponse(let from, let entries):
      return "\(me) invalid format of MsgReadIndexResp from \(hex(from)), "
        + "entries count: \(entries)"
    case .readsHeldTooEarly:
      return "pending MsgReadIndex should be released only after first commit in current term"
    }
  }
}
