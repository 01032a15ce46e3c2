import KeyValue
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import XCTest

@testable import Experiments

/// Transactions, updates and ranges, and what clients are told when something is refused.
final class LargeOperationTests: XCTestCase {
  private func builder(_ operation: LoadPlan.Operation, region: Int = 1) -> PlanBuilder {
    var builder = PlanBuilder(roundTripsInMilliseconds: [[0, 40, 90], [40, 0, 70], [90, 70, 0]])
    let disks = Array(repeating: SimDuration.milliseconds(1), count: 3)
    builder.groups = [PlanBuilder.group(regions: [0, 1, 2], disks: disks, leader: 0)]
    builder.loads = [
      PlanBuilder.load(
        "ops", region: region, .closed(clients: 1, think: .milliseconds(150)), operation)
    ]
    return builder
  }

  private func errors(_ result: RunResult) -> [String: Int64] {
    var found: [String: Int64] = [:]
    for record in result.records where record.metric == .errors && record.window == nil {
      guard case .scalar(let count) = record.value, let kind = record.labels[.kind] else {
        continue
      }
      found[kind, default: 0] += count
    }
    return found
  }

  func testAnUpdateIsAReadAndAWrite() throws {
    let result = try Experiment(plan: builder(.update).plan).run(seed: 1)
    let found = result.histogram(.updateLatency)
    XCTAssertGreaterThan(found.count, 50)
    // To the leader and back and its quorum's round trip, twice, and one fsync.
    XCTAssertEqual([found.min, found.max], [161_000_000, 161_000_000])
    let split = try XCTUnwrap(result.attributions.first { $0.operation == .update })
    XCTAssertEqual(split.meanParts.reduce(0, +), split.meanLatency)
    XCTAssertEqual(split.meanLatency, split.floor.total)
  }

  func testUpdatesOfOneKeyCollideAndAllSucceed() throws {
    var builder = builder(.update)
    builder.loads[0].arrivals = .closed(clients: 4, think: .zero)
    builder.loads[0].keyCount = 1
    let result = try Experiment(plan: builder.plan).run(seed: 1)
    let conflicts = result.records.first { $0.metric == .conflicts && $0.window == nil }
    guard case .scalar(let count)? = conflicts?.value else { return XCTFail("no conflicts") }
    XCTAssertGreaterThan(count, 50)
    XCTAssertEqual(errors(result), [:])
    let split = try XCTUnwrap(result.attributions.first { $0.operation == .update })
    XCTAssertEqual(split.meanParts.reduce(0, +) / 1_000, split.meanLatency / 1_000, accuracy: 1)
  }

  func testRangesAreReads() throws {
    for (operation, metric, latency) in [
      (LoadPlan.Operation.linearizableRange, Metric.readLatency, Int64(80_000_000)),
      (.serializableRange, .staleReadLatency, 0), (.deleteRange, .writeLatency, 81_000_000),
      (.txn, .writeLatency, 81_000_000),
    ] {
      var builder = builder(operation)
      builder.loads[0].shape.puts = 5
      let result = try Experiment(plan: builder.plan).run(seed: 1)
      let found = result.histogram(metric)
      XCTAssertEqual([found.min, found.max], [latency, latency], operation.rawValue)
      XCTAssertGreaterThan(found.count, 50)
    }
  }

  func testWhatIsTooLargeIsRefusedWithEtcdsWords() throws {
    var many = builder(.txn)
    many.loads[0].shape.puts = 129
    var most = builder(.txn)
    most.loads[0].shape.puts = 128
    var large = builder(.put)
    large.loads[0].valueSize = 1_600_000
    let rows: [(builder: PlanBuilder, expected: String?, line: UInt)] = [
      (many, "etcdserver: too many operations in txn request", #line), (most, nil, #line),
      (large, "etcdserver: request is too large", #line),
    ]
    for row in rows {
      let result = try Experiment(plan: row.builder.plan).run(seed: 1)
      XCTAssertEqual(errors(result).keys.sorted(), row.expected.map { [$0] } ?? [], line: row.line)
    }
  }

  func testAFullBackendRaisesTheAlarmAndRefusesWritesOnly() throws {
    var world = try World(plan: builder(.put).plan, seed: 1)
    XCTAssertEqual(Set(world.members.map(\.options.store.quotaInBytes)), [2 << 30])
    var builder = builder(.put)
    builder.groups[0].quota = 20_000
    world = try World(plan: builder.plan, seed: 1)
    world.start()
    while let event = world.agenda.next(by: world.end) { world.handle(event) }
    let result = world.result(isComplete: true)
    XCTAssertEqual(errors(result).keys.sorted(), ["etcdserver: mvcc: database space exceeded"])
    XCTAssertEqual(world.members.map(\.store.alarms.isEmpty), [false, false, false])
    XCTAssertLessThanOrEqual(world.members[0].store.backendSize, 20_000)
  }

  func testATimeoutAcrossAnElectionSaysSo() throws {
    // The leader is cut off from the others, but not from its clients, and is elected again.
    var builder = builder(.put, region: 0)
    builder.loads[0].arrivals = .fixed(gap: .milliseconds(100))
    builder.duration = .seconds(40)
    builder.groups[0].preferredLeaderRegion = 0
    builder.faults = [
      FaultPlan(
        kind: .partition(from: [.region(0)], to: [.region(1), .region(2)], bothWays: true),
        start: .at(.seconds(10)), duration: .seconds(15), text: "cut")
    ]
    let found = errors(try Experiment(plan: builder.plan).run(seed: 1))
    XCTAssertGreaterThan(found["etcdserver: request timed out"] ?? 0, 10)
  }

  /// Writes that were forwarded to a leader that was dead already: the member that then won the
  /// election says so, and only of those from shortly before it did.
  func testTimeoutsAfterALeaderDiedSaySo() throws {
    var builder = builder(.put, region: 1)
    builder.groups[0].preferredLeaderRegion = 0
    builder.loads = [1, 2].map { region in
      var load = PlanBuilder.load(
        "ops \(region)", region: region, .fixed(gap: .milliseconds(100)), .put)
      load.timeout = .seconds(20)
      return load
    }
    builder.duration = .seconds(40)
    builder.faults = [
      FaultPlan(
        kind: .crash(.leader(group: 0)), start: .at(.seconds(10)), duration: .seconds(15),
        text: "crash")
    ]
    let found = errors(try Experiment(plan: builder.plan).run(seed: 1))
    let told = found["etcdserver: request timed out, possibly due to previous leader failure"]
    XCTAssertTrue((1...25).contains(told ?? 0), "\(found)")
    XCTAssertGreaterThan(found["etcdserver: request timed out"] ?? 0, 0, "\(found)")
  }
}
