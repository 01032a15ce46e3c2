import SimKernel

/// What placement knows of a member cluster.
public struct ClusterProfile: Hashable, Sendable {
  /// Keeps objects away that do not tolerate it.
  public struct Taint: Hashable, Sendable {
    public var key: Symbol
    public var value: Symbol?

    public init(key: Symbol, value: Symbol? = nil) {
      self.key = key
      self.value = value
    }
  }

  public var id: ClusterID
  public var name: String
  public var labels: Fields
  public var zone: Symbol
  public var region: Symbol
  public var provider: Symbol
  public var taints: [Taint]
  /// Kinds its API server serves.
  public var kinds: [ResourceKind]
  /// Replicas it could still run, as last reported.
  public var freeReplicas: Int
  /// To the clients that matter.
  public var roundTrip: SimDuration

  public init(
    id: ClusterID, name: String, labels: Fields = Fields(), zone: Symbol, region: Symbol,
    provider: Symbol, taints: [Taint] = [], kinds: [ResourceKind] = ResourceKind.allCases,
    freeReplicas: Int = 0, roundTrip: SimDuration = .zero
  ) {
    self.id = id
    self.name = name
    self.labels = labels
    self.zone = zone
    self.region = region
    self.provider = provider
    self.taints = taints
    self.kinds = kinds
    self.freeReplicas = freeReplicas
    self.roundTrip = roundTrip
  }
}

/// Where an object may go (federation-model.md section 8).
public struct PlacementPolicy: Hashable, Sendable {
  /// Who passes by name and label. Nil and empty let everyone pass.
  public struct Affinity: Hashable, Sendable {
    public var clusters: ClusterSet?
    /// All must be there.
    public var labels: [Fields.Field]

    public init(clusters: ClusterSet? = nil, labels: [Fields.Field] = []) {
      self.clusters = clusters
      self.labels = labels
    }
  }

  /// How many places to use, by what makes a place.
  public struct Spread: Hashable, Sendable {
    public enum Domain: Hashable, Sendable { case zone, region, provider }
    public var domain: Domain
    public var places: ClosedRange<Int>

    public init(by domain: Domain, places: ClosedRange<Int>) {
      self.domain = domain
      self.places = places
    }
  }

  /// What a point of each criterion is worth.
  public struct Score: Hashable, Sendable {
    /// Per cluster number; those beyond its end weigh 0.
    public var staticWeights: [Int64] = []
    public var perFreeReplica: Int64 = 0
    public var perMillisecondOfRoundTrip: Int64 = 0
    /// For being placed there already.
    public var steadiness: Int64 = 0
    public init() {}
  }

  /// The first group that fits is taken; empty stands for one group of all.
  public var groups: [Affinity] = []
  public var excluded = ClusterSet()
  public var tolerations: [ClusterProfile.Taint] = []
  public var spread: Spread?
  /// How many clusters to use.
  public var clusters: ClosedRange<Int> = 1...Int.max
  public var score = Score()

  public init() {}
}
