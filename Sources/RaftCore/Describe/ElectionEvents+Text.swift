// Log lines about elections and terms; `me` is the member that recorded the event.

extension ElectionEvent {
  func text(_ me: String) -> String {
    switch self {
    case .alreadyLeader:
      return "\(me) ignoring MsgHup because already leader"
    case .unpromotable:
      return "\(me) is unpromotable and can not campaign"
    case .confChangePending(let term):
      return "\(me) cannot campaign at term \(term) since there are still pending configuration "
        + "changes to apply"
    case .started(let term):
      return "\(me) is starting a new election at term \(term)"
    case .voteRequested(let last, let type, let to, let term):
      return "\(me) [logterm: \(last.term), index: \(last.index)] sent \(type.text) request to "
        + "\(hex(to)) at term \(term)"
    case .campaignedUnpromotable:
      return "\(me) is unpromotable; campaign() should have been called"
    case .voteReceived(let type, let from, let term):
      return "\(me) received \(type.text) from \(hex(from)) at term \(term)"
    case .refusalReceived(let type, let from, let term):
      return "\(me) received \(type.text) rejection from \(hex(from)) at term \(term)"
    case .votesCounted(let granted, let type, let refused):
      return "\(me) has received \(granted) \(type.text) votes and \(refused) vote rejections"
    case .candidateIgnoredTimeoutNow(let term, let role, let from):
      return "\(me) [term \(term) state \(role.text)] ignored MsgTimeoutNow from \(hex(from))"
    case .voteCast(let request):
      return request.text(me, "cast \(request.type.text) for")
    case .voteRefused(let request), .stalePreVoteRefused(let request):
      return request.text(me, "rejected \(request.type.text) from")
    case .voteRefusedByLease(let request, let ticks):
      return request.text(me, "ignored \(request.type.text) from")
        + ": lease is not expired (remaining ticks: \(ticks))"
    case .quorumInactive:
      return "\(me) stepped down to follower since quorum is not active"
    }
  }
}

extension VoteRequest {
  fileprivate func text(_ me: String, _ verdict: String) -> String {
    "\(me) [logterm: \(ours.term), index: \(ours.index), vote: \(hex(vote))] \(verdict) "
      + "\(hex(from)) [logterm: \(theirs.term), index: \(theirs.index)] at term \(term)"
  }
}

extension TermEvent {
  func text(_ me: String) -> String {
    switch self {
    case .higher(let term, let type, let from, let theirs):
      return "\(me) [term: \(term)] received a \(type.text) message with higher term from "
        + "\(hex(from)) [term: \(theirs)]"
    case .stale(let term, let type, let from, let theirs):
      return "\(me) [term: \(term)] ignored a \(type.text) message with lower term from "
        + "\(hex(from)) [term: \(theirs)]"
    case .staleStorageResponse(let term, let type, let theirs):
      return "\(me) [term: \(term)] ignored entry appends from a \(type.text) message with lower "
        + "term [term: \(theirs)]"
    }
  }
}
