import ScenarioFormat
import SimKernel

/// A measurement as something to simulate: its members in an order that depends on what was
/// measured and not on how the file names or orders them, so that renaming or permuting members
/// changes no number.
public struct Model: Sendable {
  public let measurement: ClusterMeasurement
  public var machine: MachinePlan
  /// Position in the plan by member of the file; the leader stands at 0.
  let position: [Int]
  /// Member of the file by position in the plan.
  let file: [Int]

  public init(_ measurement: ClusterMeasurement, machine: MachinePlan) {
    self.measurement = measurement
    self.machine = machine
    file = MemberOrder(measurement).order
    var position = Array(repeating: 0, count: file.count)
    for (place, member) in file.enumerated() { position[member] = place }
    self.position = position
  }

  var memberCount: Int { file.count }

  func roundTrip(_ a: Int, _ b: Int) -> SimDuration {
    SimDuration(nanoseconds: measurement.roundTrips[file[a]][file[b]])
  }

  /// The longest round trip between two members.
  var longest: SimDuration {
    SimDuration(nanoseconds: measurement.roundTrips.joined().max() ?? 0)
  }

  /// What an operation takes at least: to the leader and, unless it is local, to a quorum.
  func floor(_ operation: ClusterMeasurement.Operation, at place: Int) -> SimDuration {
    guard operation != .serializableGet else { return .zero }
    let trips = (0..<memberCount).map { roundTrip(0, $0) }.sorted()
    return roundTrip(place, 0) + trips[memberCount / 2]
  }
}
