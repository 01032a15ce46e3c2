import HostileWorld
import SimKernel
import XCTest

/// Clients, crashes and the second phase.
final class ClientAndHealingTests: XCTestCase {
  func testACallEndsWithItsAnswer() throws {
    let result = try Plain.run(
      Plain.trial(
        clients: [
          Plain.client([
            PlannedOperation(.put(key: 1, value: 5), .at(.ms(10))),
            PlannedOperation(.get(key: 1), .think(.milliseconds(5))),
          ])
        ]))
    XCTAssertEqual(result.history.count, 2)
    guard case .answered(.done, let first) = result.history[0].ending,
      case .answered(.value(5), let second) = result.history[1].ending
    else { return XCTFail("\(result.history)") }
    XCTAssertEqual(result.history[1].calledAt, first + .milliseconds(5))
    XCTAssertEqual(second, result.history[1].calledAt + .microseconds(2_200))
    XCTAssertEqual(result.history.map(\.id.process), [0, 0])
  }

  func testAnUnknownOutcomeRetiresTheProcess() throws {
    let stall = Fault(id: 1, .diskStall, .all, at: .at(.zero), for: .milliseconds(1_500))
    var client = Plain.client([
      PlannedOperation(.put(key: 1, value: 5), .at(.ms(10))),
      PlannedOperation(.get(key: 1), .at(.ms(20))),
    ])
    client.timeout = .milliseconds(700)
    let result = try Plain.run(Plain.trial(faults: [stall], clients: [client]))
    XCTAssertEqual(result.history[0].ending, .unknown)
    XCTAssertEqual(result.history[1].calledAt, .ms(710))
    XCTAssertEqual(result.history[1].client, 0)
    XCTAssertNotEqual(result.history[1].id.process, result.history[0].id.process)
    XCTAssertNotEqual(result.history[1].node, NodeID(0), "it asks another node after a time-out")
  }

  func testANodeThatIsDownRefusesAndTheNextIsAsked() throws {
    let down = Fault.crash(id: 1, .nodes([NodeID(0)]), at: .at(.ms(5)))
    var client = Plain.client([PlannedOperation(.put(key: 1, value: 5), .at(.ms(10)))])
    // It waits to ask again when it gives up: every attempt was refused.
    client.timeout = .milliseconds(1_010)
    let result = try Plain.run(Plain.trial(faults: [down], clients: [client]))
    XCTAssertEqual(result.history[0].node, NodeID(1))
    let all = try Plain.run(
      Plain.trial(faults: [.crash(id: 1, .all, at: .at(.ms(5)))], clients: [client]))
    guard case .refused = all.history[0].ending else { return XCTFail("\(all.history)") }
  }

  func testHealingEndsFaultsInTheCoreAndFreezesTheOthers() throws {
    let n = (0..<5).map { NodeID($0) }
    let faults: [Fault] = [
      .crash(id: 1, .nodes([n[0], n[4]]), at: .at(.ms(100))),
      .isolate(id: 2, .nodes([n[1], n[3]]), at: .at(.ms(100)), for: .milliseconds(950)),
      Fault(id: 3, .pause, .nodes([n[2], n[3]]), at: .at(.ms(100))),
      .crash(id: 4, .nodes([n[0]]), at: .at(.ms(1_500))),
    ]
    var client = Plain.client([PlannedOperation(.put(key: 1, value: 5), .at(.ms(10)))])
    client.first = n[2]
    let trial = Plain.trial(
      nodes: 5, faults: faults, clients: [client], duration: .seconds(1),
      healing: HealingPlan(core: [n[0], n[1], n[2]], limit: .seconds(2)))
    let result = try Plain.run(trial)
    guard case .recovered = result.recovery else { return XCTFail("\(result.recovery)") }
    XCTAssertEqual(result.times(of: .start, at: 0), [.zero, .ms(1_000)])
    XCTAssertEqual(result.times(of: .start, at: 4), [.zero])
    XCTAssertEqual(result.times(of: .resume, at: 2), [.ms(1_000)])
    XCTAssertEqual(result.times(of: .resume, at: 3), [])
    XCTAssertEqual(result.counts.faultsBegun, 3)
    let last = try XCTUnwrap(result.history.last)
    XCTAssertTrue([n[0], n[1], n[2]].contains(last.node))
  }

  func testAClientThatNobodyServesIsStalled() throws {
    var trial = Plain.trial(
      clients: [
        Plain.client([PlannedOperation(.put(key: 1, value: 5), .at(.ms(10)))], id: 4)
      ],
      duration: .seconds(1), healing: HealingPlan(core: [NodeID(0)], limit: .seconds(3)))
    trial.clients[0].timeout = .milliseconds(300)
    struct Mute: SimulatedNode {
      struct Options: Sendable {}
      init(
        id: NodeID, peers: [NodeID], options: Options, image: DurableImage,
        io: inout NodeIO<Chatter.Payload>
      ) {}
      mutating func step(
        _ event: NodeEvent<Chatter.Payload>, io: inout NodeIO<Chatter.Payload>
      ) {}
    }
    var world = try World(Mute.self, trial, options: .init(), observer: NoObserver())
    let result = world.run()
    XCTAssertEqual(result.recovery, .stalled(clients: [4]))
    XCTAssertEqual(result.endedAt, .ms(4_000))
  }

  func testARunGoesOnUntilItHasSettled() throws {
    struct Watch: WorldObserver {
      var settledAt: SimTime?
      var finding: Finding? { nil }
      var unavailability: String? { "because" }
      mutating func settled(at time: SimTime) { settledAt = time }
    }
    func run(_ settling: SimDuration) throws -> (result: RunResult, settledAt: SimTime?) {
      let trial = Plain.trial(
        clients: [Plain.client([PlannedOperation(.put(key: 1, value: 5), .at(.ms(10)))])],
        duration: .seconds(1), healing: HealingPlan(settling: settling))
      var world = try World(Chatter.self, trial, options: .init(), observer: Watch())
      return (world.run(), world.observer.settledAt)
    }
    let (short, long) = (try run(.zero), try run(.seconds(2)))
    guard case .recovered(let after) = short.result.recovery else {
      return XCTFail("\(short.result.recovery)")
    }
    XCTAssertEqual(long.result.recovery, .recovered(after: after))
    XCTAssertEqual(long.result.endedAt, short.result.endedAt + .seconds(2))
    XCTAssertEqual(short.settledAt, short.result.endedAt)
    XCTAssertEqual(long.settledAt, long.result.endedAt)
    XCTAssertEqual(long.result.unavailability, "because")
  }

  func testAnEventLimitIsNoPass() throws {
    var trial = Plain.trial()
    trial.eventLimit = 100
    let result = try Plain.run(trial)
    XCTAssertEqual(result.verdict, .undecided("100 events"))
    XCTAssertEqual(result.events, 100)
  }

  func testAnUpgradeRestartsNodesOneByOneWithTheOption() throws {
    let upgrade = Fault(
      id: 1, .upgrade, .all, at: .at(.ms(100)), for: .milliseconds(20),
      numbers: [.value: 1_000_000, .staggerNs: 50_000_000], words: ["period"])
    let result = try Plain.run(Plain.trial(faults: [upgrade], duration: .milliseconds(400)))
    for node in 0..<3 {
      let restart = SimTime.ms(120 + 50 * Int64(node))
      XCTAssertEqual(result.times(of: .start, at: node), [.zero, restart])
      let after = result.times(of: .timer, at: node).filter { $0 > restart }
      XCTAssertEqual(after.first, restart + .milliseconds(1))
    }
  }

  func testOverloadAndOperatorAreNoPartOfTheClientsStory() throws {
    let faults = [
      Fault(
        id: 1, .overload, .all, at: .at(.ms(100)), for: .milliseconds(500),
        numbers: [.ratePerSecond: 200]),
      Fault(id: 2, .admin, .nodes([NodeID(2)]), at: .at(.ms(100)), words: ["remove"]),
    ]
    let result = try Plain.run(Plain.trial(faults: faults))
    XCTAssertEqual(result.history.count, 1)
    XCTAssertEqual(result.history[0].client, OperationRecord.operatorClient)
    XCTAssertEqual(result.history[0].command, .admin(name: "remove", node: NodeID(2), value: 0))
    let asked = result.trace.filter { $0.kind == .receive && $0.client != nil }
    XCTAssertEqual(asked.count, 101)
  }

  func testBudgetsSayWhatAPlanMayDo() {
    let n = (0..<5).map { NodeID($0) }
    func offences(_ faults: [Fault], healing: HealingPlan? = HealingPlan()) -> Int {
      Trial(seed: 1, nodes: 5, faults: FaultPlan(faults), healing: healing).budgetOffences.count
    }
    let wipe: FaultNumbers = [.wipe: 1]
    XCTAssertEqual(
      offences([.crash(id: 1, .all, at: .at(.zero)), .isolate(id: 2, .all, at: .at(.zero))]), 0)
    XCTAssertEqual(offences([Fault(id: 1, .diskLies, .all, at: .at(.zero))]), 1)
    let gone = Fault(id: 1, .crash, .nodes([n[0], n[1]]), at: .at(.zero), numbers: wipe)
    XCTAssertEqual(offences([gone], healing: nil), 0)
    XCTAssertEqual(offences([gone], healing: HealingPlan(core: [n[2], n[3], n[4]])), 0)
    XCTAssertEqual(offences([gone]), 1, "healing brings them back empty")
    var back = gone
    back.duration = .seconds(1)
    XCTAssertEqual(offences([back], healing: nil), 1)
    let majority = Fault(id: 1, .crash, .nodes([n[0], n[1], n[2]]), at: .at(.zero), numbers: wipe)
    XCTAssertEqual(offences([majority], healing: nil), 1)
    let leader = Fault(id: 2, .crash, .leader, at: .at(.zero), numbers: wipe)
    XCTAssertEqual(offences([gone, leader], healing: nil), 1)
  }
}
