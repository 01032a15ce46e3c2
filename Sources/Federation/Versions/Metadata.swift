import KeyValue

/// What a cluster knows of a stored object besides its contents (federation-model.md section 2).
public struct Metadata: Hashable, Sendable {
  /// Of a copy: what it is a copy of.
  public struct Source: Hashable, Sendable {
    public var cluster: ClusterID
    public var uid: ObjectUID
    public var generation: UInt32
    /// Revision of the source cluster's store.
    public var revision: Revision

    public init(cluster: ClusterID, uid: ObjectUID, generation: UInt32, revision: Revision) {
      self.cluster = cluster
      self.uid = uid
      self.generation = generation
      self.revision = revision
    }
  }

  public var uid: ObjectUID
  /// Spec changes so far, the creation included; status writes leave it alone.
  public private(set) var generation: UInt32 = 1
  /// The generation the status speaks of; trails `generation`.
  public private(set) var observedGeneration: UInt32 = 0
  /// Revision of this cluster's store; never compared with another cluster's.
  public var resourceVersion: Revision
  public var stamp: Stamp
  public var vector: VersionVector
  /// Nil for an original.
  public var source: Source?
  /// Owner in the same cluster.
  public var owner: ObjectUID?
  /// In order of paths.
  public var labels = Fields()
  /// Those who must let go before a deletion ends; in order, each once.
  public private(set) var finalizers: [Symbol] = []
  /// Set while a deletion waits for `finalizers`.
  public private(set) var deletionStamp: Stamp?

  public init(uid: ObjectUID, resourceVersion: Revision, stamp: Stamp, vector: VersionVector) {
    self.uid = uid
    self.resourceVersion = resourceVersion
    self.stamp = stamp
    self.vector = vector
  }

  /// A spec write was accepted.
  public mutating func changeSpec(at revision: Revision, stamp: Stamp, vector: VersionVector) {
    generation += 1
    resourceVersion = revision
    self.stamp = stamp
    self.vector = vector
  }

  /// A status write for `generation` of the spec was accepted; it never goes back.
  public mutating func changeStatus(of generation: UInt32, at revision: Revision) {
    observedGeneration = max(observedGeneration, min(generation, self.generation))
    resourceVersion = revision
  }

  /// Adds a finalizer; refused once the deletion has begun, as Kubernetes does.
  public mutating func add(finalizer: Symbol) -> Bool {
    guard deletionStamp == nil else { return false }
    guard !finalizers.contains(finalizer) else { return true }
    finalizers.append(finalizer)
    finalizers.sort()
    return true
  }

  /// Lets go of a finalizer; true when the object may now vanish.
  public mutating func remove(finalizer: Symbol) -> Bool {
    finalizers.removeAll { $0 == finalizer }
    return deletionStamp != nil && finalizers.isEmpty
  }

  /// Asks for deletion; true when nothing holds it back. A second request changes nothing.
  public mutating func delete(stamp: Stamp) -> Bool {
    deletionStamp = deletionStamp ?? stamp
    return finalizers.isEmpty
  }
}
