import KeyValue

/// The full name of an object. The origin is part of the name (the import space), so that one
/// cluster's object and its copies elsewhere never collide with another cluster's.
public struct ObjectKey: Hashable, Sendable {
  public var kind: ResourceKind
  /// Empty for objects of cluster scope.
  public var namespace: String
  public var name: String
  /// The one cluster whose clients may write it.
  public var origin: ClusterID

  public init(kind: ResourceKind, namespace: String, name: String, origin: ClusterID) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.origin = origin
  }
}

/// Why a local write was turned away before it reached the store.
public enum WriteRefusal: Hashable, Sendable {
  /// Another cluster owns the object; only a write there can change it (policy `originOwned`).
  case notOwner(origin: ClusterID)
  /// The key is the federation's own bookkeeping, or names no object of this run.
  case notAnObject
}

/// The objects of a run under dense numbers, the same in every cluster's store.
///
/// The first `clusterCount` numbers are kept for the cursors: in any importer's store, key i holds
/// how far the copies of origin i reach (`MirrorCursor`).
public struct ObjectCatalogue: Sendable {
  public let clusterCount: Int

  private static let noOwner = UInt16.max
  private var owners: ContiguousArray<UInt16>
  private var mirrored: ContiguousArray<Bool>
  private var names: ContiguousArray<ObjectKey?>
  private var numbers: [ObjectKey: KeyID] = [:]
  private var owned: ContiguousArray<ContiguousArray<KeyID>>

  /// An empty catalogue for `clusterCount` clusters, numbered from 0.
  public init(clusterCount: Int) {
    precondition(
      clusterCount <= ClusterID.limit, "\(clusterCount) clusters exceed \(ClusterID.limit)")
    self.clusterCount = clusterCount
    owners = ContiguousArray(repeating: Self.noOwner, count: clusterCount)
    mirrored = ContiguousArray(repeating: false, count: clusterCount)
    names = ContiguousArray(repeating: nil, count: clusterCount)
    owned = ContiguousArray(repeating: [], count: clusterCount)
  }

  /// Keys given out so far, cursors included; every `KeyID` is below it.
  public var keyCount: Int { owners.count }

  /// The number of `key`, given out now if it is new. Numbers rise in order of first sight.
  public mutating func intern(_ key: ObjectKey) -> KeyID {
    if let number = numbers[key] { return number }
    precondition(
      key.origin.index < clusterCount,
      "origin \(key.origin.index) of \(key.name) is not among \(clusterCount) clusters")
    let number = KeyID(UInt32(owners.count))
    owners.append(key.origin.index)
    mirrored.append(key.kind.isMirrored)
    names.append(key)
    numbers[key] = number
    owned[Int(key.origin.index)].append(number)
    return number
  }

  /// The number of `key`, or nil if it was never interned.
  public func number(of key: ObjectKey) -> KeyID? { numbers[key] }

  /// The name behind a number; nil for cursors and numbers never given out.
  public func object(_ key: KeyID) -> ObjectKey? {
    Int(key.index) < names.count ? names[Int(key.index)] : nil
  }

  /// The cluster whose clients may write `key`; nil for cursors and numbers never given out. O(1).
  public func owner(of key: KeyID) -> ClusterID? {
    guard Int(key.index) < owners.count else { return nil }
    let owner = owners[Int(key.index)]
    return owner == Self.noOwner ? nil : ClusterID(Int(owner))
  }

  /// Every object of `origin`, ascending.
  public func keys(ownedBy origin: ClusterID) -> ContiguousArray<KeyID> {
    owned[Int(origin.index)]
  }

  /// Where an importer's store keeps how far its copies of `origin` reach.
  public func cursorKey(of origin: ClusterID) -> KeyID { KeyID(UInt32(origin.index)) }

  /// Why a client of `cluster` may not write `key`, or nil if it may. This is the only gate: what
  /// a mirror writes into its import space does not pass here.
  public func refusal(ofWriteTo key: KeyID, by cluster: ClusterID) -> WriteRefusal? {
    guard let owner = owner(of: key) else { return .notAnObject }
    return owner == cluster ? nil : .notOwner(origin: owner)
  }

  /// Whether the origin's watch sends `key` to its peers: its own objects of mirrored kinds, so
  /// that no copy is ever exported again (loop guard).
  func isExported(_ key: KeyID, by origin: ClusterID) -> Bool {
    let index = Int(key.index)
    return index < owners.count && owners[index] == origin.index && mirrored[index]
  }
}
