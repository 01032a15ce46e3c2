import SimKernel

/// How much of what happened in a run: generator health. What subjects do counts only if they
/// note it.
public struct RunCounts: Hashable, Sendable {
  public var messagesSent = 0
  public var messagesDelivered = 0
  public var messagesLost = 0
  public var messagesDuplicated = 0
  public var crashes = 0
  public var faultsBegun = 0
  /// The kinds of faults that began, each a bit by its place among all kinds.
  public private(set) var faultKinds: UInt64 = 0
  /// Times that a node became leader, the first included.
  public var leaderChanges = 0
  public var operationsCalled = 0
  /// Calls that were answered, refusals and "not the leader" aside.
  public var operationsAnswered = 0
  /// Writes that a crash lost or tore.
  public var writesDamaged = 0
  /// Times that a node dropped entries from the end of its log.
  public var truncations = 0
  public var snapshotsTaken = 0
  public var snapshotsInstalled = 0
  /// Configurations that some node came to act by, each index once; the first does not count.
  public var configurationChanges = 0
  public var readsServed = 0
  /// Reads served while links were cut, clogged or filtered.
  public var readsInPartition = 0
  /// Those served by a node that believed to hold a lease.
  public var leaseReadsInPartition = 0
  /// How often each point of the subject's code was reached, by its number up to 255.
  public var marks: [Int] = []
  var lastConfiguration: UInt64 = 0

  public init() {}

  /// Whether a fault of this kind began.
  public func met(_ kind: FaultKind) -> Bool { faultKinds & Self.bit(of: kind) != 0 }

  private static func bit(of kind: FaultKind) -> UInt64 {
    FaultKind.allCases.firstIndex(of: kind).map { 1 << UInt64($0) } ?? 0
  }

  /// A fault begins.
  mutating func begin(_ kind: FaultKind) {
    faultsBegun += 1
    faultKinds |= Self.bit(of: kind)
  }

  /// Adds what another run did.
  public mutating func add(_ other: RunCounts) {
    messagesSent += other.messagesSent
    messagesDelivered += other.messagesDelivered
    messagesLost += other.messagesLost
    messagesDuplicated += other.messagesDuplicated
    crashes += other.crashes
    faultsBegun += other.faultsBegun
    faultKinds |= other.faultKinds
    leaderChanges += other.leaderChanges
    operationsCalled += other.operationsCalled
    operationsAnswered += other.operationsAnswered
    writesDamaged += other.writesDamaged
    truncations += other.truncations
    snapshotsTaken += other.snapshotsTaken
    snapshotsInstalled += other.snapshotsInstalled
    configurationChanges += other.configurationChanges
    readsServed += other.readsServed
    readsInPartition += other.readsInPartition
    leaseReadsInPartition += other.leaseReadsInPartition
    for (number, count) in other.marks.enumerated() where count > 0 {
      mark(number, times: count)
    }
    lastConfiguration = 0
  }

  /// Counts what a node noted; `probe` is what it showed before.
  mutating func count(
    _ note: NodeObservation, probe: ConsensusProbe?, isPartitioned: Bool
  ) {
    switch note {
    case .truncated: truncations += 1
    case .snapshotTaken: snapshotsTaken += 1
    case .snapshotInstalled: snapshotsInstalled += 1
    case .appliedConfiguration(let index, _) where index > lastConfiguration:
      if lastConfiguration > 0 || index > 1 { configurationChanges += 1 }
      lastConfiguration = index
    case .readServed:
      readsServed += 1
      guard isPartitioned else { return }
      readsInPartition += 1
      if probe?.leaseEnd != nil { leaseReadsInPartition += 1 }
    case .mark(let number): mark(number, times: 1)
    default: break
    }
  }

  private mutating func mark(_ number: Int, times: Int) {
    guard 0..<256 ~= number else { return }
    while marks.count <= number { marks.append(0) }
    marks[number] += times
  }
}
