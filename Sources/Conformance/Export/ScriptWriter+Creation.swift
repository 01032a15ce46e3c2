import RaftCore

extension ScriptWriter {
  /// The directive that makes the members. What it leaves out is as etcd's `add-nodes` has it.
  static func creation(count: Int, _ confState: ConfState, _ options: RaftOptions) -> String {
    func list(_ key: String, _ ids: [MemberID]) -> String {
      ids.isEmpty ? "" : " \(key)=(\(ids.map { "\($0.rawValue)" }.joined(separator: ",")))"
    }
    return "x-add-nodes \(count)" + list("voters", confState.voters)
      + list("learners", confState.learners)
      + keys(from: NodePlan(isExtended: true).options, to: options)
      + " snapshots=stored conf-changes=held"
  }

  /// The keys that turn options into others, each with a space in front.
  static func keys(from usual: RaftOptions, to options: RaftOptions) -> String {
    var keys = ""
    func say<Value: Equatable>(_ key: String, _ value: (RaftOptions) -> Value) {
      if value(options) != value(usual) { keys += " \(key)=\(value(options))" }
    }
    /// 0 is no limit, or another one.
    func unlimited(_ limit: UInt64, _ other: UInt64 = .max) -> UInt64 { limit == 0 ? other : limit }
    say("election-tick") { $0.electionTick }
    say("heartbeat-tick") { $0.heartbeatTick }
    say("prevote") { $0.preVote }
    say("checkquorum") { $0.checkQuorum }
    say("read-only") { $0.readOnly == .safe ? "safe" : "lease-based" }
    say("read-confirmation") { $0.readConfirmation == .position ? "position" : "context" }
    say("max-size-per-msg") { $0.maxSizePerMessage }
    say("inflight") { $0.maxInflightMessages }
    say("max-inflight-bytes") { unlimited($0.maxInflightBytes) }
    say("max-uncommitted-size") { unlimited($0.maxUncommittedEntriesSize) }
    if options.maxCommittedSizePerReady != options.maxSizePerMessage {
      say("max-committed-size-per-ready") {
        unlimited($0.maxCommittedSizePerReady, $0.maxSizePerMessage)
      }
    }
    say("disable-proposal-forwarding") { $0.disableProposalForwarding }
    say("disable-conf-change-validation") { $0.disableConfChangeValidation }
    say("step-down-on-removal") { $0.stepDownOnRemoval }
    return keys
  }
}

extension RaftOptions {
  /// Whether a member with these options does as one with the others, whoever it is and whatever
  /// election timeouts it draws.
  func agrees(with other: RaftOptions) -> Bool {
    var (mine, theirs) = (self, other)
    mine.id = theirs.id
    mine.electionTimeouts = theirs.electionTimeouts
    mine.recordsEvents = theirs.recordsEvents
    return mine == theirs
  }
}
