/// All runs of one scenario, and what the report must say of it.
public struct Outcome: Sendable {
  /// Name of the scenario: its file name without folder and extension.
  public var name: String
  public var title: String
  public var question: String
  /// One line for the table's head, such as "1 cluster, 5 voters over 3 regions".
  public var summary: String
  /// Digest of the resolved scenario: 32 hexadecimal digits.
  public var scenarioDigest: String
  /// The resolved scenario document as it was given, for the result file; may be empty.
  public var document: String
  /// Canonical text of load, duration and warm-up; equal texts are comparable loads.
  public var loadSignature: String
  /// Simulated nanoseconds asked for, and how many at the start are not measured.
  public var duration: Int64
  public var warmup: Int64
  public var regions: [String]
  public var clusters: [ClusterSummary]
  /// Round trips in force between regions, one row per region, nanoseconds.
  public var roundTrips: [[Int64]]
  /// Pairs of regions whose round trip is estimated and not measured, such as "lab to aws:x".
  public var estimatedLinks: [String]
  /// Sources of the round trips used, one sentence each.
  public var sources: [String]
  public var hasFederation: Bool
  public var faults: [FaultSummary]
  public var rules: [ExpectRule]
  /// Domain warnings of the scenario, one sentence each.
  public var warnings: [String]
  /// In ascending order of seed.
  public var runs: [RunResult]

  public struct ClusterSummary: Hashable, Sendable {
    public var name: String
    /// Names of its members, such as "us-east-1a".
    public var members: [String]
    public init(name: String, members: [String]) {
      self.name = name
      self.members = members
    }
  }
  public struct FaultSummary: Hashable, Sendable {
    /// Short name, such as "cut eu-west-1".
    public var text: String
    /// Nanoseconds; nil when started by a trigger, or never ending.
    public var start: Int64?
    public var end: Int64?
    public init(text: String, start: Int64?, end: Int64?) {
      self.text = text
      self.start = start
      self.end = end
    }
  }

  public init(
    name: String, title: String, question: String, summary: String, scenarioDigest: String,
    document: String, loadSignature: String, duration: Int64, warmup: Int64, regions: [String],
    clusters: [ClusterSummary], roundTrips: [[Int64]], estimatedLinks: [String],
    sources: [String], hasFederation: Bool, faults: [FaultSummary], rules: [ExpectRule],
    warnings: [String], runs: [RunResult]
  ) {
    self.name = name
    self.title = title
    self.question = question
    self.summary = summary
    self.scenarioDigest = scenarioDigest
    self.document = document
    self.loadSignature = loadSignature
    self.duration = duration
    self.warmup = warmup
    self.regions = regions
    self.clusters = clusters
    self.roundTrips = roundTrips
    self.estimatedLinks = estimatedLinks
    self.sources = sources
    self.hasFederation = hasFederation
    self.faults = faults
    self.rules = rules
    self.warnings = warnings
    self.runs = runs
  }
}
