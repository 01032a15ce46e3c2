import RaftCore

extension ScriptWriter {
  /// The directive that makes the members. What it leaves out is as etcd's `add-nodes` has it.
  static func creation(count: Int, _ confState: ConfState, _ options: RaftOptions) -> String {
    let usual = NodePlan(isExtended: true).options
    var line = "x-add-nodes \(count)"
    func list(_ key: String, _ ids: [MemberID]) {
      if !ids.isEmpty { line += " \(key)=(\(ids.map { "\($0.rawValue)" }.joined(separator: ",")))" }
    }
    func say<Value: Equatable>(_ key: String, _ option: KeyPath<RaftOptions, Value>) {
      if options[keyPath: option] != usual[keyPath: option] {
        line += " \(key)=\(options[keyPath: option])"
      }
    }
    list("voters", confState.voters)
    list("learners", confState.learners)
    say("election-tick", \.electionTick)
    say("heartbeat-tick", \.heartbeatTick)
    say("prevote", \.preVote)
    say("checkquorum", \.checkQuorum)
    if options.readOnly == .leaseBased { line += " read-only=lease-based" }
    say("max-size-per-msg", \.maxSizePerMessage)
    say("inflight", \.maxInflightMessages)
    if options.maxInflightBytes != .max { say("max-inflight-bytes", \.maxInflightBytes) }
    if options.maxUncommittedEntriesSize != .max {
      say("max-uncommitted-size", \.maxUncommittedEntriesSize)
    }
    if options.maxCommittedSizePerReady != options.maxSizePerMessage {
      say("max-committed-size-per-ready", \.maxCommittedSizePerReady)
    }
    say("disable-proposal-forwarding", \.disableProposalForwarding)
    say("disable-conf-change-validation", \.disableConfChangeValidation)
    say("step-down-on-removal", \.stepDownOnRemoval)
    if options.readConfirmation == .context { line += " read-confirmation=context" }
    return line + " snapshots=stored conf-changes=held"
  }
}

extension RaftOptions {
  /// Whether a member with these options does as one with the others, apart from its election
  /// timeouts.
  func agrees(with other: RaftOptions) -> Bool {
    var (mine, theirs) = (self, other)
    mine.electionTimeouts = theirs.electionTimeouts
    mine.recordsEvents = theirs.recordsEvents
    return mine == theirs
  }
}
