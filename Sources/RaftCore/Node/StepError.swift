/// Why a member did not take what it was given (etcd raft rawnode.go, raft.go).
public enum StepError: Error, Hashable, Sendable {
  /// No leader known, or the leader cannot take proposals now.
  case proposalDropped
  /// A message that members do not send to each other.
  case localMessage(MessageType)
  /// An answer from somebody who is not in the configuration.
  case unknownPeer(MemberID)
}
