import Results
import SimKernel

/// A scenario that was checked and resolved: everything a run needs except its seed.
///
/// Regions, groups and members are dense numbers here; names are kept for reports only.
public struct Plan: Sendable {
  /// File name without folder and extension; "-" for standard input.
  public var name: String
  public var title: String
  public var question: String
  public var duration: SimDuration
  /// Operations intended to start before this instant are simulated and not measured.
  public var warmup: SimDuration
  /// The file's seed; 1 by default.
  public var seed: UInt64
  public var regions: [RegionPlan]
  /// Row-major, from * regions.count + to; the diagonal is unused.
  public var links: [LinkPlan]
  public var groups: [GroupPlan]
  public var loads: [LoadPlan]
  public var federation: FederationPlan?
  /// In the file's order.
  public var faults: [FaultPlan]
  /// What operators do, in the file's order.
  public var steps: [StepPlan]
  public var rules: [ExpectRule]
  /// Domain warnings, one sentence each.
  public var warnings: [String]
  /// The document as it was read, after `--set`.
  public var document: String

  public init(
    name: String, title: String, question: String, duration: SimDuration, warmup: SimDuration,
    seed: UInt64, regions: [RegionPlan], links: [LinkPlan], groups: [GroupPlan],
    loads: [LoadPlan], federation: FederationPlan?, faults: [FaultPlan], steps: [StepPlan] = [],
    rules: [ExpectRule], warnings: [String], document: String
  ) {
    self.name = name
    self.title = title
    self.question = question
    self.duration = duration
    self.warmup = warmup
    self.seed = seed
    self.regions = regions
    self.links = links
    self.groups = groups
    self.loads = loads
    self.federation = federation
    self.faults = faults
    self.steps = steps
    self.rules = rules
    self.warnings = warnings
    self.document = document
  }
}

/// A distribution of durations: quantile points (parts per million, nanoseconds), named.
public struct DistributionPlan: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    public var partsPerMillion: Int64
    public var value: Int64
    public init(_ partsPerMillion: Int64, _ value: Int64) {
      self.partsPerMillion = partsPerMillion
      self.value = value
    }
  }
  public var name: String
  public var points: [Point]
  public init(name: String, points: [Point]) {
    self.name = name
    self.points = points
  }
}

public struct RegionPlan: Hashable, Sendable {
  /// As written: "aws:us-east-1", or a custom region's name.
  public var name: String
  /// Round trip between two zones of the region, and inside one zone.
  public var interZone: SimDuration
  public var intraZone: SimDuration
  public init(name: String, interZone: SimDuration, intraZone: SimDuration) {
    self.name = name
    self.interZone = interZone
    self.intraZone = intraZone
  }
}

/// One direction between two regions.
public struct LinkPlan: Hashable, Sendable {
  /// Median one-way delay; half the round trip unless the file says `oneWay`.
  public var oneWay: SimDuration
  /// Multipliers of the delay in parts per million; a single point of 1,000,000 is no jitter.
  public var jitter: DistributionPlan
  /// Packets lost, in parts per million.
  public var lossPartsPerMillion: Int64
  /// True (TCP-like): a lost packet is delivered after a retransmission timeout, and order is kept.
  /// False: lost is lost, and packets may overtake each other.
  public var isReliable: Bool
  /// nil for no limit.
  public var bytesPerSecond: Int64?
  /// True when the delay was computed from distance and not measured.
  public var isEstimated: Bool
  /// Where the delay comes from, one sentence.
  public var source: String

  public init(
    oneWay: SimDuration, jitter: DistributionPlan, lossPartsPerMillion: Int64, isReliable: Bool,
    bytesPerSecond: Int64?, isEstimated: Bool, source: String
  ) {
    self.oneWay = oneWay
    self.jitter = jitter
    self.lossPartsPerMillion = lossPartsPerMillion
    self.isReliable = isReliable
    self.bytesPerSecond = bytesPerSecond
    self.isEstimated = isEstimated
    self.source = source
  }
}
