import KeyValue
import SimKernel

/// A client that holds a lease with keys on it and keeps it alive (etcd clientv3/lease.go).
struct LeaseHolder: Sendable {
  /// How often a client looks which keepalives are due (clientv3 lease.go, sendKeepAliveLoop and
  /// deadlineLoop).
  static let loopEvery = SimDuration.milliseconds(500)

  enum Stage: Sendable {
    /// Between two leases.
    case idle
    case granting
    /// So many keys are attached.
    case attaching(Int)
    case holding
  }

  var stage = Stage.idle
  /// Counts its leases, so that what belongs to an earlier one is told from the present.
  var life: UInt32 = 0
  var lease = KeyLeaseID.none
  var nextKeepAlive = SimTime.zero
  /// When the client gives the lease up unless an answer comes.
  var deadline = SimTime.zero
}

/// What an operation of a lease load asks for.
struct LeaseRequest: Sendable {
  enum Kind: Sendable {
    case grant
    /// Puts the holder's key of this number, on the lease.
    case attach(Int)
    case keepAlive
  }
  var kind: Kind
  var holder: Int32
  var life: UInt32
  var lease: KeyLeaseID
  /// The answer of a keepalive: seconds, 0 for a lease that is no more.
  var ttl: Int64 = 0
}

/// A keepalive at a member that is not the leader, on its way to the leader's lessor and back (etcd
/// leasehttp), or waiting to be asked again.
struct Renewal: Sendable {
  enum Stage: Sendable { case waiting, toLeader, back }

  /// What a member waits after a renewal that brought nothing (etcd v3_server.go, LeaseRenew).
  static let retryAfter = SimDuration.milliseconds(50)

  var operation: OperationID
  var lease: KeyLeaseID
  /// Dense numbers of the member asked by the client and of the one it asks.
  var member: Int32
  var leader: Int32 = 0
  var stage = Stage.waiting
  var left = SimTime.zero
  var atLeader = SimTime.zero
  /// nil: the leader's lessor is not the one that knows, or nobody listens.
  var ttl: Int64?
}
