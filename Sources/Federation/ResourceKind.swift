/// What an object is. Sizes are those federation-model.md section 2 assumes unless said otherwise.
public enum ResourceKind: UInt8, CaseIterable, Hashable, Sendable {
  case namespace, configMap, secret, deployment, statefulSet, service, endpointSlice, ingress
  case serviceExport, serviceImport
  case propagationPolicy, overridePolicy, failoverPolicy, sharePolicy, grant
  case clusterRecord, clusterLease

  /// Bytes of an object of this kind when a scenario does not say. An EndpointSlice grows by
  /// `bytesPerEndpoint` for each endpoint.
  public var defaultPayloadBytes: UInt32 {
    switch self {
    case .namespace, .endpointSlice, .serviceExport, .sharePolicy, .grant, .clusterLease: 300
    case .serviceImport: 600
    case .configMap, .secret, .service, .ingress: 1_000
    case .propagationPolicy, .overridePolicy, .failoverPolicy: 1_000
    case .deployment, .statefulSet, .clusterRecord: 2_000
    }
  }

  /// Bytes an endpoint with two ports adds to its slice (Cilium CFP-41953 measured 161).
  public static let bytesPerEndpoint: UInt32 = 160
  /// Endpoints in one slice at most (Kubernetes --max-endpoints-per-slice).
  public static let endpointsPerSlice = 100

  /// Whether peers mirror objects of this kind. Imports are derived where they are used, and
  /// policies, grants and records never leave their cluster.
  public var isMirrored: Bool {
    switch self {
    case .namespace, .configMap, .secret, .deployment, .statefulSet, .service, .endpointSlice,
      .ingress, .serviceExport:
      true
    case .serviceImport, .propagationPolicy, .overridePolicy, .failoverPolicy, .sharePolicy,
      .grant, .clusterRecord, .clusterLease:
      false
    }
  }
}
