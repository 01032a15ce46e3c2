import SimKernel

/// One Raft group: the etcd of one cluster.
public struct GroupPlan: Hashable, Sendable {
  public var name: String
  public var members: [MemberPlan]
  /// Region whose first voter is elected first and is where leadership is meant to be; nil for
  /// whoever wins.
  public var preferredLeaderRegion: Int?
  /// One tick (etcd --heartbeat-interval); default 100 ms.
  public var heartbeat: SimDuration
  /// Ticks until a follower campaigns at the earliest (etcd --election-timeout / heartbeat).
  public var electionTicks: Int
  public var preVote: Bool
  public var checkQuorum: Bool
  /// Entries applied between snapshots, and entries kept behind one (etcd --snapshot-count).
  public var snapshotEvery: Int
  public var snapshotKeep: Int
  /// How often the store's history is compacted, as an API server does (5 min); nil for never.
  public var compactEvery: SimDuration?
  /// What the members' machines take beside distance and disks.
  public var machine: MachinePlan
  /// Longest a member waits for a request (etcd: 5 s + 2 x election timeout).
  public var requestTimeout: SimDuration
  /// Bytes of a member's backend from which writes are refused (etcd --quota-backend-bytes).
  public var quota: Int64 = 2 << 30
  /// Name of the preset in force, such as "etcd-3.6".
  public var preset: String
  /// Whether a linearizable read that had no answer for 500 ms is asked again under the same
  /// request id, as in etcd 3.5 (v3_server.go, requestCurrentIndex).
  public var readRetryReusesContext: Bool

  public init(
    name: String, members: [MemberPlan], preferredLeaderRegion: Int?, heartbeat: SimDuration,
    electionTicks: Int, preVote: Bool, checkQuorum: Bool, snapshotEvery: Int, snapshotKeep: Int,
    compactEvery: SimDuration?, machine: MachinePlan, requestTimeout: SimDuration, preset: String,
    readRetryReusesContext: Bool = false
  ) {
    self.name = name
    self.members = members
    self.preferredLeaderRegion = preferredLeaderRegion
    self.heartbeat = heartbeat
    self.electionTicks = electionTicks
    self.preVote = preVote
    self.checkQuorum = checkQuorum
    self.snapshotEvery = snapshotEvery
    self.snapshotKeep = snapshotKeep
    self.compactEvery = compactEvery
    self.machine = machine
    self.requestTimeout = requestTimeout
    self.preset = preset
    self.readRetryReusesContext = readRetryReusesContext
  }
}

public struct MemberPlan: Hashable, Sendable {
  /// Unique in the group, made of the region and a letter: "us-east-1a".
  public var name: String
  public var region: Int
  /// Zone inside the region, from 0; members of one group spread over zones in order.
  public var zone: Int
  public var isLearner: Bool
  /// Duration of one WAL fsync.
  public var disk: DistributionPlan
  /// Whether a step brings it in; until then it does not exist.
  public var joinsLater: Bool

  public init(
    name: String, region: Int, zone: Int, isLearner: Bool, disk: DistributionPlan,
    joinsLater: Bool = false
  ) {
    self.name = name
    self.region = region
    self.zone = zone
    self.isLearner = isLearner
    self.disk = disk
    self.joinsLater = joinsLater
  }
}
