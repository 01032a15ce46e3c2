import KeyValue

/// Why an operation failed, as its client is told.
enum Failure: Hashable, Sendable {
  /// Nobody listens; the request was not executed.
  case refused
  /// The member died with the request; a write may or may not have happened.
  case reset
  /// The member gave up waiting.
  case timedOut
  /// The same, where the wait began before this member's last election was won.
  case timedOutAfterLeaderFailure
  /// Raft dropped the proposal.
  case dropped
  /// A read was under way when the leader changed: worth asking again.
  case leaderChanged
  /// The member knows no leader.
  case noLeader
  /// Commit runs too far ahead of apply at the member.
  case tooManyRequests
  /// Another cluster of the federation owns the object.
  case notOwner
  /// The client gave up waiting.
  case deadline
  /// Still open at the end of the run, after a second or more.
  case unanswered
  case etcd(EtcdError)

  /// What the client sees (etcd api/v3rpc/rpctypes/error.go; gRPC's own where the member says
  /// nothing).
  var text: String {
    switch self {
    case .refused: "connection refused"
    case .reset: "error reading from server: EOF"
    case .timedOut: "etcdserver: request timed out"
    case .timedOutAfterLeaderFailure:
      "etcdserver: request timed out, possibly due to previous leader failure"
    case .dropped: "raft proposal dropped"
    case .leaderChanged: "etcdserver: leader changed"
    case .noLeader: "etcdserver: no leader"
    case .tooManyRequests: "etcdserver: too many requests"
    case .notOwner: "not the object's owner"
    case .deadline: "context deadline exceeded"
    case .unanswered: "unanswered at the end"
    case .etcd(let error): error.text
    }
  }
}
