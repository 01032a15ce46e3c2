/// A state that Raft cannot reach unless a disk, a peer or a host broke its promises.
///
/// etcd panics here. A member that meets one stops: it ignores all further input and keeps the
/// fault for its host to see, so that a simulated node can die without the simulator.
public enum CoreFault: Error, Hashable, Sendable {
  case commitBeyondLog(LogIndex, last: LogIndex)
  case conflictWithCommitted(LogIndex, committed: LogIndex)
  case appendBelowCommitted(LogIndex, committed: LogIndex)
  case appliedOutOfRange(LogIndex, allowed: ClosedRange<LogIndex>)
  case unreadableLog(first: LogIndex, last: LogIndex, StorageError)
  case roleChange(from: Role, to: Role)
  case messageToSelf(MessageType)
  case termMissing(MessageType)
  case termAlreadySet(MessageType, Term)
  case emptyProposal
  case emptySnapshot
  case undecodableConfChange(LogIndex)
  case confChange(ConfChangeError)
  case confState(ConfState)
  case readyNotAdvanced
  case indexTooLarge(LogIndex)
  /// The entries of an append do not have the indexes that its previous entry calls for.
  case brokenAppend(expected: LogIndex, last: LogIndex)
}
