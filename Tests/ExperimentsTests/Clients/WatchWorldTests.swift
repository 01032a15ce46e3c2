import KeyValue
import Results
import ScenarioFormat
import SimKernel
import XCTest

@testable import Experiments

/// Watches as clients live with them.
final class WatchWorldTests: XCTestCase {
  /// Members in three regions, a writer in the first, which leads, and watchers in `region`.
  private func builder(
    watchers region: Int, count: Int = 2, gap: SimDuration = .milliseconds(200)
  ) -> PlanBuilder {
    var builder = PlanBuilder(roundTripsInMilliseconds: [[0, 40, 90], [40, 0, 70], [90, 70, 0]])
    let disks = Array(repeating: SimDuration.milliseconds(1), count: 3)
    builder.groups = [PlanBuilder.group(regions: [0, 1, 2], disks: disks, leader: 0)]
    builder.loads = [PlanBuilder.load("writers", region: 0, .fixed(gap: gap), .put)]
    for operation in [LoadPlan.Operation.delete, .txn] {
      builder.loads[0].mix.append(.init(operation: operation, weight: 1))
    }
    builder.loads[0].shape.puts = 3
    var load = PlanBuilder.load(
      "watchers", region: region, .closed(clients: count, think: .zero), .watch)
    load.ownership = .any
    load.shape.wantsPrevious = true
    load.shape.progressEvery = .seconds(2)
    builder.loads.append(load)
    return builder
  }

  private func count(_ result: RunResult, _ metric: Metric) -> Int64 {
    result.records.reduce(0) { sum, record in
      guard record.metric == metric, case .scalar(let value) = record.value else { return sum }
      return sum + value
    }
  }

  func testAnEventComesOneWayAfterTheCommit() throws {
    for (region, oneWay) in [(0, Int64(0)), (1, 20_000_000), (2, 45_000_000)] {
      let result = try Experiment(plan: builder(watchers: region).plan).run(seed: 2)
      XCTAssertEqual(result.violations, [])
      let found = result.histogram(.watchCommitDelay)
      XCTAssertGreaterThan(found.count, 100)
      XCTAssertEqual([found.min, found.max], [oneWay, oneWay], "region \(region)")
      let split = try XCTUnwrap(result.attributions.first { $0.operation == .watch })
      XCTAssertEqual(split.meanParts.reduce(0, +), split.meanLatency)
      XCTAssertEqual(split.meanLatency, split.floor.total, "region \(region)")
    }
  }

  func testAWatchGoesOnAtAnotherMemberWithoutAGap() throws {
    for seed in UInt64(1)...4 {
      var builder = builder(watchers: 1, gap: .milliseconds(30))
      builder.faults = [
        FaultPlan(
          kind: .crash(.member(group: 0, member: 1)), start: .at(.seconds(6)),
          duration: .seconds(5), text: "crash")
      ]
      let result = try Experiment(plan: builder.plan).run(seed: seed)
      XCTAssertEqual(result.violations, [], "seed \(seed)")
      XCTAssertEqual(count(result, .watchResumes), 2, "seed \(seed)")
      XCTAssertEqual(count(result, .watchRelists), 0, "seed \(seed)")
      XCTAssertGreaterThan(count(result, .watchEvents), 2 * 600, "seed \(seed)")
    }
  }

  func testAWatcherBehindACompactionListsAndGoesOn() throws {
    var builder = builder(watchers: 1, count: 1)
    builder.duration = .seconds(90)
    builder.groups[0].compactEvery = .seconds(5)
    builder.loads[1].member = 0
    builder.faults = [
      FaultPlan(
        kind: .partition(from: [.region(1)], to: [.region(0), .region(2)], bothWays: true),
        start: .at(.seconds(10)), duration: .seconds(45), text: "cut")
    ]
    let result = try Experiment(plan: builder.plan).run(seed: 2)
    XCTAssertEqual(result.violations, [])
    XCTAssertEqual(count(result, .watchRelists), 1)
    // To the member it is bound to and back, and a round to prove that it leads.
    let found = result.histogram(.watchRelistTime)
    XCTAssertEqual([found.count, found.min, found.max], [1, 80_000_000, 80_000_000])
  }

  func testProgressIsToldWhenNothingHappens() throws {
    var builder = builder(watchers: 2, gap: .seconds(5))
    builder.duration = .seconds(21)
    let result = try Experiment(plan: builder.plan).run(seed: 2)
    XCTAssertEqual(result.violations, [])
    // Ten looks each; none before the first event, nor where an event came since the last.
    XCTAssertTrue(4...10 ~= count(result, .watchProgress), "\(count(result, .watchProgress))")
  }

  func testASlowWatcherIsToldEverythingInOrder() throws {
    var builder = builder(watchers: 1, gap: .milliseconds(20))
    builder.loads[0].valueSize = 20_000
    builder.loads[1].shape.processing = .milliseconds(60)
    let result = try Experiment(plan: builder.plan).run(seed: 2)
    XCTAssertEqual(result.violations, [])
    XCTAssertGreaterThan(result.histogram(.watchDelay).max, 5_000_000_000)
  }

  // MARK: The observers

  /// A world whose only watcher has begun, and whose log holds puts of key 0 at revisions 2 to 5,
  /// the last beside one of key 1.
  private func observed() throws -> World {
    var world = try World(plan: builder(watchers: 0, count: 1).plan, seed: 1)
    world.start()
    var log = ChangeLog(memberCount: 3)
    let first = world.watchers[0].range.lower
    let second = KeyID(first.index + 1)
    for raw in Int64(2)...5 {
      let revision = Revision(raw)
      var events = [WatchEvent(revision: revision, key: first, value: value(raw))]
      if raw == 5 { events.append(WatchEvent(revision: revision, key: second, value: value(9))) }
      log.append(ChangeLog.Origin(revision: revision), events)
    }
    world.groups[0].changes = log
    world.watchers[0].next = Revision(2)
    return world
  }

  private func value(_ identity: Int64) -> Value {
    Value(identity: UInt64(identity), sizeInBytes: 1)
  }

  private func event(
    _ revision: Int64, key: UInt32 = 0, identity: Int64? = nil, created: Int64 = 2
  ) -> KeyEvent {
    var record = Store.KeyRecord()
    record.value = value(identity ?? revision)
    record.modRevision = Revision(revision)
    record.createRevision = Revision(created)
    return KeyEvent(KeyID(key), isDelete: false, record)
  }

  func testEveryBreachOfTheContractIsSeen() throws {
    let second = event(5, key: 1, identity: 9, created: 5)
    let rows: [(responses: [[KeyEvent]], expected: [String], line: UInt)] = [
      ([[event(2)], [event(3), event(4)], [event(5), second]], [], #line),
      ([[event(2)], [event(4)]], ["watch.complete"], #line),
      ([[event(2)], [event(3)], [event(2)]], ["watch.unique"], #line),
      ([[event(2), event(3), event(4), event(5)]], ["watch.atomic"], #line),
      ([[event(2), event(3, key: 9_999)]], ["watch.filtered", "watch.atomic"], #line),
      ([[event(2, identity: 77)]], ["watch.content"], #line),
      ([[event(2, created: 1)]], ["watch.content"], #line),
      (
        [[event(2), event(3), event(4), event(5), second], [event(6)]],
        ["watch.not-from-the-future"], #line
      ),
    ]
    for row in rows {
      var world = try observed()
      for response in row.responses {
        let first = world.watchers[0].range.lower.index
        world.check(
          response.map {
            var event = $0
            event.key = KeyID(first + $0.key.index)
            return event
          }, 0)
        world.watchers[0].next = response.last?.revision.next ?? Revision(2)
      }
      XCTAssertEqual(world.recorder.violations.map(\.invariant), row.expected, line: row.line)
    }
    var world = try observed()
    world.noteProgress(WatchResponse(id: WatchID(0), revision: Revision(3)), 0)
    var refusal = WatchResponse(id: WatchID(0), revision: Revision(5))
    refusal.compactRevision = Revision(3)
    world.checkCompaction(refusal, 0)
    XCTAssertEqual(
      world.recorder.violations.map(\.invariant), ["watch.bookmark", "watch.resumable"])
  }
}
