import SimKernel

/// How local clusters are regrouped. Every group of the plan is a member cluster.
public struct FederationPlan: Hashable, Sendable {
  public enum Strategy: String, CaseIterable, Hashable, Sendable {
    /// Each cluster mirrors every other one's own objects over a watch (federation-model S4).
    case peerWatch
  }
  public enum EndpointChoice: String, CaseIterable, Hashable, Sendable {
    /// Ready local endpoints, else the nearest remote ones.
    case localFirst
    /// Every ready endpoint alike (KEP-1645).
    case all
  }

  public var strategy: Strategy
  /// Operations in one transaction of copies at most (etcd --max-txn-ops 128).
  public var batchLimit: Int
  /// Least and most wait before a broken watch is opened again, doubling between.
  public var backoff: ClosedRange<SimDuration>
  /// How long a black-holed stream looks alive: client keepalive 30 s + 15 s.
  public var streamDeadAfter: SimDuration
  /// How often an idle watch hears a bookmark.
  public var bookmarkEvery: SimDuration
  public var endpointChoice: EndpointChoice
  public var services: [ServicePlan]

  public init(
    strategy: Strategy, batchLimit: Int, backoff: ClosedRange<SimDuration>,
    streamDeadAfter: SimDuration, bookmarkEvery: SimDuration, endpointChoice: EndpointChoice,
    services: [ServicePlan]
  ) {
    self.strategy = strategy
    self.batchLimit = batchLimit
    self.backoff = backoff
    self.streamDeadAfter = streamDeadAfter
    self.bookmarkEvery = bookmarkEvery
    self.endpointChoice = endpointChoice
    self.services = services
  }
}

/// A Service exported from some clusters and resolvable from all.
public struct ServicePlan: Hashable, Sendable {
  public var name: String
  public var namespace: String
  /// Ready endpoints at the start, by exporting group.
  public var backends: [Backend]

  public struct Backend: Hashable, Sendable {
    public var group: Int
    public var endpoints: Int
    public init(group: Int, endpoints: Int) {
      self.group = group
      self.endpoints = endpoints
    }
  }

  public init(name: String, namespace: String, backends: [Backend]) {
    self.name = name
    self.namespace = namespace
    self.backends = backends
  }
}
