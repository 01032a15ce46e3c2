/// What importers make of the exports of one service (KEP-1645, conflict resolution). A function of
/// the set of exports: the order they arrive in changes nothing (invariant F16).
public struct ExportMerge: Hashable, Sendable {
  /// Reasons of the condition Conflict, and of Valid=False.
  public enum Reason: UInt8, CaseIterable, Hashable, Sendable {
    case type, sessionAffinity, trafficPolicy, distribution, labels, ports, ipFamilies
    /// Not exported at all: an ExternalName must not be.
    case invalidServiceType
  }

  /// A port of the import and the clusters that expose it.
  public struct Port: Hashable, Sendable {
    public var port: ServicePort
    public var clusters: ClusterSet
  }

  /// Whose type, affinity, traffic policy, distribution and labels the import has; nil when there
  /// is no valid export.
  public private(set) var winner: ServiceExportRecord?
  /// The union, in order of precedence.
  public private(set) var ports: [Port] = []
  /// The intersection, an export that would empty it left out; in order.
  public private(set) var families: [ServiceExportRecord.Family] = []
  /// Why Conflict is raised on every valid export; in the order of `Reason`, each once.
  public private(set) var conflicts: [Reason] = []
  /// Exports that are not valid, in order of precedence.
  public private(set) var invalid: [ClusterID] = []

  /// Merges `exports`, at most one a cluster. O(n log n + n x ports squared).
  public init(_ exports: [ServiceExportRecord]) {
    let ordered = exports.sorted { $0.precedes($1) }
    invalid = ordered.filter { $0.kind == .externalName }.map(\.cluster)
    let valid = ordered.filter { $0.kind != .externalName }
    guard let first = valid.first else { return }
    winner = first
    families = first.families
    for export in valid {
      merge(ports: export)
      if export.families != first.families { note(.ipFamilies) }
      let common = families.filter { export.families.contains($0) }
      if !common.isEmpty { families = common }
      if export.kind != first.kind { note(.type) }
      if export.affinity != first.affinity { note(.sessionAffinity) }
      if export.trafficPolicy != first.trafficPolicy { note(.trafficPolicy) }
      if export.distribution != first.distribution { note(.distribution) }
      if export.labels != first.labels { note(.labels) }
    }
    let all = Set(first.ports)
    if valid.contains(where: { Set($0.ports) != all }) { note(.ports) }
    conflicts.sort { $0.rawValue < $1.rawValue }
  }

  /// Whether traffic to the import's port `name` may go to `cluster`: only if it exposes it.
  public func reaches(_ cluster: ClusterID, port name: Symbol) -> Bool {
    ports.contains { $0.port.name == name && $0.clusters.contains(cluster) }
  }

  private mutating func note(_ reason: Reason) {
    if !conflicts.contains(reason) { conflicts.append(reason) }
  }

  /// Drops a port whose name stands for another, or whose number has another name; else adds it.
  private mutating func merge(ports export: ServiceExportRecord) {
    for port in export.ports {
      if let i = ports.firstIndex(where: { $0.port == port }) {
        ports[i].clusters.insert(export.cluster)
        continue
      }
      let isTaken = ports.contains { known in
        known.port.name == port.name
          || (known.port.transport == port.transport && known.port.number == port.number)
      }
      if isTaken {
        note(.ports)
      } else {
        ports.append(Port(port: port, clusters: ClusterSet([export.cluster])))
      }
    }
  }
}

extension ServiceExportRecord {
  /// The older by the exporters' clocks in whole seconds, then the first name.
  func precedes(_ other: ServiceExportRecord) -> Bool {
    if createdAtSecond != other.createdAtSecond { return createdAtSecond < other.createdAtSecond }
    return clusterName != other.clusterName
      ? clusterName < other.clusterName : cluster < other.cluster
  }
}
