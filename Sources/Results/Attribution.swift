/// A part of an operation's latency, in the order in which an operation meets them.
///
/// The parts of one operation add up to its latency exactly.
public enum LatencyPart: Int, CaseIterable, Sendable {
  /// From the intended start until the request leaves: earlier attempts, back-off, reconnecting.
  case clientWait
  /// Client to the member that serves it.
  case clientLink
  /// Waiting for, and being handled by, the serving member's processor.
  case serving
  /// Waiting at a member that knows no leader.
  case noLeader
  /// A linearizable read's wait for the member's read round in progress (one at a time).
  case readBatch
  /// From the serving member to the leader.
  case forwarding
  /// At the leader until the deciding round left, or, when the leader's own fsync decided, until
  /// that was durable.
  case leaderQueueAndDisk
  /// Leader to the deciding quorum member and back, its disk excluded.
  case replication
  /// From arrival to durable at the deciding quorum member.
  case followerDisk
  /// From the commit at the leader until the serving member knows it.
  case commitNotice
  /// From knowing the commit (or read index) until applied.
  case apply
  /// A change's wait at the watcher's member: for its stream, or for a catch-up from history.
  case fanOut
  /// A change's way to the watcher, and its wait until that reads it.
  case eventLink
  /// The answer's way to the client.
  case reply

  /// Name in files and exports.
  public var name: String {
    switch self {
    case .clientWait: "clientWait"
    case .clientLink: "clientLink"
    case .serving: "serving"
    case .noLeader: "noLeader"
    case .readBatch: "readBatch"
    case .forwarding: "forwarding"
    case .leaderQueueAndDisk: "leaderQueueAndDisk"
    case .replication: "replication"
    case .followerDisk: "followerDisk"
    case .commitNotice: "commitNotice"
    case .apply: "apply"
    case .fanOut: "fanOut"
    case .eventLink: "eventLink"
    case .reply: "reply"
    }
  }
}

/// Where the time of one kind of operation of one client region went.
public struct Attribution: Hashable, Sendable {
  public enum Operation: String, CaseIterable, Sendable {
    case write, read, update, keepAlive, watch
  }

  public var operation: Operation
  public var cluster: String
  public var region: String
  /// Operations split.
  public var count: Int64
  /// Mean latency in nanoseconds; the sum of `meanParts`, rounding apart.
  public var meanLatency: Int64
  /// Nanoseconds by `LatencyPart.rawValue`.
  public var meanParts: [Int64]
  /// The p99 latency in nanoseconds.
  public var p99Latency: Int64
  /// Mean split of the operations ranked p98.5 to p99.5, in nanoseconds.
  public var p99Parts: [Int64]
  /// Regions whose member most often completed the quorum, with the share in parts per million,
  /// most frequent first.
  public var deciders: [Decider]
  /// What distance and disks alone allow.
  public var floor: Floor

  public struct Decider: Hashable, Sendable {
    public var member: String
    public var shareInPartsPerMillion: Int64
    public init(member: String, shareInPartsPerMillion: Int64) {
      self.member = member
      self.shareInPartsPerMillion = shareInPartsPerMillion
    }
  }

  /// The least time, with median links and disks and the leader that served most: nanoseconds.
  public struct Floor: Hashable, Sendable {
    /// Client to its member and back.
    public var clientRoundTrip: Int64
    /// Serving member to the leader and back.
    public var leaderRoundTrip: Int64
    /// Leader to the quorum-completing member and back.
    public var quorumRoundTrip: Int64
    /// The disk time on that path (0 for a read).
    public var disk: Int64
    /// Member that led most of the time, and the one nearest to completing its quorum.
    public var leader: String
    public var decider: String
    public var total: Int64 { clientRoundTrip + leaderRoundTrip + quorumRoundTrip + disk }

    public init(
      clientRoundTrip: Int64, leaderRoundTrip: Int64, quorumRoundTrip: Int64, disk: Int64,
      leader: String, decider: String
    ) {
      self.clientRoundTrip = clientRoundTrip
      self.leaderRoundTrip = leaderRoundTrip
      self.quorumRoundTrip = quorumRoundTrip
      self.disk = disk
      self.leader = leader
      self.decider = decider
    }
  }

  public init(
    operation: Operation, cluster: String, region: String, count: Int64, meanLatency: Int64,
    meanParts: [Int64], p99Latency: Int64, p99Parts: [Int64], deciders: [Decider], floor: Floor
  ) {
    self.operation = operation
    self.cluster = cluster
    self.region = region
    self.count = count
    self.meanLatency = meanLatency
    self.meanParts = meanParts
    self.p99Latency = p99Latency
    self.p99Parts = p99Parts
    self.deciders = deciders
    self.floor = floor
  }
}
