import KeyValue
import SimKernel

/// A Service of the run, numbered densely from 0.
@frozen public struct ServiceID: Hashable, Comparable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(index) }
  @inlinable public static func < (a: ServiceID, b: ServiceID) -> Bool { a.index < b.index }
}

/// Which services there are, which clusters may back them, and under which keys the stores hold
/// their objects. What is exported and ready is in the stores alone.
public struct ServiceDirectory: Sendable {
  public let clusterCount: Int

  struct Backing: Sendable {
    var cluster: ClusterID
    var service: KeyID
    var export: KeyID
    var slices: ContiguousArray<KeyID>
  }

  struct Entry: Sendable {
    var name: ServiceName
    /// By cluster, ascending.
    var backings: ContiguousArray<Backing> = []
  }

  var entries: ContiguousArray<Entry> = []
  private var numbers: [ServiceName: ServiceID] = [:]
  /// From cluster * clusterCount + to cluster; smaller is nearer.
  let distances: ContiguousArray<SimDuration>

  /// A directory without services. `distances[i][j]` says how far j is for a client in i; only the
  /// order matters, ties go to the lower cluster.
  public init(distances table: [[SimDuration]]) {
    clusterCount = table.count
    for (i, row) in table.enumerated() {
      precondition(row.count == table.count, "row \(i) has \(row.count) of \(table.count) columns")
    }
    distances = ContiguousArray(table.joined())
  }

  public var serviceCount: Int { entries.count }

  /// The number of `name`, given out now if it is new.
  public mutating func add(_ name: ServiceName) -> ServiceID {
    if let number = numbers[name] { return number }
    let number = ServiceID(entries.count)
    entries.append(Entry(name: name))
    numbers[name] = number
    return number
  }

  /// Makes room for `cluster` to back `service` with up to `capacity` endpoints: its Service,
  /// ServiceExport and one EndpointSlice for each 100 of them are interned.
  public mutating func addBacking(
    of service: ServiceID, in cluster: ClusterID, capacity: Int,
    catalogue: inout ObjectCatalogue
  ) {
    let name = entries[Int(service.index)].name
    precondition(backing(of: service, in: cluster) == nil, "\(name) has this backing already")
    func key(_ kind: ResourceKind, _ suffix: String = "") -> KeyID {
      catalogue.intern(
        ObjectKey(
          kind: kind, namespace: name.namespace, name: name.name + suffix, origin: cluster))
    }
    let sliceCount = max(1, (capacity + Self.perSlice - 1) / Self.perSlice)
    let backing = Backing(
      cluster: cluster, service: key(.service), export: key(.serviceExport),
      slices: ContiguousArray((0..<sliceCount).map { key(.endpointSlice, "-\($0)") }))
    let backings = entries[Int(service.index)].backings
    let place = backings.firstIndex { $0.cluster > cluster } ?? backings.count
    entries[Int(service.index)].backings.insert(backing, at: place)
  }

  static let perSlice = ResourceKind.endpointsPerSlice

  public func name(of service: ServiceID) -> ServiceName { entries[Int(service.index)].name }

  /// The service of this name, or nil.
  public func service(named name: ServiceName) -> ServiceID? { numbers[name] }

  /// Clusters that may back `service`, ascending.
  public func clusters(of service: ServiceID) -> [ClusterID] {
    entries[Int(service.index)].backings.map(\.cluster)
  }

  func backing(of service: ServiceID, in cluster: ClusterID) -> Backing? {
    entries[Int(service.index)].backings.first { $0.cluster == cluster }
  }
}
