import KeyValue

extension ServiceDirectory {
  /// What `cluster` writes to export `service` with `readyEndpoints`: Service, ServiceExport and
  /// slices, as version `counter` of each. Empty if it does not back the service.
  public func export(
    _ service: ServiceID, from cluster: ClusterID, readyEndpoints: Int, counter: UInt64
  ) -> [Mutation] {
    guard let backing = backing(of: service, in: cluster) else { return [] }
    let version = ObjectVersion(origin: cluster, counter: counter)
    func put(_ key: KeyID, _ kind: ResourceKind) -> Mutation {
      .put(key, Value(version, sizeInBytes: kind.defaultPayloadBytes))
    }
    return [put(backing.service, .service), put(backing.export, .serviceExport)]
      + publish(service, from: cluster, readyEndpoints: readyEndpoints, counter: counter)
  }

  /// What the endpoint controller of `cluster` writes when that many endpoints are ready, as
  /// version `counter` of every slice. More than the capacity are cut off.
  public func publish(
    _ service: ServiceID, from cluster: ClusterID, readyEndpoints: Int, counter: UInt64
  ) -> [Mutation] {
    guard let backing = backing(of: service, in: cluster) else { return [] }
    var rest = max(0, readyEndpoints)
    return backing.slices.map { key in
      let ready = min(rest, Self.perSlice)
      rest -= ready
      let version = ObjectVersion(origin: cluster, counter: counter, detail: UInt8(ready))
      let size =
        ResourceKind.endpointSlice.defaultPayloadBytes
        + UInt32(ready) * ResourceKind.bytesPerEndpoint
      return .put(key, Value(version, sizeInBytes: size))
    }
  }

  /// What `cluster` writes to take its export of `service` back; the Service stays.
  public func unexport(_ service: ServiceID, from cluster: ClusterID) -> [Mutation] {
    guard let backing = backing(of: service, in: cluster) else { return [] }
    return [.delete(backing.export)] + backing.slices.map { .delete($0) }
  }
}
