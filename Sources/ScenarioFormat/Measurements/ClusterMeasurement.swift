import SimKernel

/// What was measured on a real etcd cluster under known round trips: the input of
/// `fedsim calibrate`. Members are numbered in the file's order; times are milliseconds as written.
///
/// Format 1, a JSON object. Needed: `members` (names), `rtt_ms` (square matrix, same order) and
/// `leader` (a name). Everything else may be missing, and is then not compared:
/// - `format`: 1, which is also what its absence means; `run`, `etcd_version`: for headings.
/// - `heartbeat_ms` (100), `election_timeout_ms` (1000), `flags`: etcd's; `value_bytes` (256);
///   `jitter_one_way_ms` (0): added to each delay, uniform from 0 to this.
/// - `data_dir`: `tmpfs` for a disk whose fsync costs nothing, else the quantiles of
///   `fdatasync_probe_ms` are the disk's.
/// - `latency_ms.<member>.<operation>` with `count`, `p50`, `p90`, `p99`: a client at its local
///   member that waits for each answer; operations `put`, `linearizable_get`, `serializable_get`;
///   `regions_measured_in_parallel`: whether all clients ran at once;
///   `latency_ms_direct_to_leader`: the same, connected straight to the leader.
/// - `watch_ms."put from <member>".put_start_to_event.<member>`: from the start of a put to its
///   event; puts follow each other after 10 ms.
/// - `throughput[]`: `client_region`, `op` (`put`, `lget`, `sget`), `clients`, `ops_per_s`, `p50`,
///   `p90`, `p99`, `cpu_busy` (0 to 1): a closed loop.
/// - `failover.trials[]`: `signal` (`KILL` or `STOP`), `first_ok_ms.<member>`, `candidacies_ms`,
///   `pre_candidacies_ms`, `leader_elected_ms`: after the leader got the signal at 0, puts every
///   20 ms at those members.
/// - `quiet`: `seconds`, `leaders_elected`; `cold_start`: `leaders`; `cold_start_to_healthy_s`;
///   `leader_transfer.ms`.
public struct ClusterMeasurement: Hashable, Sendable {
  public struct Quantiles: Hashable, Sendable {
    public var count: Int
    public var p50: Double
    public var p90: Double
    public var p99: Double
    public init(count: Int, p50: Double, p90: Double, p99: Double) {
      (self.count, self.p50, self.p90, self.p99) = (count, p50, p90, p99)
    }
  }
  public enum Operation: String, CaseIterable, Hashable, Sendable {
    case put
    case linearizableGet = "linearizable_get"
    case serializableGet = "serializable_get"

    /// From the short names that `throughput` uses too.
    init?(name: String) {
      switch name {
      case "lget": self = .linearizableGet
      case "sget": self = .serializableGet
      default: self.init(rawValue: name)
      }
    }
  }
  public struct Latency: Hashable, Sendable {
    /// Where the client stands.
    public var member: Int
    public var operation: Operation
    /// Whether it talks straight to the leader and not to the local member.
    public var isDirect: Bool
    public var quantiles: Quantiles
  }
  public struct Watch: Hashable, Sendable {
    public var source: Int
    public var watcher: Int
    public var quantiles: Quantiles
  }
  public struct Throughput: Hashable, Sendable {
    public var member: Int
    public var operation: Operation
    public var clients: Int
    public var operationsPerSecond: Double
    public var quantiles: Quantiles
    /// How busy the machine was, 0 to 1; nil when not told.
    public var processorBusy: Double?
  }
  public struct Trial: Hashable, Sendable {
    /// SIGSTOP, where others are SIGKILL.
    public var isPause: Bool
    /// First success after the signal, by member, in the file's order.
    public var firstWrites: [FirstWrite]
    public var candidacies: Int
    public var preCandidacies: Int
    public var elected: Double?

    /// The first write that succeeded anywhere.
    public var firstWrite: Double? { firstWrites.map(\.milliseconds).min() }
  }
  public struct FirstWrite: Hashable, Sendable {
    public var member: Int
    public var milliseconds: Double
  }
  public struct Quiet: Hashable, Sendable {
    public var seconds: Double
    public var leadersElected: Int
  }

  /// File name without folder and extension, or what `run` says.
  public var name: String
  public var version: String
  public var members: [String]
  /// Round trips, nanoseconds, row by row.
  public var roundTrips: [[Int64]]
  public var jitter: SimDuration
  public var leader: Int
  public var heartbeat: SimDuration
  public var electionTicks: Int
  public var preVote: Bool
  public var valueSize: Int
  /// Duration of an fsync.
  public var disk: DistributionPlan
  public var inParallel: Bool
  public var latencies: [Latency] = []
  public var watches: [Watch] = []
  public var throughput: [Throughput] = []
  public var trials: [Trial] = []
  public var quiet: Quiet?
  /// Leaders elected until all members agreed after a simultaneous start.
  public var coldStartLeaders: Int?
  /// nil when they never did, or when not told.
  public var healthyAfterSeconds: Double?
  public var transferMilliseconds: Double?
  /// Sections that the file lacks, for people.
  public var missing: [String] = []
}
