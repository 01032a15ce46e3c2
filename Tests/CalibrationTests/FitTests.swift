import Calibration
import ScenarioFormat
import SimKernel
import XCTest

final class FitTests: XCTestCase {
  /// A sequential client beside its leader.
  private static let text = """
    { "members": ["x", "y", "z"], "leader": "x", "data_dir": "tmpfs",
      "rtt_ms": [[0, 0.5, 20], [0.5, 0, 20], [20, 20, 0]],
      "latency_ms": { "x": { "put": { "p50": 1.9, "p90": 2.5, "p99": 3 } } } }
    """

  func testAFitIsNeverWorseThanTheMachineInForce() throws {
    let measurement = try Measurements.read(Self.text)
    let inForce = try XCTUnwrap(MachinePlan.preset("etcd-3.5-small"))
    var slow = inForce
    slow.peerHop = slow.peerHop * 6
    for (machine, isFar) in [(inForce, false), (slow, true)] {
      let begin = try cost(measurement, machine)
      var fit = MachineFit(from: machine, cost: begin, limit: 5)
      while !fit.isDone { fit.take(try cost(measurement, fit.candidate)) }
      XCTAssertLessThanOrEqual(fit.evaluations, 5)
      XCTAssertEqual(try cost(measurement, fit.machine), fit.cost, "the cost is that machine's")
      XCTAssertLessThanOrEqual(fit.cost, begin)
      if isFar {
        XCTAssertLessThan(fit.cost, begin)
        XCTAssertLessThan(fit.machine.peerHop, machine.peerHop)
      }
    }
  }

  /// Without noise the search ends near the times that are looked for, before its limit.
  func testItFindsWhatIsThereToFind() {
    let target = MachinePlan(
      request: .microseconds(70), message: .microseconds(40), clientHop: .microseconds(200),
      peerHop: .microseconds(90), walWrite: .microseconds(50), wakeUp: .microseconds(400),
      idleAfter: .microseconds(2_500))
    func distance(_ machine: MachinePlan) -> Double {
      MachineFit.parameters.reduce(0) { sum, parameter in
        let wanted = Double(target[keyPath: parameter.path].nanoseconds)
        let off = Double(machine[keyPath: parameter.path].nanoseconds) / wanted - 1
        return sum + off * off
      }
    }
    var start = target
    for parameter in MachineFit.parameters { start[keyPath: parameter.path] = .microseconds(120) }
    var fit = MachineFit(from: start, cost: distance(start), limit: 1_000)
    var costs = [fit.cost]
    while !fit.isDone {
      fit.take(distance(fit.candidate))
      costs.append(fit.cost)
    }
    XCTAssertEqual(costs, costs.sorted(by: >), "never worse than before")
    XCTAssertLessThan(fit.evaluations, 250)
    for (name, path) in MachineFit.parameters {
      let share =
        Double(fit.machine[keyPath: path].nanoseconds)
        / Double(target[keyPath: path].nanoseconds)
      XCTAssertEqual(share, 1, accuracy: 0.06, name)
    }
  }

  func testItStopsAtItsLimit() {
    var fit = MachineFit(from: MachinePlan(), cost: 1, limit: 3)
    fit.take(2)
    XCTAssertFalse(fit.isDone)
    fit.take(0.5)
    XCTAssertTrue(fit.isDone)
    XCTAssertEqual(fit.evaluations, 3)
    XCTAssertTrue(MachineFit(from: MachinePlan(), cost: 1, limit: 1).isDone)
  }

  private func cost(_ measurement: ClusterMeasurement, _ machine: MachinePlan) throws -> Double {
    let model = Model(measurement, machine: machine)
    let phases = model.judgedSteadyPhases
    let results = try phases.map { try model.run($0, seed: 1, operations: 25) }
    return MachineFit.cost(of: [model.report(phases, results)])
  }
}
