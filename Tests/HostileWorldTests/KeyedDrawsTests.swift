import HostileWorld
import SimKernel
import TestSupport
import XCTest

/// A run is a function of its trial, and what a trial loses moves nothing else.
final class KeyedDrawsTests: XCTestCase {
  /// A lively trial: jitter, loss, crashes, clients.
  private func trial(_ seed: UInt64) -> Trial {
    var trial = Plain.trial(
      nodes: 4,
      faults: [
        .crash(id: 3, .nodes([NodeID(3)]), at: .at(.ms(300)), downtime: .milliseconds(50)),
        Fault(id: 5, .loss, .all, at: .at(.zero), numbers: [.ratePPM: 100_000]),
        .isolate(id: 8, .nodes([NodeID(2)]), at: .at(.ms(700)), for: .milliseconds(300)),
        Fault(id: 9, .duplicate, .all, at: .at(.ms(100)), numbers: [.meanNs: 2_000_000]),
        Fault(id: 11, .diskSlow, .all, at: .at(.ms(200))),
      ],
      clients: (0..<3).map {
        ClientLoad(operations: 10, think: .milliseconds(60)).script(
          client: $0, nodes: 4, seed: seed)
      }, healing: HealingPlan(), seed: seed)
    trial.network.jitter = .milliseconds(3)
    trial.network.shape = .lognormal
    return trial
  }

  func testTheSameTrialGoesTheSameWayWhateverRanBefore() throws {
    let seeds = Array(1...10 as ClosedRange<UInt64>)
    let forward = try seeds.map { try Plain.run(trial($0), recording: false).digest }
    let backward = try seeds.reversed().map { try Plain.run(trial($0), recording: false).digest }
    XCTAssertEqual(forward, backward.reversed())
    XCTAssertEqual(Set(forward).count, seeds.count)
  }

  func testRecordingAndWatchingChangeNothing() throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      let plain = try Plain.run(trial(seed), recording: false)
      XCTAssertEqual(try Plain.run(trial(seed), recording: true).digest, plain.digest)
      var world = try World(
        Chatter.self, trial(seed), options: .init(),
        observer: BothObservers(Counting(), NoObserver()))
      XCTAssertEqual(world.run().digest, plain.digest)
      XCTAssertEqual(world.observer.first.starts, 5, "four starts and one restart")
      XCTAssertTrue(plain.trace.isEmpty)
    }
  }

  /// The n-th message of a link takes as long, whatever else is taken out of the trial.
  func testTakingSomethingOutLeavesTheOtherDrawsAlone() throws {
    let whole = trial(7)
    let reference = latencies(try Plain.run(whole))
    var smaller: [(String, Trial)] = []
    for index in whole.faults.faults.indices {
      var trial = whole
      trial.faults.faults.remove(at: index)
      smaller.append(("without fault \(index)", trial))
    }
    for index in whole.clients.indices {
      var trial = whole
      trial.clients.remove(at: index)
      smaller.append(("without client \(index)", trial))
    }
    var fewer = whole
    fewer.nodes = 3
    fewer.members = 3
    fewer.faults.faults.removeAll { $0.id == 3 }
    for i in fewer.clients.indices { fewer.clients[i].first = NodeID(0) }
    smaller.append(("without n4", fewer))
    for (name, trial) in smaller {
      let found = latencies(try Plain.run(trial))
      var compared = 0
      for (message, latency) in found {
        guard let other = reference[message] else { continue }
        XCTAssertEqual(latency, other, "\(name): \(message)")
        compared += 1
      }
      XCTAssertGreaterThan(compared, 300, name)
    }
  }

  private struct Message: Hashable {
    var from: Int
    var to: Int
    var number: Int
  }

  /// How long each message between the first three nodes took, of those that arrived.
  private func latencies(_ result: RunResult) -> [Message: SimDuration] {
    var found: [Message: SimDuration] = [:]
    for from in 0..<3 {
      for to in 0..<3 where from != to {
        for (number, message) in result.arrivals(from, to).enumerated() {
          guard let arrived = message.arrived else { continue }
          found[Message(from: from, to: to, number: number)] = arrived - message.sent
        }
      }
    }
    return found
  }

  func testPermutedTiesAreOtherRunsOfTheSameKind() throws {
    var other = trial(7)
    other.ties = .permuted
    let result = try Plain.run(other, recording: false)
    XCTAssertEqual(result.digest, try Plain.run(other, recording: false).digest)
    XCTAssertNotEqual(result.digest, try Plain.run(trial(7), recording: false).digest)
  }

  func testANodeNeverSeesADiskTicketTwice() throws {
    struct Syncer: SimulatedNode {
      struct Options: Sendable {}
      var waiting: [DiskTicket] = []
      init(
        id: NodeID, peers: [NodeID], options: Options, image: DurableImage,
        io: inout NodeIO<Chatter.Payload>
      ) { io.setTimer(1, after: .microseconds(100)) }
      mutating func step(
        _ event: NodeEvent<Chatter.Payload>, io: inout NodeIO<Chatter.Payload>
      ) {
        switch event {
        case .timer:
          let ticket = io.sync("log")
          precondition(!waiting.contains(ticket))
          waiting.append(ticket)
          io.setTimer(1, after: .microseconds(100))
        case .disk(let ticket, _):
          precondition(waiting.contains(ticket))
          waiting.removeAll { $0 == ticket }
        default: break
        }
      }
    }
    let crash = Fault.crash(id: 1, .nodes([NodeID(0)]), at: .at(.ms(3)), downtime: .zero)
    var world = try World(
      Syncer.self, Plain.trial(faults: [crash], duration: .milliseconds(50)), options: .init(),
      observer: NoObserver())
    XCTAssertGreaterThan(world.run().events, 2_000)
  }

  func testANodesOwnRandomnessIsKeyedByItsLife() throws {
    struct Dice: SimulatedNode {
      struct Options: Sendable {}
      var peers: [NodeID]
      init(
        id: NodeID, peers: [NodeID], options: Options, image: DurableImage,
        io: inout NodeIO<Chatter.Payload>
      ) {
        self.peers = peers
        io.setTimer(1, after: .milliseconds(1))
      }
      mutating func step(
        _ event: NodeEvent<Chatter.Payload>, io: inout NodeIO<Chatter.Payload>
      ) {
        guard case .timer = event else { return }
        io.send(.init(number: io.uniform(below: 1 << 40)), to: peers[0])
        io.setTimer(1, after: io.uniform(in: .milliseconds(1)...(.milliseconds(20))))
      }
    }
    func times(_ trial: Trial, _ node: Int) throws -> [SimTime] {
      var world = try World(
        Dice.self, trial, options: .init(), observer: NoObserver(), recording: true)
      return world.run().times(of: .timer, at: node)
    }
    let calm = Plain.trial(nodes: 2)
    var crash = calm
    crash.faults.faults = [
      .crash(id: 1, .nodes([NodeID(0)]), at: .at(.ms(500)), downtime: .zero)
    ]
    XCTAssertEqual(try times(calm, 1), try times(crash, 1))
    let (before, after) = (try times(calm, 0), try times(crash, 0))
    XCTAssertEqual(before.filter { $0 < .ms(500) }, after.filter { $0 < .ms(500) })
    XCTAssertNotEqual(before, after)
  }
}

/// Counts what it is told.
private struct Counting: WorldObserver {
  var finding: Finding? { nil }
  var starts = 0
  mutating func started(
    _ node: NodeID, incarnation: Int, image: DurableImage, at time: SimTime
  ) { starts += 1 }
}
