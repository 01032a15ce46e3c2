import HostileWorld
import SimKernel

/// What must happen in a good share of runs for a campaign to mean anything.
public enum HealthFact: Int, Hashable, Sendable, CaseIterable {
  /// A second leader at least was elected.
  case leaderChange
  case truncation
  case snapshotInstall
  case configurationChange
  case readInPartition
  case leaseReadInPartition
  case crash
  /// A crash lost or tore a write.
  case damagedWrite
  case duplicate
  /// Links lost messages.
  case loss
  /// A clock ran fast or slow.
  case drift
  /// At least half of the calls were answered.
  case halfAnswered
  /// At least 50 calls were answered.
  case fiftyAnswered

  /// For people.
  public var text: String {
    switch self {
    case .leaderChange: "leader changes"
    case .truncation: "log truncations"
    case .snapshotInstall: "snapshots installed"
    case .configurationChange: "configuration changes"
    case .readInPartition: "reads during a partition"
    case .leaseReadInPartition: "lease reads during a partition"
    case .crash: "crashes"
    case .damagedWrite: "writes damaged by a crash"
    case .duplicate: "messages duplicated"
    case .loss: "links that lose messages"
    case .drift: "clocks that drift"
    case .halfAnswered: "half of the operations answered"
    case .fiftyAnswered: "50 operations answered"
    }
  }

  /// Whether the run shows it.
  public func holds(in result: RunResult) -> Bool {
    let counts = result.counts
    return switch self {
    case .leaderChange: counts.leaderChanges > 1
    case .truncation: counts.truncations > 0
    case .snapshotInstall: counts.snapshotsInstalled > 0
    case .configurationChange: counts.configurationChanges > 0
    case .readInPartition: counts.readsInPartition > 0
    case .leaseReadInPartition: counts.leaseReadsInPartition > 0
    case .crash: counts.crashes > 0
    case .damagedWrite: counts.writesDamaged > 0
    case .duplicate: counts.messagesDuplicated > 0
    case .loss: counts.met(.loss)
    case .drift: counts.met(.clockDrift)
    case .halfAnswered: counts.operationsAnswered * 2 >= counts.operationsCalled
    case .fiftyAnswered: counts.operationsAnswered >= 50
    }
  }
}

/// In how many runs of a campaign what happened. Sums of campaigns are campaigns.
public struct GeneratorHealth: Hashable, Sendable {
  public private(set) var runs = 0
  /// Runs that showed each fact, by its raw value.
  private var shown = Array(repeating: 0, count: HealthFact.allCases.count)
  /// Runs that reached each point of the subject's code.
  public private(set) var marks: [Int] = []

  public init() {}

  public mutating func add(_ result: RunResult) {
    runs += 1
    for fact in HealthFact.allCases where fact.holds(in: result) { shown[fact.rawValue] += 1 }
    reach(result.counts.marks.map { $0 > 0 ? 1 : 0 })
  }

  /// Adds the runs of another share of the campaign.
  public mutating func merge(_ other: GeneratorHealth) {
    runs += other.runs
    for place in shown.indices { shown[place] += other.shown[place] }
    reach(other.marks)
  }

  private mutating func reach(_ counts: [Int]) {
    while marks.count < counts.count { marks.append(0) }
    for (number, count) in counts.enumerated() { marks[number] += count }
  }

  /// Runs that showed `fact`.
  public func count(_ fact: HealthFact) -> Int { shown[fact.rawValue] }

  /// Runs in a thousand that showed `fact`.
  public func perMille(_ fact: HealthFact) -> Int {
    runs == 0 ? 0 : shown[fact.rawValue] * 1_000 / runs
  }

  /// What falls short of `floors`, in runs in a thousand: a sentence each.
  public func shortfalls(of floors: [HealthFloor]) -> [String] {
    floors.filter { perMille($0.fact) < $0.perMille }.map {
      "\($0.fact.text) in \(perMille($0.fact)) of 1,000 runs, expected \($0.perMille)"
    }
  }

  /// Points that no run reached, of those named; the number of a point is its place.
  public func unreached(of names: [String]) -> [String] {
    names.enumerated().filter { $0.offset >= marks.count || marks[$0.offset] == 0 }
      .map(\.element)
  }
}

/// A share of runs that must show a fact.
public struct HealthFloor: Hashable, Sendable, Codable {
  public var fact: HealthFact
  public var perMille: Int

  public init(_ fact: HealthFact, _ perMille: Int) {
    self.fact = fact
    self.perMille = perMille
  }
}

extension HealthFact: Codable {}
