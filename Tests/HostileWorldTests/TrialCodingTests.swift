import Foundation
import HostileWorld
import SimKernel
import TestSupport
import XCTest

/// Trials as files.
final class TrialCodingTests: XCTestCase {
  private func node(_ draws: inout Draws) -> NodeID { NodeID(draws.int(in: 0...4)) }

  private func time(_ draws: inout Draws) -> SimDuration {
    SimDuration(nanoseconds: Int64(draws.below(1 << 40)))
  }

  private func fault(_ id: Int, _ draws: inout Draws) -> Fault {
    let kind = draws.pick(FaultKind.allCases)
    let targets: [FaultTarget] = [
      .all, .leader, .trigger, .nodes([node(&draws)]), .regions([0, 2]),
      .links([Link(from: node(&draws), to: node(&draws))]), .groups([[node(&draws)], []]),
    ]
    let starts: [FaultStart] = [
      .at(.zero + time(&draws)), .when(.leaderElected(2)), .when(.entryAppended(7)),
      .when(.commitAdvanced(3)), .when(.snapshotSending), .when(.configEntryUnapplied),
      .when(.leaseWithin(time(&draws))), .when(.after(fault: 3, time(&draws))),
    ]
    var fault = Fault(
      id: id, kind, draws.pick(targets), at: draws.pick(starts),
      for: draws.oneIn(2) ? time(&draws) : nil, words: draws.oneIn(2) ? ["a", "b"] : [])
    for number in kind.rule.numbers where draws.oneIn(2) {
      fault.numbers[number.parameter] = number.range.lowerBound
    }
    return fault
  }

  private func trial(_ draws: inout Draws) -> Trial {
    var trial = Trial(seed: draws.next() >> 11, nodes: 5, members: draws.int(in: 1...5))
    trial.faults = FaultPlan((0..<draws.int(in: 0...6)).map { fault($0, &draws) })
    trial.clients = (0..<draws.int(in: 0...3)).map { id in
      var script = ClientLoad(operations: 5).script(client: id, nodes: 5, seed: draws.next())
      script.operations += [
        PlannedOperation(.admin(name: "remove", node: node(&draws), value: 3), .at(.ms(5))),
        PlannedOperation(.custom(4, argument: 5), .think(.zero)),
      ]
      return script
    }
    trial.options = [OptionWord("preVote", 1), OptionWord("lease", 0, node: node(&draws))]
    trial.healing = draws.oneIn(3) ? nil : HealingPlan(core: [node(&draws)])
    trial.ties = draws.oneIn(2) ? .fixed : .permuted
    trial.budget = draws.oneIn(2) ? .quorumSafe : .beyond
    trial.network.shape = draws.pick(LatencyShape.allCases)
    return trial
  }

  func testEveryTrialComesBackAsItWas() throws {
    try forEverySeed(count: 200) { draws in
      let trial = self.trial(&draws)
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let data = try encoder.encode(trial)
      let back = try JSONDecoder().decode(Trial.self, from: data)
      XCTAssertEqual(back, trial)
      XCTAssertEqual(try encoder.encode(back), data)
    }
  }

  func testAPlanCanBeWrittenByHand() throws {
    let text = """
      {"seed": 7, "nodes": 3, "durationNs": 1000000000, "faults": [
        {"id": 1, "kind": "crash", "target": {"nodes": ["n2"]}, "atNs": 5, "durationNs": 9},
        {"id": 2, "kind": "loss", "when": {"leaderElected": 2}, "parameters": {"ratePPM": 50}},
        {"id": 3, "kind": "cut", "target": "leader", "when": {"after": 1, "delayNs": 4}}],
       "clients": [{"id": 0, "region": 0, "first": "n1", "timeoutNs": 1000, "operations": [
        {"put": 1, "value": 5, "atNs": 3}, {"cas": 1, "value": 6}, {"get": 1, "thinkNs": 8}]}]}
      """
    let trial = try JSONDecoder().decode(Trial.self, from: Data(text.utf8))
    XCTAssertEqual(trial.problems, [])
    XCTAssertEqual(
      trial.faults.faults.map(\.description),
      [
        "f1 crash n2 at 0.000000 s, back after 9 ns",
        "f2 loss all (rate 50 ppm) when leader number 2 is elected, to the end",
        "f3 cut leader 4 ns after f1, to the end",
      ])
    XCTAssertEqual(
      trial.clients[0].operations.map(\.command),
      [
        .put(key: 1, value: 5), .compareAndSwap(key: 1, expected: nil, value: 6), .get(key: 1),
      ])
  }

  func testWhatIsNoTrialIsRefused() {
    func with(_ part: String) -> String {
      #"{"seed": 7, "nodes": 3, "durationNs": 1, \#(part)}"#
    }
    let rows = [
      #"{"seed": 7, "nodes": 3}"#,
      with(#""healing": {"core": ["n0"], "limitNs": 1}"#),
      with(#""faults": [{"id": 1, "kind": "flood", "atNs": 1}]"#),
      with(#""faults": [{"id": 1, "kind": "cut"}]"#),
      with(#""faults": [{"id": 1, "kind": "cut", "atNs": 1, "target": "king"}]"#),
      with(#""faults": [{"id": 1, "kind": "loss", "atNs": 1, "parameters": {"rate": 1}}]"#),
      with(#""faults": [{"id": 1, "kind": "cut", "when": {"delayNs": 1}}]"#),
    ]
    XCTAssertNoThrow(try JSONDecoder().decode(Trial.self, from: Data(with(#""faults": []"#).utf8)))
    for row in rows {
      XCTAssertThrowsError(try JSONDecoder().decode(Trial.self, from: Data(row.utf8)), row)
    }
  }

  func testEverythingWrongWithATrialIsNamed() throws {
    let rows: [(change: (inout Trial) -> Void, part: String, line: UInt)] = [
      ({ $0.nodes = 0 }, "nodes is 0", #line),
      ({ $0.members = 4 }, "members is 4", #line),
      ({ $0.duration = .zero }, "durationNs is 0", #line),
      ({ $0.healing?.core = [] }, "healing.core is empty", #line),
      ({ $0.healing?.core = [NodeID(9)] }, "healing.core has n10", #line),
      ({ $0.network.oneWay = [[.zero], []] }, "has 1 entries for 2 regions", #line),
      ({ $0.clients = [ClientScript(id: 1), ClientScript(id: 1)] }, "appears twice", #line),
      ({ $0.clients = [ClientScript(id: 0, first: NodeID(3))] }, "n4, which is no node", #line),
      (
        { $0.faults.faults = [Fault(id: 1, .cut, .nodes([NodeID(7)]), at: .at(.zero))] },
        "names n8, there are 3 nodes", #line
      ),
      (
        { $0.faults.faults = [Fault(id: 1, .crash, .groups([]), at: .at(.zero))] },
        "hits nodes, not links", #line
      ),
      (
        { $0.faults.faults = [Fault(id: 1, .cut, .all, at: .at(.zero), numbers: [.count: 1])] },
        "takes no count", #line
      ),
      (
        { $0.faults.faults = [Fault(id: 1, .loss, .all, at: .at(.zero), numbers: [.ratePPM: -1])] },
        "ratePPM is -1", #line
      ),
      (
        { $0.faults.faults = [Fault(id: 1, .crashAtStep, .all, at: .at(.zero), words: ["x"])] },
        "before or after", #line
      ),
      (
        { $0.faults.faults = [Fault(id: 1, .cut, .all, at: .when(.after(fault: 2, .zero)))] },
        "comes after fault 2", #line
      ),
    ]
    for row in rows {
      var trial = Trial(seed: 1)
      XCTAssertEqual(trial.problems, [])
      row.change(&trial)
      XCTAssertTrue(
        trial.problems.contains { $0.contains(row.part) }, "\(trial.problems)", line: row.line)
      XCTAssertThrowsError(
        try World(Chatter.self, trial, options: .init(), observer: NoObserver()), line: row.line)
    }
    var trial = Trial(seed: 1)
    trial.options = [OptionWord("colour", 3)]
    XCTAssertThrowsError(try World(Chatter.self, trial, options: .init(), observer: NoObserver()))
  }
}
