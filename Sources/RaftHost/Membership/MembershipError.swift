/// Why an operator's request was refused, with the words of etcd (api/v3rpc/rpctypes/error.go).
public enum MembershipError: String, Error, Hashable, Sendable, CaseIterable {
  /// Also for a member that was removed before: its ID never comes back.
  case memberNotFound = "etcdserver: member not found"
  case memberExists = "etcdserver: member ID already exist"
  case notEnoughStartedMembers =
    "etcdserver: re-configuration failed due to not enough started members"
  case unhealthyCluster = "etcdserver: unhealthy cluster"
  case notLearner = "etcdserver: can only promote a learner member"
  case learnerNotReady =
    "etcdserver: can only promote a learner member which is in sync with leader"
  case tooManyLearners = "etcdserver: too many learner members in cluster"
  /// Only the leader knows how far a learner is.
  case notLeader = "etcdserver: not leader"
  case badTransferee = "etcdserver: bad leader transferee"
  case transferTimedOut = "etcdserver: request timed out, leader transfer took too long"
  case timedOut = "etcdserver: request timed out"
  /// Raft takes no proposals now.
  case proposalDropped = "raft proposal dropped"
}
