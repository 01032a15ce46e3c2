// Texts of events: etcd raft's log lines.

/// How much an event matters; `DEBUG` is the least.
public enum EventLevel: UInt8, Comparable, Hashable, Sendable {
  case debug, info, warning, error, fatal

  /// `DEBUG`, `INFO`, `WARN`, `ERROR` or `FATAL`.
  public var text: String {
    switch self {
    case .debug: "DEBUG"
    case .info: "INFO"
    case .warning: "WARN"
    case .error: "ERROR"
    case .fatal: "FATAL"
    }
  }

  public static func < (left: EventLevel, right: EventLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension CoreEvent {
  public var level: EventLevel {
    switch self {
    case .faulted:
      .fatal
    case .leadership(.forgetLeaderRefused), .leadership(.invalidReadResponse),
      .leadership(.readsHeldTooEarly):
      .error
    case .election(.unpromotable), .election(.confChangePending),
      .election(.campaignedUnpromotable), .election(.quorumInactive), .proposal(.tooLarge),
      .snapshot(.receivedAsLeader), .snapshot(.withoutMember):
      .warning
    case .election(.alreadyLeader), .election(.candidateIgnoredTimeoutNow),
      .proposal(.duringTransfer), .proposal(.notLeavingJoint), .replication,
      .snapshot(.notSentToInactive), .snapshot(.unavailable), .snapshot(.sent),
      .snapshot(.replicationPaused), .snapshot(.succeeded), .snapshot(.failed),
      .leadership(.transferFromLearner), .leadership(.transferToSelf):
      .debug
    default:
      .info
    }
  }

  /// The line, without level and newline, of the event as member `id` recorded it.
  public func text(by id: MemberID) -> String {
    let me = hex(id)
    switch self {
    case .created(let peers, let state, let applied, let last):
      return "newRaft \(me) [peers: [\(peers.map(hex).joined(separator: ","))], "
        + "term: \(state.term), commit: \(state.commit), applied: \(applied), "
        + "lastindex: \(last.index), lastterm: \(last.term)]"
    case .became(let role, let term):
      return "\(me) became \(role.word) at term \(term)"
    case .switchedConfiguration(let configuration):
      return "\(me) switched to configuration \(configuration.text)"
    case .election(let event): return event.text(me)
    case .term(let event): return event.text(me)
    case .proposal(let event): return event.text(me)
    case .leadership(let event): return event.text(me)
    case .replication(let event): return event.text(me)
    case .snapshot(let event): return event.text(me)
    case .log(let event): return event.text
    case .faulted(let fault): return fault.text
    }
  }
}

extension Role {
  fileprivate var word: String {
    switch self {
    case .follower: "follower"
    case .candidate: "candidate"
    case .leader: "leader"
    case .preCandidate: "pre-candidate"
    }
  }
}

extension LogEvent {
  fileprivate var text: String {
    switch self {
    case .stableEntryMissing(let index):
      return "entry at index \(index) missing from unstable log; ignoring"
    case .stableEntryInSnapshot(let index):
      return "entry at index \(index) matched unstable snapshot; ignoring"
    case .stableEntryMismatch(let acknowledged, let ours):
      return "entry at (index,term)=(\(acknowledged.index),\(acknowledged.term)) mismatched with "
        + "entry at (\(ours.index),\(ours.term)) in unstable log; ignoring"
    case .unstableReplaced(let index):
      return "replace the unstable entries from index \(index)"
    case .unstableTruncated(let index):
      return "truncate the unstable entries before index \(index)"
    case .conflictFound(let index, let existing, let conflicting):
      return "found conflict at index \(index) "
        + "[existing term: \(existing), conflicting term: \(conflicting)]"
    case .restoring(let log, let snapshot):
      return "log [\(log.text)] starts to restore snapshot "
        + "[index: \(snapshot.index), term: \(snapshot.term)]"
    }
  }
}

extension RaftLogSummary {
  fileprivate var text: String {
    "committed=\(committed), applied=\(applied), applying=\(applying), "
      + "unstable.offset=\(offset), unstable.offsetInProgress=\(offsetInProgress), "
      + "len(unstable.Entries)=\(unstableCount)"
  }
}
