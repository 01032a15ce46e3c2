/// A vote request seen against the member's own log, before anything changes.
public struct VoteRequest: Hashable, Sendable {
  public var type: MessageType
  public var from: MemberID
  /// Last entry of the candidate's log.
  public var theirs: EntryID
  /// Last entry of the member's own log.
  public var ours: EntryID
  public var vote: MemberID
  /// The member's own term.
  public var term: Term
}

/// Something that a member noticed or did, worth a line in a log (etcd raft, its log lines).
///
/// Events are values; their text is made by `text(by:)` when somebody wants to read it. All are
/// about the member that recorded them. Numbers in brackets are section 10's of the description of
/// the data-driven files.
public enum CoreEvent: Equatable, Sendable {
  case created(peers: [MemberID], hardState: HardState, applied: LogIndex, last: EntryID)
  case becameFollower(Term)
  case becameCandidate(Term)
  case becamePreCandidate(Term)
  case becameLeader(Term)

  case voteRefusedByLease(VoteRequest, remainingTicks: Int)
  case stalePreVoteRefused(VoteRequest)
  case voteCast(VoteRequest)
  case voteRefused(VoteRequest)
  case higherTerm(term: Term, type: MessageType, from: MemberID, theirs: Term)
  case staleStorageResponse(term: Term, type: MessageType, theirs: Term)
  case staleMessage(term: Term, type: MessageType, from: MemberID, theirs: Term)

  case alreadyLeader
  case unpromotable
  case confChangePending(Term)
  case electionStarted(Term)
  case voteRequested(last: EntryID, type: MessageType, to: MemberID, term: Term)
  case campaignedUnpromotable
  case voteReceived(type: MessageType, from: MemberID, term: Term)
  case refusalReceived(type: MessageType, from: MemberID, term: Term)
  case votesCounted(granted: Int, type: MessageType, refused: Int)
  case candidateIgnoredTimeoutNow(term: Term, role: Role, from: MemberID)
  case quorumInactive

  case proposalWithoutLeader(Term)
  case proposalNotForwarded(lead: MemberID, term: Term)
  case proposalTooLarge
  case proposalDuringTransfer(term: Term, to: MemberID)

  case switchedConfiguration(Configuration)
  case confChangeRefused(Configuration, ConfChange, ConfChangeRefusal)
  case leavingJoint(Configuration)
  case notLeavingJoint(Configuration, StepError)

  case unknownMember(MemberID)
  case appendRefused(hint: EntryID, from: MemberID, index: LogIndex)
  case progressDecreased(ProgressStatus)
  case recoveredFromSnapshot(ProgressStatus)
  case snapshotSucceeded(ProgressStatus)
  case snapshotFailed(ProgressStatus)
  case unreachable(ProgressStatus)

  case stableEntryMissing(LogIndex)
  case stableEntryInSnapshot(LogIndex)
  case stableEntryMismatch(acknowledged: EntryID, ours: EntryID)
  case unstableReplaced(from: LogIndex)
  case unstableTruncated(before: LogIndex)
  case conflictFound(index: LogIndex, existing: Term, conflicting: Term)
  case logRestoring(RaftLogSummary, snapshot: EntryID)

  case transferWithoutLeader(Term)
  case forgetLeaderRefused
  case forgettingLeader(MemberID, Term)
  case timeoutNowReceived(term: Term, from: MemberID)
  case readWithoutLeader(Term)
  case invalidReadResponse(from: MemberID, entries: Int)
  case appendMismatch(ours: EntryID, theirs: Term, from: MemberID)

  case snapshotAccepted(commit: LogIndex, snapshot: EntryID)
  case snapshotIgnored(commit: LogIndex, snapshot: EntryID)
  case snapshotNotSentToInactive(MemberID)
  case snapshotUnavailable(MemberID)
  case snapshotSent(first: LogIndex, commit: LogIndex, snapshot: EntryID, ProgressStatus)
  case replicationPaused(ProgressStatus)
  case snapshotAsLeader
  case snapshotWithoutMember(ConfState)
  case fastForwarded(commit: LogIndex, last: EntryID, snapshot: EntryID)
  case snapshotRestored(commit: LogIndex, last: EntryID, snapshot: EntryID)

  case readsHeldTooEarly
  case transferFromLearner
  case transferAlreadyPending(term: Term, to: MemberID)
  case transferReplaced(term: Term, old: MemberID)
  case transferToSelf
  case transferStarted(term: Term, to: MemberID)
  case timeoutNowSentAtOnce(MemberID)
  case timeoutNowSentAfterAck(MemberID)

  case faulted(CoreFault)
}

/// Why a leader put an empty entry in place of a proposed configuration change.
public enum ConfChangeRefusal: Hashable, Sendable {
  case pending(LogIndex, applied: LogIndex)
  case mustLeaveJoint
  case notJoint
}

/// The marks of a log, for its log line.
public struct RaftLogSummary: Hashable, Sendable {
  public var committed: LogIndex
  public var applied: LogIndex
  public var applying: LogIndex
  public var offset: LogIndex
  public var offsetInProgress: LogIndex
  public var unstableCount: Int
}
