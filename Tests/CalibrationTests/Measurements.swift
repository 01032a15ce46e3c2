import Calibration
import ScenarioFormat
import XCTest

/// ClusterMeasurement files as tests write them.
enum Measurements {
  /// Five members in two places, written in this order and under these names.
  static func twoPlaces(order: [Int] = [0, 1, 2, 3, 4], names: [String] = plain) -> String {
    let trips: [[Double]] = [
      [0, 0.5, 0.5, 20, 20], [0.5, 0, 0.5, 20, 20], [0.5, 0.5, 0, 20, 20], [20, 20, 20, 0, 0.5],
      [20, 20, 20, 0.5, 0],
    ]
    let matrix = order.map { a in
      "[" + order.map { "\(trips[a][$0])" }.joined(separator: ", ") + "]"
    }
    let latency = [(0, 2.0), (1, 3.0), (3, 22.3)].sorted {
      (order.firstIndex(of: $0.0) ?? 0) < (order.firstIndex(of: $1.0) ?? 0)
    }.map { member, time in
      "\"\(names[member])\": { \"put\": { \"count\": 200, \"p50\": \(time), \"p90\": \(time + 1), "
        + "\"p99\": \(time + 5) } }"
    }
    let members = order.map { "\"\(names[$0])\"" }.joined(separator: ", ")
    return """
      { "format": 1, "run": "two", "members": [\(members)],
        "rtt_ms": [\(matrix.joined(separator: ", "))], "leader": "\(names[0])",
        "data_dir": "tmpfs", "latency_ms": { \(latency.joined(separator: ", ")) },
        "throughput": [{ "client_region": "\(names[3])", "op": "put", "clients": 3,
          "ops_per_s": 600, "p50": 25, "p90": 26, "p99": 30, "cpu_busy": 0.3 }],
        "failover": { "trials": [
          { "signal": "KILL", "candidacies_ms": [1000], "leader_elected_ms": 1010,
            "first_ok_ms": { "\(names[1])": 1020.5, "\(names[3])": 1050 } } ] } }
      """
  }

  static let plain = ["a1", "a2", "a3", "b1", "b2"]

  static func read(_ text: String) throws -> ClusterMeasurement {
    let result = MeasurementReader.read(bytes: Array(text.utf8), name: "m.json")
    XCTAssertEqual(result.diagnostics.map(\.shortLine), [])
    return try XCTUnwrap(result.measurement)
  }

  static func report(_ measurement: ClusterMeasurement, trials: Int) throws -> CalibrationReport {
    let machine = try XCTUnwrap(MachinePlan.preset("etcd-3.5-small"))
    let model = Model(measurement, machine: machine)
    let phases = model.phases(trials: trials)
    let results = try phases.map { try model.run($0, seed: 1, operations: 25) }
    return model.report(phases, results)
  }
}
