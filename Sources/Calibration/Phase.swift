import ScenarioFormat
import SimKernel

/// One thing to simulate for a measurement. Places are positions in the model's plan.
public enum Phase: Hashable, Sendable {
  /// Sequential clients at these places, all at once.
  case latency(ClusterMeasurement.Operation, places: [Int], isDirect: Bool)
  /// Puts at one place, and when their events reach every member.
  case watch(source: Int)
  case throughput(ClusterMeasurement.Operation, place: Int, clients: Int)
  /// The leader gets a signal while puts go on at these places.
  case failover(trial: Int, places: [Int])
  case quiet(run: Int)
  case coldStart(run: Int)
  /// Leadership is moved to the leader of the file from another place.
  case transfer(from: Int, run: Int)

  /// Keys its random draws; independent of what else is simulated.
  var key: [UInt64] {
    switch self {
    case .latency(let operation, let places, let isDirect):
      [1, Self.code(operation), isDirect ? 1 : 0] + places.map { UInt64($0) }
    case .watch(let source): [2, UInt64(source)]
    case .throughput(let operation, let place, let clients):
      [3, Self.code(operation), UInt64(place), UInt64(clients)]
    case .failover(let trial, _): [4, UInt64(trial)]
    case .quiet(let run): [5, UInt64(run)]
    case .coldStart(let run): [6, UInt64(run)]
    case .transfer(let from, let run): [7, UInt64(from), UInt64(run)]
    }
  }

  private static func code(_ operation: ClusterMeasurement.Operation) -> UInt64 {
    switch operation {
    case .put: 1
    case .linearizableGet: 2
    case .serializableGet: 3
    }
  }

  /// The seed of its run, 0 to 2^53 - 1.
  func seed(under seed: UInt64) -> UInt64 {
    var state = mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    for word in key { state = mixed(state ^ mixed(word &+ 0xD1B5_4A32_D192_ED03)) }
    return state >> 11
  }
}

/// What a phase gave: samples in nanoseconds, by place or watcher, and counts.
public struct PhaseResult: Hashable, Sendable {
  /// By place, in the order of the plan; empty where nothing was measured.
  public var samples: [[Int64]] = []
  /// Operations a second of a throughput phase.
  public var rate = 0.0
  public var leaders = 0
  public var preCandidacies = 0
  public var candidacies = 0
  public init() {}
}
