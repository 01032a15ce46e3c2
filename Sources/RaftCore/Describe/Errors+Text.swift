// Texts of errors (etcd raft.go, rawnode.go, storage.go, confchange).

extension StepError {
  public var text: String {
    switch self {
    case .proposalDropped: "raft proposal dropped"
    case .localMessage: "raft: cannot step raft local message"
    case .unknownPeer: "raft: cannot step as peer not found"
    }
  }
}

extension StorageError {
  public var text: String {
    switch self {
    case .compacted: "requested index is unavailable due to compaction"
    case .unavailable: "requested entry at index is unavailable"
    case .snapshotOutOfDate: "requested index is older than the existing snapshot"
    case .gap(let first, let expected): "missing log entries [\(expected), \(first))"
    case .beyondEnd(let index, let last): "index \(index) is behind the last entry \(last)"
    }
  }
}

extension ConfChangeError {
  public var text: String {
    switch self {
    case .simpleInJoint: "can't apply simple config change in joint config"
    case .manyVotersWithoutJoint: "more than one voter changed without entering joint config"
    case .alreadyJoint: "config is already joint"
    case .zeroVoterJoint: "can't make a zero-voter config joint"
    case .notJoint: "can't leave a non-joint config"
    case .allVotersRemoved: "removed all voters"
    case .unknownType(let type): "unexpected conf type \(type)"
    case .invariant(let flaw): flaw.text
    }
  }
}

extension ConfigurationFlaw {
  public var text: String {
    switch self {
    case .noProgress(let id): "no progress for \(id)"
    case .stagedLearnerNotOutgoing(let id): "\(id) is in LearnersNext, but not Voters[1]"
    case .stagedLearnerAlreadyMarked(let id):
      "\(id) is in LearnersNext, but is already marked as learner"
    case .learnerAmongOutgoing(let id): "\(id) is in Learners and Voters[1]"
    case .learnerAmongIncoming(let id): "\(id) is in Learners and Voters[0]"
    case .learnerNotMarked(let id): "\(id) is in Learners, but is not marked as learner"
    case .learnersNextWithoutJoint: "cfg.LearnersNext must be nil when not joint"
    case .autoLeaveWithoutJoint: "AutoLeave must be false when not joint"
    }
  }
}

extension ConfChangeRefusal {
  public var text: String {
    switch self {
    case .pending(let index, let applied):
      "possible unapplied conf change at index \(index) (applied to \(applied))"
    case .mustLeaveJoint: "must transition out of joint config first"
    case .notJoint: "not in joint state; refusing empty conf change"
    }
  }
}

extension CoreFault {
  public var text: String {
    switch self {
    case .commitBeyondLog(let index, let last):
      "tocommit(\(index)) is out of range [lastIndex(\(last))]. "
        + "Was the raft log corrupted, truncated, or lost?"
    case .conflictWithCommitted(let index, let committed):
      "entry \(index) conflict with committed entry [committed(\(committed))]"
    case .appendBelowCommitted(let index, let committed):
      "append at \(index) is not behind the committed entries [committed(\(committed))]"
    case .appliedOutOfRange(let index, let allowed):
      "applied(\(index)) is out of range [\(allowed.lowerBound), \(allowed.upperBound)]"
    case .unreadableLog(let first, let last, let error):
      "entries [\(first), \(last)] cannot be read: \(error.text)"
    case .roleChange(let from, let to): "invalid transition [\(from.text) -> \(to.text)]"
    case .messageToSelf(let type): "\(type.text) message should not be self-addressed"
    case .termMissing(let type): "term should be set when sending \(type.text)"
    case .termAlreadySet(let type, let term):
      "term should not be set when sending \(type.text) (was \(term))"
    case .emptyProposal: "proposal without entries"
    case .emptySnapshot: "need non-empty snapshot"
    case .undecodableConfChange(let index): "configuration change at \(index) cannot be decoded"
    case .confChange(let error): error.text
    case .confState(let confState): "ConfState cannot be restored: \(confState.text)"
    case .readyNotAdvanced: "two accepted Ready structs without call to Advance"
    case .indexTooLarge(let index): "index or term \(index) is too large"
    case .brokenAppend(let expected, let last):
      "entries do not run from \(expected) to \(last)"
    }
  }
}

extension OptionsError {
  public var text: String {
    switch self {
    case .reservedID(let id): "\(id) cannot name a member"
    case .heartbeatTick(let ticks): "heartbeat tick must be greater than 0, is \(ticks)"
    case .electionTickNotAbove(let heartbeat, let election):
      "election tick \(election) must be greater than heartbeat tick \(heartbeat)"
    case .electionTimeouts(let lowest): "election timeouts must be positive, begin at \(lowest)"
    case .maxInflightMessages(let count): "max inflight messages must be positive, is \(count)"
    case .maxInflightBytes(let bytes, let limit):
      "max inflight bytes \(bytes) must be at least max message size \(limit)"
    case .leaseReadsWithoutCheckQuorum:
      "CheckQuorum must be enabled when ReadOnlyOption is ReadOnlyLeaseBased"
    case .commitOutOfRange(let index, let allowed):
      "state.commit \(index) is out of range [\(allowed.lowerBound), \(allowed.upperBound)]"
    case .appliedOutOfRange(let index, let allowed):
      "applied(\(index)) is out of range [\(allowed.lowerBound), \(allowed.upperBound)]"
    case .confState(let confState): "ConfState cannot be restored: \(confState.text)"
    }
  }
}
