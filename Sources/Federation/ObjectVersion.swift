import KeyValue

/// Which version of an object a stored value is: the contents of `Value.identity`.
///
/// Counters of one object rise in the order in which its versions were *issued*, so comparing two
/// identities of one key compares their ages, as long as the object's writes are issued one after
/// another. Counters go on through a deletion, which takes a number of its own.
public struct ObjectVersion: Hashable, Comparable, Sendable {
  /// The cluster that wrote it.
  public var origin: ClusterID
  /// 1 for an object's first version; below 2^40.
  public var counter: UInt64
  /// What the simulator must know of the contents: an EndpointSlice's ready endpoints, else 0.
  public var detail: UInt8

  public init(origin: ClusterID, counter: UInt64, detail: UInt8 = 0) {
    precondition(counter < 1 << 40, "version counter \(counter) needs more than 40 bits")
    self.origin = origin
    self.counter = counter
    self.detail = detail
  }

  /// The version that an identity stands for.
  public init(identity: UInt64) {
    counter = identity >> 24
    origin = ClusterID(Int(truncatingIfNeeded: identity >> 8 & 0xFFFF))
    detail = UInt8(truncatingIfNeeded: identity)
  }

  /// Counter in the upper 40 bits, origin in the next 16, detail in the lower 8.
  public var identity: UInt64 { counter << 24 | UInt64(origin.index) << 8 | UInt64(detail) }

  public static func < (a: ObjectVersion, b: ObjectVersion) -> Bool { a.identity < b.identity }
}

extension Value {
  /// The contents `version` of an object, of `sizeInBytes` bytes.
  public init(_ version: ObjectVersion, sizeInBytes: UInt32) {
    self.init(identity: version.identity, sizeInBytes: sizeInBytes)
  }

  /// The version of the object that this value is.
  public var objectVersion: ObjectVersion { ObjectVersion(identity: identity) }
}
