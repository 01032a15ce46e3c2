/// Something that a member noticed or did, worth a line in a log (the log lines of etcd raft).
///
/// Events are values; `text(by:)` makes their text when somebody wants to read it. All are about
/// the member that recorded them, and hold its term, log or configuration as of before the change
/// that they announce unless they say otherwise.
public enum CoreEvent: Equatable, Sendable {
  case created(peers: [MemberID], hardState: HardState, applied: LogIndex, last: EntryID)
  case became(Role, Term)
  case switchedConfiguration(Configuration)
  case election(ElectionEvent)
  case term(TermEvent)
  case proposal(ProposalEvent)
  case leadership(LeadershipEvent)
  case replication(ReplicationEvent)
  case snapshot(SnapshotEvent)
  case log(LogEvent)
  case faulted(CoreFault)
}

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

/// Campaigns and votes.
public enum ElectionEvent: Hashable, Sendable {
  case alreadyLeader
  case unpromotable
  case confChangePending(Term)
  case started(Term)
  case voteRequested(last: EntryID, type: MessageType, to: MemberID, term: Term)
  case campaignedUnpromotable
  case voteReceived(type: MessageType, from: MemberID, term: Term)
  case refusalReceived(type: MessageType, from: MemberID, term: Term)
  case votesCounted(granted: Int, type: MessageType, refused: Int)
  case candidateIgnoredTimeoutNow(term: Term, role: Role, from: MemberID)
  case voteCast(VoteRequest)
  case voteRefused(VoteRequest)
  case voteRefusedByLease(VoteRequest, remainingTicks: Int)
  case stalePreVoteRefused(VoteRequest)
  case quorumInactive
}

/// Messages of another term.
public enum TermEvent: Hashable, Sendable {
  case higher(term: Term, type: MessageType, from: MemberID, theirs: Term)
  case stale(term: Term, type: MessageType, from: MemberID, theirs: Term)
  case staleStorageResponse(term: Term, type: MessageType, theirs: Term)
}

/// Proposals that come to nothing, and configuration changes.
public enum ProposalEvent: Hashable, Sendable {
  case withoutLeader(Term)
  case notForwarded(lead: MemberID, term: Term)
  case tooLarge
  case duringTransfer(term: Term, to: MemberID)
  case confChangeRefused(Configuration, ConfChange, ConfChangeRefusal)
  case leavingJoint(Configuration)
  case notLeavingJoint(Configuration, StepError)
}

/// Why a leader put an empty entry in place of a proposed configuration change.
public enum ConfChangeRefusal: Hashable, Sendable {
  case pending(LogIndex, applied: LogIndex)
  case mustLeaveJoint
  case notJoint
}

/// Leadership transfers, forgotten leaders, and reads.
public enum LeadershipEvent: Hashable, Sendable {
  case transferWithoutLeader(Term)
  case transferFromLearner
  case transferAlreadyPending(term: Term, to: MemberID)
  case transferReplaced(term: Term, old: MemberID)
  case transferToSelf
  case transferStarted(term: Term, to: MemberID)
  case timeoutNowSentAtOnce(MemberID)
  case timeoutNowSentAfterAck(MemberID)
  case timeoutNowReceived(term: Term, from: MemberID)
  case forgetLeaderRefused
  case forgetting(MemberID, Term)
  case readWithoutLeader(Term)
  case invalidReadResponse(from: MemberID, entries: Int)
  case readsHeldTooEarly
}

/// Appends and their answers.
public enum ReplicationEvent: Hashable, Sendable {
  case unknownMember(MemberID)
  case refused(hint: EntryID, from: MemberID, index: LogIndex)
  case decreased(ProgressStatus)
  case recoveredFromSnapshot(ProgressStatus)
  case unreachable(ProgressStatus)
  case mismatch(ours: EntryID, theirs: Term, from: MemberID)
}

/// Snapshots sent and received.
public enum SnapshotEvent: Hashable, Sendable {
  case notSentToInactive(MemberID)
  case unavailable(MemberID)
  case sent(first: LogIndex, commit: LogIndex, EntryID, ProgressStatus)
  case replicationPaused(ProgressStatus)
  case succeeded(ProgressStatus)
  case failed(ProgressStatus)
  case accepted(commit: LogIndex, EntryID)
  case ignored(commit: LogIndex, EntryID)
  case receivedAsLeader
  case withoutMember(ConfState)
  case fastForwarded(commit: LogIndex, last: EntryID, EntryID)
  case restored(commit: LogIndex, last: EntryID, EntryID)
}

/// What happens to the log.
public enum LogEvent: Hashable, Sendable {
  case stableEntryMissing(LogIndex)
  case stableEntryInSnapshot(LogIndex)
  case stableEntryMismatch(acknowledged: EntryID, ours: EntryID)
  case unstableReplaced(from: LogIndex)
  case unstableTruncated(before: LogIndex)
  case conflictFound(index: LogIndex, existing: Term, conflicting: Term)
  case restoring(RaftLogSummary, EntryID)
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
