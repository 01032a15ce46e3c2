import SimKernel

/// One stream of operations from one region. A load of the file that names several regions gives
/// one of these for each.
public struct LoadPlan: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    /// One group, by number.
    case group(Int)
    /// The group with the member nearest to the client's region; the local cluster of a federation.
    case nearest
  }
  public enum Arrivals: Hashable, Sendable {
    /// Open loop, exponential gaps of this mean.
    case poisson(meanGap: SimDuration)
    /// Open loop, equal gaps.
    case fixed(gap: SimDuration)
    /// Closed loop: so many clients, each waiting for its answer and then thinking.
    case closed(clients: Int, think: SimDuration)
  }
  public enum Operation: String, CaseIterable, Hashable, Sendable {
    case put, linearizableGet, serializableGet, delete, compareAndSwap, resolve
    /// One transaction that puts several keys (etcd's benchmark txn-put).
    case txn
    /// What an API server does to change an object: a linearizable read, and a transaction that
    /// puts if nobody changed the key meanwhile and reads it otherwise, until one succeeds (etcd3
    /// store, GuaranteedUpdate).
    case update
    case linearizableRange, serializableRange, deleteRange
    /// Clients that hold a lease with keys on it and keep it alive (clientv3 Lease.KeepAlive).
    case lease
    /// Clients that hold a watch (clientv3 Watcher).
    case watch
  }
  public struct Share: Hashable, Sendable {
    public var operation: Operation
    /// Relative weight, at least 1.
    public var weight: Int
    public init(operation: Operation, weight: Int) {
      self.operation = operation
      self.weight = weight
    }
  }
  public enum KeyChoice: String, CaseIterable, Hashable, Sendable { case uniform, zipf, sequential }
  /// Whose objects are meant: keys belong to the region whose clients write them.
  public enum Ownership: String, CaseIterable, Hashable, Sendable {
    /// The client's own region's.
    case own
    /// Those of the other regions, evenly.
    case others
    /// Everybody's, evenly.
    case any
  }
  public enum ResourceKind: String, CaseIterable, Hashable, Sendable {
    case configMap = "ConfigMap"
    case secret = "Secret"
    case service = "Service"
    case endpointSlice = "EndpointSlice"
    case deployment = "Deployment"
  }

  public var name: String
  public var region: Int
  public var target: Target
  public var arrivals: Arrivals
  /// At least one; weights decide by keyed draw.
  public var mix: [Share]
  /// Keys per owning region, at least 1.
  public var keyCount: Int
  public var keyChoice: KeyChoice
  public var ownership: Ownership
  public var resource: ResourceKind
  /// Bytes of a written value.
  public var valueSize: Int
  /// Longest a client waits for one answer; nil for the member's own request timeout plus 2 s.
  public var timeout: SimDuration?
  /// For `resolve`: index into the federation's services; nil picks among all by keyed draw.
  public var service: Int?
  /// The one member of the group that its clients talk to; nil for the nearest that answers.
  public var member: Int?
  /// What a `txn`, a range, a lease or a watch is like.
  public var shape = LoadShape()

  public init(
    name: String, region: Int, target: Target, arrivals: Arrivals, mix: [Share], keyCount: Int,
    keyChoice: KeyChoice, ownership: Ownership, resource: ResourceKind, valueSize: Int,
    timeout: SimDuration?, service: Int?, member: Int? = nil
  ) {
    self.name = name
    self.region = region
    self.target = target
    self.arrivals = arrivals
    self.mix = mix
    self.keyCount = keyCount
    self.keyChoice = keyChoice
    self.ownership = ownership
    self.resource = resource
    self.valueSize = valueSize
    self.timeout = timeout
    self.service = service
    self.member = member
  }
}
