import HostileWorld
import SimKernel
import XCTest

/// Faults that wait for a moment, and crashes at a step.
final class FaultTriggerTests: XCTestCase {
  /// A client that makes n2 show itself as leader of term 3 at 100 ms with index 5, and at 200 ms
  /// with index 9.
  private let client = Plain.client([
    PlannedOperation(.custom(3, argument: 5), .at(.ms(100))),
    PlannedOperation(.custom(3, argument: 9), .at(.ms(200))),
  ])

  private func run(_ faults: [Fault]) throws -> RunResult {
    var client = client
    client.first = NodeID(1)
    return try Plain.run(Plain.trial(faults: faults, clients: [client]))
  }

  /// When a request sent at 100 or 200 ms arrives: 1 ms of latency and 0.1 ms of the client's.
  private let first = SimTime(nanoseconds: 101_100_000)
  private let second = SimTime(nanoseconds: 201_100_000)

  func testEachTriggerStrikesAtItsMoment() throws {
    let rows: [(FaultTrigger, SimTime, UInt)] = [
      (.leaderElected(1), first, #line),
      (.entryAppended(5), first, #line),
      (.entryAppended(6), second, #line),
      (.commitAdvanced(9), second, #line),
    ]
    for (trigger, time, line) in rows {
      let result = try run([.crash(id: 1, .trigger, at: .when(trigger))])
      XCTAssertEqual(result.times(of: .crash, at: 1), [time], line: line)
      XCTAssertEqual(result.counts.crashes, 1, line: line)
    }
  }

  func testATriggerThatIsNeverPulledDoesNothing() throws {
    for trigger in [
      .leaderElected(2), .commitAdvanced(10), .snapshotSending, .configEntryUnapplied,
      .leaseWithin(.seconds(1)),
    ] as [FaultTrigger] {
      let result = try run([.crash(id: 1, .all, at: .when(trigger))])
      XCTAssertEqual(result.counts.crashes, 0, "\(trigger)")
      XCTAssertEqual(result.counts.faultsBegun, 0, "\(trigger)")
    }
  }

  func testAFaultCanFollowAnother() throws {
    let result = try run([
      .crash(id: 4, .nodes([NodeID(2)]), at: .when(.after(fault: 7, .milliseconds(30)))),
      .isolate(id: 7, .nodes([NodeID(0)]), at: .at(.ms(50)), for: .milliseconds(5)),
    ])
    XCTAssertEqual(result.times(of: .crash, at: 2), [.ms(80)])
  }

  func testTheLeaderIsTheLatestThatIsUp() throws {
    let before = try run([.crash(id: 1, .leader, at: .at(.ms(50)))])
    XCTAssertEqual(before.counts.crashes, 0)
    let after = try run([.crash(id: 1, .leader, at: .at(.ms(150)))])
    XCTAssertEqual(after.times(of: .crash, at: 1), [.ms(150)])
  }

  /// A node's handler of a put writes, then syncs; its answer follows when the sync is done.
  func testACrashAtAStepFallsBetweenTheEffectsItNames() throws {
    let put = Plain.client([PlannedOperation(.put(key: 1, value: 7), .at(.ms(100)))])
    let rows: [(StepPoint, survives: Bool?, UInt)] = [
      (.before(.write), false, #line),
      (.after(.write), nil, #line),
      (.before(.sync), nil, #line),
      (.before(.reply, in: .disk), true, #line),
      (.after(.reply), true, #line),
    ]
    for (point, survives, line) in rows {
      var found = Set<Bool>()
      for seed in 0..<25 as Range<UInt64> {
        let crash = Fault.crashAtStep(
          id: 1, .all, point, armedAt: .at(.ms(50)), downtime: .milliseconds(200))
        var trial = Plain.trial(
          faults: [crash],
          clients: [
            put, Plain.client([PlannedOperation(.get(key: 1), .at(.ms(1_000)))], id: 1),
          ], duration: .milliseconds(1_100))
        trial.seed = seed
        let result = try Plain.run(trial, recording: false)
        XCTAssertEqual(result.counts.crashes, 1, line: line)
        guard case .answered(.value(let value), _) = result.history.last?.ending else {
          return XCTFail("no answer", line: line)
        }
        found.insert(value == 7)
      }
      XCTAssertEqual(found, survives.map { [$0] } ?? [true, false], line: line)
    }
  }

  func testTheCountAndTheHandlerOfAStepAreHeeded() throws {
    let third = Fault.crashAtStep(
      id: 1, .nodes([NodeID(0)]), .before(.send, in: .timer, count: 5), armedAt: .at(.zero))
    let result = try Plain.run(Plain.trial(faults: [third]))
    // Two sends a period: the fifth is the first of the third.
    XCTAssertEqual(result.times(of: .crash, at: 0), [.ms(30)])
    let never = Fault.crashAtStep(
      id: 1, .nodes([NodeID(0)]), .before(.send, in: .message), armedAt: .at(.zero))
    XCTAssertEqual(try Plain.run(Plain.trial(faults: [never])).counts.crashes, 0)
  }
}
