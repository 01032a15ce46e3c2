import HostileWorld
import SimKernel
import XCTest

/// What faults do to a node's machine: processor, disk, calendar, lease, region.
final class MachineFaultTests: XCTestCase {
  /// Says in its story what its disk and clocks show: by syncing, reading and noting.
  private struct Reader: SimulatedNode {
    struct Options: Sendable {}
    var outcomes: [DiskOutcome] = []
    var walls: [Int64] = []
    var leaseEnd: SimTime?
    var probe: ConsensusProbe? {
      ConsensusProbe(
        term: 1, role: .follower, commit: UInt64(outcomes.count { $0 == .failed(.readError) }),
        lastIndex: UInt64(outcomes.count { $0 == .failed(.full) }), leaseEnd: leaseEnd)
    }

    init(
      id: NodeID, peers: [NodeID], options: Options, image: DurableImage,
      io: inout NodeIO<Chatter.Payload>
    ) {
      io.append([1, 2, 3], to: "log")
      io.sync("log")
      io.setTimer(1, after: .milliseconds(10))
      io.setTimer(2, after: .milliseconds(200))
    }

    mutating func step(_ event: NodeEvent<Chatter.Payload>, io: inout NodeIO<Chatter.Payload>) {
      switch event {
      case .timer(1):
        io.read("log", at: 0, length: 3)
        io.append([4], to: "log")
        io.sync("log")
        io.note(.mark(Int(io.wall.nanoseconds - io.now.nanoseconds)))
        io.setTimer(1, after: .milliseconds(10))
      case .timer: leaseEnd = io.now + .milliseconds(300)
      case .disk(_, let outcome): outcomes.append(outcome)
      default: break
      }
    }
  }

  /// Keeps marks and probes.
  private struct Watcher: WorldObserver {
    var finding: Finding? { nil }
    var marks: [(time: SimTime, value: Int)] = []
    var last: [NodeID: ConsensusProbe] = [:]
    mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime) {
      if case .mark(let value) = note, node == NodeID(0) { marks.append((time, value)) }
    }
    mutating func probed(
      _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime
    ) { last[node] = after }
  }

  private func run(_ fault: Fault) throws -> (result: RunResult, watcher: Watcher) {
    var world = try World(
      Reader.self, Plain.trial(faults: [fault], duration: .seconds(1)), options: .init(),
      observer: Watcher(), recording: true)
    let result = world.run()
    return (result, world.observer)
  }

  private let first = FaultTarget.nodes([NodeID(0)])

  func testReadErrorsAndFullDisksAreToldToTheNodeAlone() throws {
    let errors = try run(
      Fault(id: 1, .diskReadError, first, at: .at(.ms(505)), for: .milliseconds(100)))
    XCTAssertEqual(errors.watcher.last[NodeID(0)]?.commit, 10)
    XCTAssertEqual(errors.watcher.last[NodeID(1)]?.commit, 0)
    let full = try run(
      Fault(id: 1, .diskFull, first, at: .at(.ms(505)), for: .milliseconds(100)))
    XCTAssertEqual(full.watcher.last[NodeID(0)]?.lastIndex, 10)
    XCTAssertEqual(full.watcher.last[NodeID(1)]?.lastIndex, 0)
  }

  func testAStalledDiskCompletesEverythingAtItsEnd() throws {
    let result = try run(
      Fault(id: 1, .diskStall, first, at: .at(.ms(505)), for: .milliseconds(100))
    ).result
    let times = result.times(of: .disk, at: 0)
    XCTAssertFalse(times.contains { $0 > .ms(505) && $0 < .ms(605) })
    XCTAssertGreaterThanOrEqual(times.count { $0 == .ms(605) }, 19)
  }

  func testASlowDiskTakesItsTime() throws {
    let result = try run(
      Fault(
        id: 1, .diskSlow, first, at: .at(.zero),
        numbers: [.addNs: 3_000_000, .scalePPM: 1_000_000])
    ).result
    let fast = result.times(of: .disk, at: 1).filter { $0 > .ms(100) && $0 < .ms(110) }
    let slow = result.times(of: .disk, at: 0).filter { $0 > .ms(100) && $0 < .ms(110) }
    XCTAssertEqual(fast.count, 2)
    XCTAssertEqual(slow.first, .ms(103) + .microseconds(100), "a read of 100 us, and 3 ms")
  }

  func testAStepOfTheCalendarMovesNoTimer() throws {
    let (result, watcher) = try run(
      Fault(
        id: 1, .clockStep, first, at: .at(.ms(505)), numbers: [.stepNs: -300_000_000_000]))
    XCTAssertTrue(
      watcher.marks.allSatisfy { $0.value == ($0.time < .ms(505) ? 0 : -300_000_000_000) })
    XCTAssertEqual(watcher.marks.map(\.time), (1...100).map { .ms(10 * $0) })
    XCTAssertEqual(result.times(of: .timer, at: 1).count, 101)
  }

  func testASlowProcessorMakesEventsQueue() throws {
    let result = try run(
      Fault(
        id: 1, .slowCPU, first, at: .at(.ms(505)), for: .milliseconds(200),
        numbers: [.costNs: 7_000_000])
    ).result
    let handled = result.trace.filter {
      $0.node == NodeID(0) && ($0.kind == .timer || $0.kind == .disk) && $0.time > .ms(505)
        && $0.time < .ms(700)
    }.map(\.time)
    XCTAssertGreaterThan(handled.count, 20)
    for (a, b) in zip(handled, handled.dropFirst()) {
      XCTAssertEqual((b - a).nanoseconds >= 7_000_000, true, "\(a) then \(b)")
    }
    XCTAssertEqual(result.times(of: .timer, at: 1).count, 101)
  }

  func testATriggerSeesALeaseRunOut() throws {
    // The lease is taken at 200 ms and ends at 500 ms.
    let result = try run(
      .crash(id: 1, .trigger, at: .when(.leaseWithin(.milliseconds(20))))
    ).result
    XCTAssertEqual(result.counts.crashes, 1)
    XCTAssertEqual(result.trace.first { $0.kind == .crash }?.time, .ms(480))
  }

  func testARegionLosesPowerAtOnce() throws {
    var trial = Plain.trial(
      nodes: 4,
      faults: [.regionDown(id: 1, region: 1, at: .at(.ms(50)), for: .milliseconds(100))])
    trial.network.oneWay = Array(
      repeating: Array(repeating: .milliseconds(1), count: 2), count: 2)
    let result = try Plain.run(trial)
    for node in 0..<4 {
      let isHit = node % 2 == 1
      XCTAssertEqual(result.times(of: .crash, at: node), isHit ? [.ms(50)] : [])
      XCTAssertEqual(result.times(of: .start, at: node), isHit ? [.zero, .ms(150)] : [.zero])
    }
  }

  func testAProcessThatEndsKeepsWhatItWroteAndPowerMayTakeIt() throws {
    for (power, expected) in [(0, [true]), (1, [false, true])] as [(Int64, Set<Bool>)] {
      var found = Set<Bool>()
      for seed in 0..<30 as Range<UInt64> {
        var crash = Fault.crashAtStep(
          id: 1, .nodes([NodeID(0)]), .after(.write), armedAt: .at(.ms(5)),
          downtime: .milliseconds(20))
        crash.numbers[.power] = power
        let put = Plain.client([PlannedOperation(.put(key: 1, value: 7), .at(.ms(10)))])
        var get = Plain.client([PlannedOperation(.get(key: 1), .at(.ms(100)))], id: 1)
        get.first = NodeID(0)
        let result = try Plain.run(
          Plain.trial(
            faults: [crash], clients: [put, get], duration: .milliseconds(200), seed: seed),
          recording: false)
        found.insert(
          result.history.last?.ending == .answered(.value(7), at: .ms(102) + .microseconds(200)))
      }
      XCTAssertEqual(found, expected, "power \(power)")
    }
  }
}
