import KeyValue
import SimKernel

/// One cluster's part of an answer.
public struct ServiceBackend: Hashable, Sendable {
  public var cluster: ClusterID
  /// Ready endpoints there, as the asked cluster knows.
  public var readyEndpoints: Int

  public init(cluster: ClusterID, readyEndpoints: Int) {
    self.cluster = cluster
    self.readyEndpoints = readyEndpoints
  }
}

/// A Service as one importer sees it: derived from the copies it holds, never stored or shared.
public struct ServiceImport: Hashable, Sendable {
  public var service: ServiceID
  /// Every cluster whose export is known here, ready or not, ascending.
  public var backends: [ServiceBackend]
}

/// Which of the ready endpoints a name stands for.
public enum EndpointChoice: Hashable, Sendable {
  /// Ready local endpoints, else those of the nearest cluster that has any.
  case localFirst
  /// Every ready endpoint alike (KEP-1645).
  case all
}

/// The answer to a name.
public enum ServiceAnswer: Hashable, Sendable {
  /// Ready endpoints, at least one in each backend; clusters ascending.
  case endpoints([ServiceBackend])
  /// No such name, or nothing ready behind it.
  case nxdomain

  public var backends: [ServiceBackend] {
    if case .endpoints(let backends) = self { backends } else { [] }
  }

  /// The cluster of one of its endpoints, each as likely for a uniform `draw`; nil for NXDOMAIN.
  public func pick(_ draw: UInt64) -> ClusterID? {
    let total = backends.reduce(0) { $0 + $1.readyEndpoints }
    guard total > 0 else { return nil }
    var place = Int(draw.multipliedFullWidth(by: UInt64(total)).high)
    for backend in backends {
      if place < backend.readyEndpoints { return backend.cluster }
      place -= backend.readyEndpoints
    }
    return nil
  }

  /// The clusters it names that have no ready endpoint in truth.
  public func deadClusters(truth: (ClusterID) -> Int) -> [ClusterID] {
    backends.map(\.cluster).filter { truth($0) == 0 }
  }
}

extension ServiceDirectory {
  /// `service` as the cluster sees it whose `store` this is. With an origin's own store, it holds
  /// the truth about that origin.
  public func importView(of service: ServiceID, in store: Store) -> ServiceImport {
    let backends = entries[Int(service.index)].backings.compactMap { backing in
      readyEndpoints(backing, in: store).map {
        ServiceBackend(cluster: backing.cluster, readyEndpoints: $0)
      }
    }
    return ServiceImport(service: service, backends: backends)
  }

  /// Ready endpoints of `service` in `cluster` as `store` has it; nil if no export is known.
  public func readyEndpoints(
    of service: ServiceID, in cluster: ClusterID, seenBy store: Store
  ) -> Int? {
    backing(of: service, in: cluster).flatMap { readyEndpoints($0, in: store) }
  }

  private func readyEndpoints(_ backing: Backing, in store: Store) -> Int? {
    guard store.record(of: backing.export) != nil else { return nil }
    return backing.slices.reduce(0) { sum, key in
      sum + Int(store.record(of: key)?.value.objectVersion.detail ?? 0)
    }
  }

  /// What `service` resolves to for a client in `cluster` that asks the member with this `store`.
  public func resolve(
    _ service: ServiceID, from cluster: ClusterID, view store: Store, choice: EndpointChoice
  ) -> ServiceAnswer {
    let ready = importView(of: service, in: store).backends.filter { $0.readyEndpoints > 0 }
    guard !ready.isEmpty else { return .nxdomain }
    if choice == .all { return .endpoints(ready) }
    if let local = ready.first(where: { $0.cluster == cluster }) { return .endpoints([local]) }
    var nearest = ready[0]
    for backend in ready.dropFirst()
    where distance(cluster, backend.cluster) < distance(cluster, nearest.cluster) {
      nearest = backend
    }
    return .endpoints([nearest])
  }

  /// What the text of a name resolves to; a name that is malformed, deeper or of no service gives
  /// NXDOMAIN.
  public func resolve(
    name text: String, from cluster: ClusterID, view store: Store, choice: EndpointChoice
  ) -> ServiceAnswer {
    guard let name = try? ServiceName(clusterSetName: text), let service = service(named: name)
    else { return .nxdomain }
    return resolve(service, from: cluster, view: store, choice: choice)
  }

  private func distance(_ from: ClusterID, _ to: ClusterID) -> SimDuration {
    distances[Int(from.index) * clusterCount + Int(to.index)]
  }
}
