/// A quantity that a run measures. This one table feeds `expect`, `list metrics`, the schema, the
/// comparison table and did-you-mean.
public enum Metric: String, CaseIterable, Sendable {
  case writeLatency = "client.write.latency"
  case readLatency = "client.read.latency"
  case staleReadLatency = "client.staleRead.latency"
  case resolveLatency = "client.resolve.latency"
  case updateLatency = "client.update.latency"
  case keepAliveLatency = "client.keepAlive.latency"
  case watchDelay = "client.watch.delay"
  case watchCommitDelay = "client.watch.commitDelay"
  case watchRelistTime = "client.watch.relistTime"
  case operationsOffered = "client.offered"
  case operationsSucceeded = "client.ok"
  case operationsFailed = "client.failed"
  case errors = "client.errors"
  case conflicts = "client.conflicts"
  case okRatio = "client.okRatio"
  case okRate = "client.okRate"
  case writeRate = "client.write.rate"
  case outage = "client.outage"
  case resolveWrong = "client.resolve.wrong"
  case resolveLocalRatio = "client.resolve.localRatio"
  case leasesGranted = "client.lease.granted"
  case leasesLost = "client.lease.lost"
  case leaseKeysExpired = "client.lease.expiredKeys"
  case watchEvents = "client.watch.events"
  case watchRelists = "client.watch.relists"
  case watchResumes = "client.watch.resumes"
  case watchProgress = "client.watch.progress"
  case elections = "raft.elections"
  case leaderChanges = "raft.leaderChanges"
  case leaderless = "raft.leaderless"
  case preVotes = "raft.preVotes"
  case stepTime = "operator.step"
  case stepsFailed = "operator.failed"
  case lostWrites = "recovery.lostWrites"
  case lostSpan = "recovery.lostSpan"
  case downtime = "recovery.downtime"
  case walFsync = "disk.fsync"
  case wanBytes = "network.wanBytes"
  case wanMessages = "network.wanMessages"
  case syncLag = "federation.syncLag"
  case staleness = "federation.staleness"
  case staleReadRatio = "federation.staleReadRatio"
  case versionsBehind = "federation.versionsBehind"
  case convergence = "federation.convergence"
  case federationUnseen = "federation.unseen"
  case federationResyncs = "federation.resyncs"

  public enum Kind: String, Sendable {
    /// Many samples: percentiles, mean, min, max and count apply.
    case distribution
    /// One number a run; `value` applies (`max`, `mean` and `count` mean the same).
    case scalar
  }
  public enum Unit: String, Sendable {
    /// Whole nanoseconds.
    case duration = "ns"
    case count = "count"
    case bytes = "bytes"
    /// Whole thousandths of an event a second.
    case rate = "milli/s"
    /// Whole parts per million.
    case ratio = "ppm"
  }
  public enum Better: String, Sendable { case lower, higher, neither }

  /// What a reader must know of a metric.
  public struct Entry: Sendable {
    public let title: String
    public let meaning: String
    public let kind: Kind
    public let unit: Unit
    public let better: Better
    /// Short forms accepted on the command line and in `expect`.
    public let aliases: [String]
    /// Labels a sample can carry, in order.
    public let labels: [LabelName]
  }
}

/// What a metric can be split by.
public enum LabelName: String, CaseIterable, Sendable, Comparable {
  case cluster, region, load, operation, from, to, kind
  public static func < (a: LabelName, b: LabelName) -> Bool { a.rawValue < b.rawValue }
}
