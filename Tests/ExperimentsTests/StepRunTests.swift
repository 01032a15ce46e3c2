import Experiments
import Results
import ScenarioFormat
import SimKernel
import Statistics
import XCTest

/// What operators do works as in etcd, and what it costs is measured.
final class StepRunTests: XCTestCase {
  /// Three members 40 to 60 ms apart, members that join later in region 1, and writes from there.
  private func run(
    _ steps: [StepPlan.Kind], every gap: Int64 = 10, later: Int = 1,
    faults: [FaultPlan] = [], change: (inout PlanBuilder) -> Void = { _ in }
  ) throws -> RunResult {
    var builder = PlanBuilder(
      roundTripsInMilliseconds: [[0, 40, 60], [40, 0, 50], [60, 50, 0]])
    builder.duration = .seconds(60)
    let fsync = SimDuration.milliseconds(1)
    var group = PlanBuilder.group(
      regions: [0, 1, 2], disks: [fsync, fsync, fsync], leader: 0)
    for i in 0..<later {
      group.members.append(
        MemberPlan(
          name: "new-\(i)", region: 1, zone: 0, isLearner: false,
          disk: PlanBuilder.disk(fsync), joinsLater: true))
    }
    builder.groups = [group]
    builder.loads = [PlanBuilder.load(region: 1, .fixed(gap: .milliseconds(50)))]
    builder.faults = faults
    builder.steps = steps.enumerated().map { number, kind in
      StepPlan(
        kind: kind, start: .event(.at(.seconds(10 + Int64(number) * gap))),
        patience: .seconds(30), text: "step \(number)")
    }
    change(&builder)
    let result = try Experiment(plan: builder.plan).run(seed: 7)
    XCTAssertEqual(result.violations, [])
    return result
  }

  private func ends(_ result: RunResult) -> [String] {
    result.timeline.filter { $0.kind == .stepEnded }.map(\.text)
  }

  private func took(_ result: RunResult, _ step: Int) -> Int64 {
    let begun = result.timeline.first { $0.kind == .stepStarted && $0.text == "step \(step)" }
    let ended = result.timeline.first { $0.kind == .stepEnded && $0.text == "step \(step)" }
    return (ended?.time ?? .max) - (begun?.time ?? 0)
  }

  private func scalar(_ result: RunResult, _ metric: Metric) -> Int64? {
    let values = result.records.filter { $0.metric == metric && $0.window == nil }.map(\.value)
    return values.isEmpty
      ? nil
      : values.reduce(0) { if case .scalar(let value) = $1 { $0 + value } else { $0 } }
  }

  func testALearnerJoinsAndIsPromotedWithoutAnOutage() throws {
    let result = try run([
      .addMember(group: 0, member: 3, isLearner: true), .promoteMember(group: 0, member: 3),
    ])
    XCTAssertEqual(ends(result), ["step 0", "step 1"])
    XCTAssertEqual(scalar(result, .operationsFailed), 0)
    XCTAssertEqual(scalar(result, .stepsFailed), 0)
    XCTAssertEqual(scalar(result, .leaderChanges), 0)
  }

  /// The new member is beside the clients: once it counts, a quorum of four still needs two others.
  func testAChangeTakesOneRoundTripOfAQuorum() throws {
    let result = try run([.addMember(group: 0, member: 3, isLearner: true)])
    XCTAssertEqual(Double(took(result, 0)) / 1e6, 41, accuracy: 3)
  }

  func testADeadMemberIsReplaced() throws {
    let result = try run(
      [.loseForever(.member(group: 0, member: 1)), .replaceMember(group: 0, old: 1, new: 3)])
    XCTAssertEqual(ends(result), ["step 0", "step 1"])
    XCTAssertLessThan(took(result, 1), 5_000_000_000)
    XCTAssertTrue(result.timeline.contains { $0.kind == .restart && $0.subject == "new-0" })
    XCTAssertFalse(result.timeline.contains { $0.kind == .restart && $0.subject == "etcd-1" })
    // What was under way at the dead member, and nothing later.
    XCTAssertLessThanOrEqual(try XCTUnwrap(scalar(result, .operationsFailed)), 5)
  }

  func testARemovedLeaderStopsWithinASecondAndAnotherIsElected() throws {
    let result = try run([.removeMember(.leader(group: 0))])
    XCTAssertEqual(ends(result), ["step 0"])
    let crash = try XCTUnwrap(result.timeline.first { $0.kind == .crash })
    XCTAssertEqual(crash.subject, "etcd-0")
    let ended = try XCTUnwrap(result.timeline.first { $0.kind == .stepEnded })
    // A second after it applied its removal, or when a peer that did refuses it, if that is sooner.
    XCTAssertGreaterThan(crash.time, ended.time)
    XCTAssertLessThan(Double(crash.time - ended.time) / 1e9, 1.1)
    XCTAssertFalse(result.timeline.contains { $0.kind == .restart })
    let leaders = result.timeline.filter { $0.kind == .leaderElected }.map(\.subject)
    XCTAssertEqual(leaders.first, "etcd-0")
    XCTAssertNotEqual(leaders.last, "etcd-0")
  }

  /// A member that was cut off while it was removed learns of it from its peers.
  func testARemovedMemberThatWasCutOffStopsWhenItIsBack() throws {
    let cut = FaultPlan(
      kind: .partition(
        from: [.member(group: 0, member: 2)], to: [.region(0), .region(1)], bothWays: true),
      start: .at(.seconds(4)), duration: .seconds(20), text: "cut")
    let result = try run([.removeMember(.member(group: 0, member: 2))], faults: [cut])
    XCTAssertEqual(ends(result), ["step 0"])
    let crash = try XCTUnwrap(result.timeline.first { $0.kind == .crash })
    XCTAssertEqual(crash.subject, "etcd-2")
    XCTAssertGreaterThan(crash.time, 24_000_000_000)
    XCTAssertLessThan(crash.time, 28_000_000_000)
    XCTAssertEqual(scalar(result, .leaderChanges), 0)
  }

  func testAnUnhealthyClusterRefusesUntilTheOperatorGivesUp() throws {
    let crash = FaultPlan(
      kind: .crash(.member(group: 0, member: 2)), start: .at(.seconds(5)), duration: nil,
      text: "dead")
    let result = try run([.removeMember(.member(group: 0, member: 1))], faults: [crash])
    XCTAssertEqual(ends(result), ["step 0: etcdserver: unhealthy cluster"])
    XCTAssertEqual(scalar(result, .stepsFailed), 1)
  }

  /// MoveLeader looks once per heartbeat interval (findings 12): its answer is on that grid.
  func testALeaderTransferIsAnsweredOnTheGridOfHeartbeats() throws {
    let result = try run([.transferLeader(group: 0, member: 2)])
    XCTAssertEqual(ends(result), ["step 0"])
    XCTAssertEqual(took(result, 0) % 100_000_000, 0)
    // The target campaigns with votes from 50 or 60 ms away, and the old leader hears of it.
    XCTAssertEqual(took(result, 0), 200_000_000)
  }

  func testALearnerCannotBeGivenTheLead() throws {
    let result = try run([
      .addMember(group: 0, member: 3, isLearner: true), .transferLeader(group: 0, member: 3),
    ])
    XCTAssertEqual(ends(result), ["step 0", "step 1: etcdserver: bad leader transferee"])
  }

  func testARollingRestartKeepsAQuorumAndServes() throws {
    let result = try run(
      [.restart(group: 0, members: [0, 1, 2], down: .seconds(3), StepPlan.MemberChange())])
    XCTAssertEqual(ends(result), ["step 0"])
    var down: Set<String> = []
    for event in result.timeline {
      if event.kind == .crash { down.insert(event.subject) }
      if event.kind == .restart { down.remove(event.subject) }
      XCTAssertLessThanOrEqual(down.count, 1, "\(event)")
    }
    XCTAssertEqual(result.timeline.filter { $0.kind == .restart }.count, 3)
    // The leader hands over before it stops: nobody waits for an election timeout.
    XCTAssertLessThan(try XCTUnwrap(scalar(result, .leaderless)), 500_000_000)
  }

  /// Pre-vote off: a member that was cut off deposes the leader when it is back. On: it does not.
  func testAnUpgradeTurnsPreVoteOn() throws {
    var change = StepPlan.MemberChange()
    change.preVote = true
    func cut(at second: Int64) -> FaultPlan {
      FaultPlan(
        kind: .partition(
          from: [.member(group: 0, member: 2)], to: [.region(0), .region(1)], bothWays: true),
        start: .at(.seconds(second)), duration: .seconds(4), text: "cut")
    }
    func elections(_ steps: [StepPlan.Kind]) throws -> [Int64] {
      try run(steps, faults: [cut(at: 4), cut(at: 40)], change: { $0.groups[0].preVote = false })
        .timeline.filter { $0.kind == .leaderElected }.map(\.time)
    }
    let plain = try elections([])
    XCTAssertTrue(plain.contains { (8_000_000_000...13_000_000_000).contains($0) }, "\(plain)")
    XCTAssertTrue(plain.contains { $0 > 44_000_000_000 }, "\(plain)")
    let upgraded = try elections(
      [.restart(group: 0, members: [0, 1, 2], down: .seconds(1), change)])
    XCTAssertFalse(upgraded.contains { $0 > 40_000_000_000 }, "\(upgraded)")
  }

  func testARestoredSnapshotLosesWhatCameAfterIt() throws {
    let result = try run(
      [
        .loseForever(.region(0)), .loseForever(.region(2)),
        .restoreSnapshot(
          group: 0, members: [3, 4, 5], savedEvery: .seconds(8), takes: .seconds(5)),
      ], every: 1, later: 3)
    XCTAssertEqual(ends(result), ["step 0", "step 1", "step 2"])
    // Saved at 8 s and, from the survivor, at 16 s; lost at 10 s, when acknowledgements end.
    let lost = try XCTUnwrap(scalar(result, .lostWrites))
    XCTAssertEqual(lost, 0, "the survivor had everything that was acknowledged")
    let downtime = try XCTUnwrap(scalar(result, .downtime))
    XCTAssertEqual(Double(downtime) / 1e9, 7.5, accuracy: 2.5)
  }

  func testWhatASnapshotLacksIsCounted() throws {
    let result = try run(
      [
        .loseForever(.region(0)), .loseForever(.region(1)), .loseForever(.region(2)),
        .restoreSnapshot(
          group: 0, members: [3, 4, 5], savedEvery: .seconds(8), takes: .seconds(5)),
      ], every: 0, later: 3
    ) { builder in
      // Clients elsewhere see it.
      builder.oneWay = builder.oneWay.map { $0 + [.milliseconds(20)] }
      builder.oneWay.append([.milliseconds(20), .milliseconds(20), .milliseconds(20), .zero])
      builder.loads = [PlanBuilder.load(region: 3, .fixed(gap: .milliseconds(50)))]
      for i in 3...5 { builder.groups[0].members[i].region = 3 }
    }
    // Saved at 8 s, lost at 10 s, 20 writes a second.
    XCTAssertEqual(try XCTUnwrap(scalar(result, .lostWrites)), 40, accuracy: 3)
    XCTAssertEqual(
      Double(try XCTUnwrap(scalar(result, .lostSpan))) / 1e9, 2, accuracy: 0.2)
    XCTAssertGreaterThan(try XCTUnwrap(scalar(result, .downtime)), 5_000_000_000)
    XCTAssertLessThan(try XCTUnwrap(scalar(result, .downtime)), 12_000_000_000)
  }

  func testASurvivorGoesOnAloneAndGrowsAgain() throws {
    let result = try run(
      [
        .loseForever(.region(0)), .loseForever(.region(2)),
        .forceNewCluster(group: 0, member: 1, takes: .seconds(2)),
        .addMember(group: 0, member: 3, isLearner: false),
      ], every: 4)
    XCTAssertEqual(ends(result), ["step 0", "step 1", "step 2", "step 3"])
    XCTAssertNotNil(scalar(result, .downtime))
    let leaders = result.timeline.filter { $0.kind == .leaderElected }.map(\.subject)
    XCTAssertEqual(leaders.last, "etcd-1")
  }

  func testNothingIsRestoredBeforeASnapshotWasSaved() throws {
    let result = try run([
      .restoreSnapshot(group: 0, members: [], savedEvery: .seconds(300), takes: .seconds(5))
    ])
    XCTAssertEqual(ends(result), ["step 0: no snapshot was saved before"])
  }

  func testTheSameStepsGiveTheSameDigest() throws {
    let steps: [StepPlan.Kind] = [
      .loseForever(.member(group: 0, member: 1)), .replaceMember(group: 0, old: 1, new: 3),
    ]
    XCTAssertEqual(try run(steps).digest, try run(steps).digest)
    XCTAssertNotEqual(try run(steps).digest, try run([steps[0]]).digest)
  }
}
