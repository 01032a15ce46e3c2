/// Faults to plant in what surrounds the member: its log file, sessions and lease, and in the
/// harness itself; none by default.
///
/// Numbers as in `CoreMutations`. Nothing that reads a scenario or a trial can set them.
public struct SubjectMutations: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// A retried request takes effect again (20).
  public static let retryAppliedTwice = SubjectMutations(bit: 0)
  /// Sessions end by the node's own clock (21).
  public static let sessionsEndByLocalClock = SubjectMutations(bit: 1)
  /// The lease is not shortened for drift (17; thesis §6.4.1).
  public static let leaseNotShortened = SubjectMutations(bit: 2)
  /// The lease survives a pause of the process (18).
  public static let leaseSurvivesPause = SubjectMutations(bit: 3)
  /// The lease is kept while leadership is handed over (19; etcd#12704).
  public static let leaseKeptInTransfer = SubjectMutations(bit: 4)
  /// The log file is never synced (B04a; etcd#14370).
  public static let logNeverSynced = SubjectMutations(bit: 5)
  /// A torn record at the end of the log file counts as whole.
  public static let tornRecordTrusted = SubjectMutations(bit: 6)
  /// The applied index is durable before the state that it stands for (B25; etcd#13766).
  public static let applyNotAtomic = SubjectMutations(bit: 7)
  /// The generator never cuts the network (G1).
  public static let generatorNeverCuts = SubjectMutations(bit: 8)
  /// No message is ever lost (G2).
  public static let noMessageLoss = SubjectMutations(bit: 9)
  /// The checks find nothing (G3).
  public static let checksAlwaysPass = SubjectMutations(bit: 10)
  /// The linearizability checker takes states of equal hash for equal (G4).
  public static let memoComparesHashes = SubjectMutations(bit: 11)
  /// Clocks do not drift (G5).
  public static let clocksNeverDrift = SubjectMutations(bit: 12)
}
