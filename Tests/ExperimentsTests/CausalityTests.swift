import Experiments
import Results
import ScenarioFormat
import SimKernel
import Statistics
import XCTest

/// The story a report tells is caused by the world, not painted on.
final class CausalityTests: XCTestCase {
  private let rtt: [[Int64]] = [[0, 70, 160], [70, 0, 120], [160, 120, 0]]

  private func write(
    _ disks: [SimDuration], from region: Int = 0
  ) throws -> Attribution {
    var builder = PlanBuilder(roundTripsInMilliseconds: rtt)
    builder.groups = [PlanBuilder.group(regions: [0, 1, 2], disks: disks, leader: 0)]
    builder.loads = [PlanBuilder.load(region: region)]
    let result = try Experiment(plan: builder.plan).run(seed: 5)
    return try XCTUnwrap(result.attributions.first { $0.operation == .write })
  }

  func testSlowerDecidingDiskMovesItsPartAlone() throws {
    let fsync = SimDuration.milliseconds(2)
    for region in 0..<3 {
      let before = try write([fsync, fsync, fsync], from: region)
      let after = try write([fsync, fsync + .milliseconds(7), fsync], from: region)
      XCTAssertEqual(before.deciders.map(\.member), ["etcd-1"])
      for part in LatencyPart.allCases {
        let moved = after.meanParts[part.rawValue] - before.meanParts[part.rawValue]
        let expected: Int64 = part == .followerDisk ? 7_000_000 : 0
        XCTAssertEqual(moved, expected, "\(part) seen from region \(region)")
      }
    }
  }

  func testLeadersOwnDiskDecidesWhenItIsSlowest() throws {
    let fast = SimDuration.milliseconds(1)
    let seen = try write([.milliseconds(300), fast, fast])
    XCTAssertEqual(seen.deciders.map(\.member), ["etcd-2"])
    let slow = try write([.milliseconds(90), .milliseconds(1), .milliseconds(1)])
    XCTAssertEqual(slow.deciders.map(\.member), ["etcd-0"])
    XCTAssertEqual(slow.meanParts[LatencyPart.leaderQueueAndDisk.rawValue], 90_000_000)
    XCTAssertEqual(slow.meanParts[LatencyPart.replication.rawValue], 0)
  }

  func testPartsEqualTheFloorWhenNothingIsRandom() throws {
    let fsync = SimDuration.milliseconds(2)
    for region in 0..<3 {
      let seen = try write([fsync, fsync, fsync], from: region)
      XCTAssertEqual(seen.meanLatency, seen.floor.total, "region \(region)")
      XCTAssertEqual(seen.floor.decider, "etcd-1")
      XCTAssertEqual(seen.floor.leader, "etcd-0")
      XCTAssertEqual(seen.meanParts.reduce(0, +), seen.meanLatency)
    }
  }

  private func federation(_ rtt: [[Int64]], _ metric: Metric) throws -> Histogram {
    var builder = PlanBuilder(roundTripsInMilliseconds: rtt)
    builder.duration = .seconds(40)
    builder.warmup = .seconds(5)
    let fsync = SimDuration.milliseconds(1)
    builder.groups = (0..<rtt.count).map {
      PlanBuilder.group("c\($0)", regions: [$0], disks: [fsync], leader: $0)
    }
    builder.loads = rtt.indices.flatMap { region -> [LoadPlan] in
      var writes = PlanBuilder.load(
        "writes", region: region, group: region, .fixed(gap: .milliseconds(20)))
      writes.keyCount = 1
      var reads = PlanBuilder.load(
        "reads", region: region, group: region, .poisson(meanGap: .milliseconds(10)),
        .serializableGet)
      reads.ownership = .others
      reads.keyCount = 1
      return [writes, reads]
    }
    builder.federation = FederationPlan(
      strategy: .peerWatch, batchLimit: 128, backoff: .seconds(1) ... .seconds(30),
      streamDeadAfter: .seconds(45), bookmarkEvery: .seconds(60), endpointChoice: .localFirst,
      services: [])
    let result = try Experiment(plan: builder.plan).run(seed: 3)
    return try XCTUnwrap(
      result.histogram(metric, filter: Labels([.init(.from, "r0"), .init(.to, "r1")])))
  }

  /// One way, and the importer's own commit: what a change meets on a quiet path.
  func testSyncLagIsTheOneWayTimeAndTheLocalCommit() throws {
    let seen = try federation([[0, 80], [80, 0]], .syncLag)
    XCTAssertGreaterThan(seen.count, 500)
    XCTAssertEqual(seen.quantile(partsPerMillion: 500_000), 41_000_000, accuracy: 100_000)
  }

  /// Writes come faster than they cross, so a reader always lacks one: the median age of the
  /// oldest is the lag less half the gap between writes.
  func testStalenessRisesByTheAddedOneWayTime() throws {
    let near = try federation([[0, 80], [80, 0]], .staleness)
    let far = try federation([[0, 160], [160, 0]], .staleness)
    let (low, high) = (
      near.quantile(partsPerMillion: 500_000), far.quantile(partsPerMillion: 500_000)
    )
    XCTAssertEqual(low, 31_000_000, accuracy: 1_000_000)
    XCTAssertEqual(high - low, 40_000_000, accuracy: 1_000_000)
  }
}
