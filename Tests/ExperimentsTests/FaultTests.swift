import Experiments
import Results
import ScenarioFormat
import SimKernel
import Statistics
import XCTest

/// Each kind of fault does what its name says, when it is told to.
final class FaultTests: XCTestCase {
  private let rtt: [[Int64]] = [[0, 40, 60], [40, 0, 50], [60, 50, 0]]

  private func run(
    _ faults: [FaultPlan], rules: [ExpectRule] = [], from region: Int = 1,
    _ operation: LoadPlan.Operation = .put
  ) throws -> RunResult {
    var builder = PlanBuilder(roundTripsInMilliseconds: rtt)
    builder.duration = .seconds(30)
    let fsync = SimDuration.milliseconds(1)
    builder.groups = [
      PlanBuilder.group(regions: [0, 1, 2], disks: [fsync, fsync, fsync], leader: 0)
    ]
    builder.loads = [
      PlanBuilder.load(region: region, .fixed(gap: .milliseconds(50)), operation)
    ]
    builder.faults = faults
    builder.rules = rules
    let result = try Experiment(plan: builder.plan).run(seed: 11)
    XCTAssertEqual(result.violations, [])
    return result
  }

  private func fault(
    _ kind: FaultPlan.Kind, at seconds: Int64 = 10, for duration: Int64? = 8
  ) -> FaultPlan {
    FaultPlan(
      kind: kind, start: .at(.seconds(seconds)), duration: duration.map(SimDuration.seconds),
      text: "fault")
  }

  private func leaders(_ result: RunResult) -> [String] {
    result.timeline.filter { $0.kind == .leaderElected }.map(\.subject)
  }

  private func scalar(_ result: RunResult, _ metric: Metric) -> Int64 {
    result.records.filter { $0.metric == metric && $0.window == nil }.reduce(0) {
      if case .scalar(let value) = $1.value { return $0 + value }
      return $0
    }
  }

  func testQuietRunKeepsItsLeader() throws {
    let result = try run([])
    XCTAssertEqual(leaders(result), ["etcd-0"])
    XCTAssertEqual(scalar(result, .operationsFailed), 0)
    XCTAssertEqual(scalar(result, .leaderless), 0)
  }

  func testCrashOfTheLeaderElectsAnotherAndItComesBack() throws {
    let result = try run([fault(.crash(.leader(group: 0)))])
    let seen = leaders(result)
    XCTAssertEqual(seen.first, "etcd-0")
    XCTAssertGreaterThanOrEqual(seen.count, 2)
    XCTAssertNotEqual(seen.last, "etcd-0")
    let kinds = result.timeline.map(\.kind)
    XCTAssertTrue(kinds.contains(.crash) && kinds.contains(.restart))
    // Detection takes ten to nineteen ticks of 100 ms, then two survivor round trips.
    let outage = scalar(result, .outage)
    XCTAssertTrue((900_000_000...4_000_000_000).contains(outage), "\(outage)")
  }

  func testCrashOfAFollowerCostsNoElection() throws {
    let result = try run([fault(.crash(.member(group: 0, member: 2)))])
    XCTAssertEqual(leaders(result), ["etcd-0"])
    XCTAssertEqual(scalar(result, .operationsFailed), 0)
  }

  func testIsolatedLeaderIsReplaced() throws {
    let result = try run([
      fault(.partition(from: [.region(0)], to: [.region(1), .region(2)], bothWays: true))
    ])
    XCTAssertGreaterThanOrEqual(leaders(result).count, 2)
    XCTAssertTrue(result.timeline.contains { $0.kind == .leaderLost && $0.subject == "etcd-0" })
  }

  /// The leader hears nobody but is heard: check-quorum makes it step down.
  func testOneWayCutDeposesTheDeafLeader() throws {
    let result = try run([
      fault(.partition(from: [.region(1), .region(2)], to: [.region(0)], bothWays: false))
    ])
    XCTAssertTrue(result.timeline.contains { $0.kind == .leaderLost && $0.subject == "etcd-0" })
    XCTAssertGreaterThanOrEqual(leaders(result).count, 2)
  }

  /// Only the path between the leader and one follower is cut: the other two go on, and pre-vote
  /// keeps the follower from disturbing them.
  func testPartialCutDisturbsNobody() throws {
    let result = try run([
      fault(
        .partition(
          from: [.member(group: 0, member: 0)], to: [.member(group: 0, member: 2)],
          bothWays: true))
    ])
    XCTAssertEqual(leaders(result), ["etcd-0"])
    XCTAssertEqual(scalar(result, .operationsFailed), 0)
    XCTAssertGreaterThan(scalar(result, .preVotes), 1)
  }

  func testRegionLossSilencesItsClientsAndMembers() throws {
    let result = try run([fault(.regionLoss(region: 0))], from: 0)
    XCTAssertGreaterThanOrEqual(leaders(result).count, 2)
    let quiet = try run([], from: 0)
    let lost = scalar(quiet, .operationsOffered) - scalar(result, .operationsOffered)
    XCTAssertTrue((150...175).contains(lost), "8 s at 20/s were not offered: \(lost)")
  }

  func testPausedLeaderIsReplacedAndStepsDownWhenItWakes() throws {
    let result = try run([fault(.pause(.leader(group: 0)), for: 5)])
    XCTAssertGreaterThanOrEqual(leaders(result).count, 2)
    XCTAssertTrue(result.timeline.contains { $0.kind == .leaderLost && $0.subject == "etcd-0" })
  }

  func testSlowDiskSlowsTheDecidingFollowerWhileItLasts() throws {
    let inside = ExpectRule.Window(from: 11_000_000_000, to: 17_000_000_000)
    let after = ExpectRule.Window(from: 20_000_000_000, to: 29_000_000_000)
    let rules = [inside, after].map {
      ExpectRule(subject: .metric(.writeLatency, .p50), window: $0)
    }
    let result = try run(
      [fault(.slowDisk(.member(group: 0, member: 1), extra: .milliseconds(5)))], rules: rules,
      from: 0)
    func p50(_ window: ExpectRule.Window) -> Int64 {
      result.histogram(.writeLatency, window: window)?.quantile(partsPerMillion: 500_000) ?? 0
    }
    XCTAssertEqual(p50(after), 41_000_000, accuracy: 200_000)
    XCTAssertEqual(p50(inside), 46_000_000, accuracy: 200_000)
  }

  func testLinkStepChangesTheDelayAndGoesBack() throws {
    let windows = [(11, 17), (20, 29)].map {
      ExpectRule.Window(from: $0.0 * 1_000_000_000, to: $0.1 * 1_000_000_000)
    }
    let result = try run(
      [fault(.linkDelay(from: 0, to: 1, oneWay: .milliseconds(25), bothWays: true))],
      rules: windows.map { ExpectRule(subject: .metric(.writeLatency, .p50), window: $0) },
      from: 0)
    let seen = windows.map {
      result.histogram(.writeLatency, window: $0)?.quantile(partsPerMillion: 500_000) ?? 0
    }
    XCTAssertEqual(seen[0], 51_000_000, accuracy: 200_000)
    XCTAssertEqual(seen[1], 41_000_000, accuracy: 200_000)
  }

  func testTransferMovesLeadershipWithoutAnOutage() throws {
    let result = try run([fault(.transferLeader(group: 0, member: 2), for: nil)])
    XCTAssertEqual(leaders(result), ["etcd-0", "etcd-2"])
    XCTAssertLessThan(scalar(result, .outage), 1_000_000_000)
  }

  func testTriggersStrikeWhenTheirEventComes() throws {
    let first = FaultPlan(
      kind: .crash(.leader(group: 0)), start: .leaderElected(1, group: 0),
      duration: .seconds(3), text: "first leader")
    let next = FaultPlan(
      kind: .crash(.leader(group: 0)), start: .leaderElected(2, group: nil),
      duration: .seconds(3), text: "second leader")
    let after = FaultPlan(
      kind: .slowDisk(.region(0), extra: .milliseconds(1)),
      start: .afterFault(1, delay: .seconds(4)), duration: .seconds(1), text: "after")
    let commit = FaultPlan(
      kind: .slowDisk(.region(1), extra: .milliseconds(1)),
      start: .commitReached(50, group: 0), duration: nil, text: "commit")
    let result = try run([first, next, after, commit])
    let started = result.timeline.filter { $0.kind == .faultStarted }
    XCTAssertEqual(Set(started.map(\.fault)), [0, 1, 2, 3])
    func time(_ fault: Int) -> Int64 { started.first { $0.fault == fault }?.time ?? -1 }
    XCTAssertEqual(time(2) - time(1), 4_000_000_000)
    let elected = result.timeline.filter { $0.kind == .leaderElected }.map(\.time)
    XCTAssertEqual(time(0), elected[0])
    XCTAssertEqual(time(1), elected[1])
  }

  func testReadsFailOverToTheNextMemberWhenTheirsDies() throws {
    let result = try run(
      [fault(.crash(.member(group: 0, member: 1)))], from: 1, .serializableGet)
    XCTAssertEqual(scalar(result, .operationsFailed), 0)
    let inside = try XCTUnwrap(result.histogram(.staleReadLatency))
    XCTAssertGreaterThanOrEqual(inside.max, 40_000_000)
  }
}
