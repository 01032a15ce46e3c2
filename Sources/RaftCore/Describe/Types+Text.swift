// Texts of the small types, as etcd prints them (etcd raft util.go and raftpb).

extension Role {
  /// `StateFollower` and so on.
  public var text: String {
    switch self {
    case .follower: "StateFollower"
    case .candidate: "StateCandidate"
    case .leader: "StateLeader"
    case .preCandidate: "StatePreCandidate"
    }
  }
}

extension EntryKind {
  /// `EntryNormal` and so on.
  public var text: String {
    switch self {
    case .normal: "EntryNormal"
    case .confChange: "EntryConfChange"
    case .confChangeV2: "EntryConfChangeV2"
    }
  }
}

extension MessageType {
  /// `MsgHup` and so on.
  public var text: String {
    switch self {
    case .hup: "MsgHup"
    case .beat: "MsgBeat"
    case .propose: "MsgProp"
    case .append: "MsgApp"
    case .appendResponse: "MsgAppResp"
    case .vote: "MsgVote"
    case .voteResponse: "MsgVoteResp"
    case .snapshot: "MsgSnap"
    case .heartbeat: "MsgHeartbeat"
    case .heartbeatResponse: "MsgHeartbeatResp"
    case .unreachable: "MsgUnreachable"
    case .snapshotStatus: "MsgSnapStatus"
    case .checkQuorum: "MsgCheckQuorum"
    case .transferLeader: "MsgTransferLeader"
    case .timeoutNow: "MsgTimeoutNow"
    case .readIndex: "MsgReadIndex"
    case .readIndexResponse: "MsgReadIndexResp"
    case .preVote: "MsgPreVote"
    case .preVoteResponse: "MsgPreVoteResp"
    case .storageAppend: "MsgStorageAppend"
    case .storageAppendResponse: "MsgStorageAppendResp"
    case .storageApply: "MsgStorageApply"
    case .storageApplyResponse: "MsgStorageApplyResp"
    case .forgetLeader: "MsgForgetLeader"
    }
  }

  /// The type with that text.
  public init?(text: String) {
    guard let type = MessageType.allCases.first(where: { $0.text == text }) else { return nil }
    self = type
  }
}

extension VoteResult {
  /// `VoteWon` and so on.
  public var text: String {
    switch self {
    case .pending: "VotePending"
    case .lost: "VoteLost"
    case .won: "VoteWon"
    }
  }
}

extension HardState {
  /// `Term:1 Vote:2 Commit:3`, without the vote if there is none.
  public var text: String {
    "Term:\(term)" + (vote == .none ? "" : " Vote:\(vote)") + " Commit:\(commit)"
  }
}

extension SoftState {
  /// `Lead:1 State:StateFollower`.
  public var text: String { "Lead:\(lead) State:\(role.text)" }
}

extension ReadState {
  /// `{11 [99 116 120]}`: index, then the bytes of the context.
  public var text: String {
    "{\(index) [\(context.map { String($0) }.joined(separator: " "))]}"
  }
}

extension ConfState {
  /// `Voters:[1 2] VotersOutgoing:[] Learners:[] LearnersNext:[] AutoLeave:false`.
  public var text: String {
    func list(_ ids: [MemberID]) -> String { "[\(ids.map(decimal).joined(separator: " "))]" }
    return "Voters:\(list(voters)) VotersOutgoing:\(list(votersOutgoing)) "
      + "Learners:\(list(learners)) LearnersNext:\(list(learnersNext)) AutoLeave:\(autoLeave)"
  }
}

extension Snapshot {
  /// `Index:1 Term:1 ConfState:...`.
  public var text: String { "Index:\(index) Term:\(term) ConfState:\(confState.text)" }
}
