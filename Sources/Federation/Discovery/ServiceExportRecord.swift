/// A port of a service.
public struct ServicePort: Hashable, Sendable {
  public enum Transport: UInt8, Hashable, Sendable { case tcp, udp, sctp }
  public var name: Symbol
  public var transport: Transport
  public var number: UInt16

  public init(name: Symbol, transport: Transport = .tcp, number: UInt16) {
    self.name = name
    self.transport = transport
    self.number = number
  }
}

/// What one cluster exports under a service's name.
public struct ServiceExportRecord: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable { case clusterIP, headless, externalName }
  public enum Affinity: UInt8, Hashable, Sendable { case none, clientIP }
  public enum TrafficPolicy: UInt8, Hashable, Sendable { case cluster, local }
  public enum Family: UInt8, Hashable, Sendable { case ipv4, ipv6 }

  public var cluster: ClusterID
  public var clusterName: String
  /// Whole seconds of the exporter's clock.
  public var createdAtSecond: Int64
  public var kind: Kind
  public var affinity: Affinity
  public var trafficPolicy: TrafficPolicy
  /// Nil or one of the distributions a service may ask for, by its name.
  public var distribution: Symbol?
  public var labels: Fields
  public var ports: [ServicePort]
  /// In order, each once.
  public var families: [Family]

  public init(
    cluster: ClusterID, clusterName: String, createdAtSecond: Int64, kind: Kind = .clusterIP,
    affinity: Affinity = .none, trafficPolicy: TrafficPolicy = .cluster,
    distribution: Symbol? = nil, labels: Fields = Fields(), ports: [ServicePort] = [],
    families: [Family] = [.ipv4]
  ) {
    self.cluster = cluster
    self.clusterName = clusterName
    self.createdAtSecond = createdAtSecond
    self.kind = kind
    self.affinity = affinity
    self.trafficPolicy = trafficPolicy
    self.distribution = distribution
    self.labels = labels
    self.ports = ports
    self.families = families
  }
}
