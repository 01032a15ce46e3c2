import Experiments
import Results
import ScenarioFormat
import SimKernel
import TestSupport
import XCTest

/// With nothing random left, latencies follow a formula to the nanosecond.
final class CommitLatencyTests: XCTestCase {
  private struct Topology {
    var oneWay: [[SimDuration]]
    var disks: [SimDuration]
    var leader: Int
    /// Region of the client; its nearest member is the one in its region.
    var client: Int
  }

  private func random(_ seed: UInt64) -> Topology {
    var draws = Draws(seed: seed, .keys, 77)
    let n = [3, 5, 7][Int(draws.below(3))]
    let oneWay = (0..<n).map { a in
      (0..<n).map { b in
        SimDuration(nanoseconds: a == b ? 0 : 1_000_000 + Int64(draws.below(90_000_000)))
      }
    }
    let disks = (0..<n).map { _ in SimDuration(nanoseconds: 1 + Int64(draws.below(9_000_000))) }
    return Topology(
      oneWay: oneWay, disks: disks, leader: Int(draws.below(UInt64(n))),
      client: Int(draws.below(UInt64(n))))
  }

  private func run(_ topology: Topology, _ operation: LoadPlan.Operation, seed: UInt64) throws
    -> RunResult
  {
    var builder = PlanBuilder(oneWay: topology.oneWay)
    builder.groups = [
      PlanBuilder.group(
        regions: Array(topology.disks.indices), disks: topology.disks, leader: topology.leader)
    ]
    // One member a region, and the client beside it with no delay of its own.
    let alone = LoadPlan.Arrivals.closed(clients: 1, think: .milliseconds(900))
    builder.loads = [PlanBuilder.load(region: topology.client, alone, operation)]
    return try Experiment(plan: builder.plan).run(seed: seed)
  }

  /// The k-th smallest of the leader's fsync and each follower's round trip and fsync.
  private func quorum(_ t: Topology, disks: Bool) -> Int64 {
    let times = t.disks.indices.map { i -> Int64 in
      let trip = i == t.leader ? 0 : (t.oneWay[t.leader][i] + t.oneWay[i][t.leader]).nanoseconds
      return trip + (disks ? t.disks[i].nanoseconds : 0)
    }
    return times.sorted()[times.count / 2]
  }

  private func forwarding(_ t: Topology) -> Int64 {
    t.client == t.leader
      ? 0 : (t.oneWay[t.client][t.leader] + t.oneWay[t.leader][t.client]).nanoseconds
  }

  func testPutTakesTheQuorumRoundAndTheForwarding() throws {
    for seed in UInt64(1)...40 {
      let topology = random(seed)
      let expected = forwarding(topology) + quorum(topology, disks: true)
      let seen = try run(topology, .put, seed: seed).histogram(.writeLatency)
      XCTAssertGreaterThan(seen.count, 5, "seed \(seed)")
      XCTAssertEqual(seen.min, expected, "seed \(seed), \(topology)")
      XCTAssertEqual(seen.max, expected, "seed \(seed), \(topology)")
    }
  }

  func testLinearizableGetTakesTheQuorumRoundWithoutDisks() throws {
    for seed in UInt64(1)...40 {
      let topology = random(seed)
      let expected = forwarding(topology) + quorum(topology, disks: false)
      let seen = try run(topology, .linearizableGet, seed: seed).histogram(.readLatency)
      XCTAssertGreaterThan(seen.count, 5, "seed \(seed)")
      XCTAssertEqual(seen.min, expected, "seed \(seed), \(topology)")
      XCTAssertEqual(seen.max, expected, "seed \(seed), \(topology)")
    }
  }
}
