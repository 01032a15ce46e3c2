import KeyValue
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import XCTest

@testable import Experiments

/// Leases as clients live with them.
final class LeaseWorldTests: XCTestCase {
  /// Three regions 40 ms apart, members in the first three, the holders in `region`.
  private func builder(holders region: Int, ttl: Int64, keys: Int = 2) -> PlanBuilder {
    let far: [Int64] = [0, 40, 40, 40]
    var builder = PlanBuilder(
      roundTripsInMilliseconds: (0..<4).map { a in (0..<4).map { a == $0 ? 0 : far[3] } })
    let disks = Array(repeating: SimDuration.milliseconds(1), count: 3)
    builder.groups = [PlanBuilder.group(regions: [0, 1, 2], disks: disks, leader: 0)]
    var load = PlanBuilder.load(
      "nodes", region: region, .closed(clients: 5, think: .zero), .lease)
    load.shape.ttl = .seconds(ttl)
    load.shape.leaseKeys = keys
    load.keyCount = 5 * keys
    builder.loads = [load]
    return builder
  }

  private func value(_ result: RunResult, _ metric: Metric) -> Int64? {
    result.records.first { $0.metric == metric }.flatMap {
      if case .scalar(let value) = $0.value { value } else { nil }
    }
  }

  func testAKeepAliveIsAnsweredByTheLeadersLessor() throws {
    for region in [0, 1] {
      let result = try Experiment(plan: builder(holders: region, ttl: 6).plan).run(seed: 3)
      let found = result.histogram(.keepAliveLatency)
      XCTAssertGreaterThan(found.count, 20)
      let expected: Int64 = region == 0 ? 0 : 40_000_000
      XCTAssertEqual([found.min, found.max], [expected, expected], "region \(region)")
      XCTAssertEqual(value(result, .leasesGranted), 5)
      XCTAssertEqual(value(result, .leasesLost), 0)
      let split = try XCTUnwrap(result.attributions.first { $0.operation == .keepAlive })
      XCTAssertEqual(split.meanParts.reduce(0, +), split.meanLatency)
      XCTAssertEqual(split.meanLatency, split.floor.total)
    }
  }

  func testLeasesOutliveTheLeaderThatCountsTheirTime() throws {
    for seed in UInt64(1)...4 {
      var builder = builder(holders: 1, ttl: 4)
      builder.duration = .seconds(30)
      builder.faults = [
        FaultPlan(
          kind: .crash(.leader(group: 0)), start: .at(.seconds(10)), duration: .seconds(8),
          text: "crash")
      ]
      let result = try Experiment(plan: builder.plan).run(seed: seed)
      XCTAssertEqual(result.violations, [])
      XCTAssertEqual(value(result, .leasesGranted), 5, "seed \(seed)")
      XCTAssertEqual(value(result, .leasesLost), 0, "seed \(seed)")
      XCTAssertEqual(value(result, .leaseKeysExpired), 0, "seed \(seed)")
      XCTAssertGreaterThanOrEqual(value(result, .elections) ?? 0, 1)
    }
  }

  /// A lease ends no sooner than its time to live after the last word of its holder, and no later
  /// than that, half a second, and a commit; its keys go with it on every member.
  func testLeasesWithoutHoldersEndInTime() throws {
    let lost = SimDuration.seconds(10)
    for (end, expired) in [(SimDuration.milliseconds(13_900), Int64(0)), (.seconds(17), 10)] {
      var builder = builder(holders: 3, ttl: 6)
      builder.duration = end
      builder.faults = [
        FaultPlan(
          kind: .regionLoss(region: 3), start: .at(lost), duration: nil, text: "loss")
      ]
      var world = try World(plan: builder.plan, seed: 5)
      world.start()
      while let event = world.agenda.next(by: world.end) { world.handle(event) }
      XCTAssertEqual(world.recorder.keysExpired, [expired])
      XCTAssertEqual(world.recorder.violations, [])
      for member in world.members {
        XCTAssertEqual(Int64(member.store.keyCount), 10 - expired)
        XCTAssertEqual(member.store.leases.count, expired == 0 ? 5 : 0)
      }
    }
  }

  func testTheObserverSeesALeaseThatEndsEarly() {
    var watch = LeaseWatch()
    let lease = KeyLeaseID(7)
    let start = SimTime(nanoseconds: 1_000)
    watch.renewed(lease, ttl: 5, at: start)
    XCTAssertNotNil(watch.expired(lease, at: start + .milliseconds(4_999)))
    XCTAssertNil(watch.expired(lease, at: start + .seconds(5)))
    watch.ended(lease)
    XCTAssertNil(watch.expired(lease, at: start))
  }
}
