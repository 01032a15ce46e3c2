import HostileWorld
import SimKernel
import TestSupport
import XCTest

/// What faults do to messages.
final class NetworkFaultTests: XCTestCase {
  private func run(
    _ fault: Fault?, nodes: Int = 3, seconds: Int64 = 2
  ) throws -> RunResult {
    try Plain.run(
      Plain.trial(nodes: nodes, faults: fault.map { [$0] } ?? [], duration: .seconds(seconds)))
  }

  /// Which links lose all messages that are sent between 500 ms and 1 s.
  private func dead(_ fault: Fault, nodes: Int) throws -> Set<Link> {
    let result = try run(fault, nodes: nodes)
    var dead = Set<Link>()
    for from in 0..<nodes {
      for to in 0..<nodes where from != to {
        let during = result.arrivals(from, to).filter { $0.sent > .ms(500) && $0.sent < .ms(1_000) }
        XCTAssertEqual(during.count, 49)
        if during.allSatisfy({ $0.arrived == nil }) {
          dead.insert(Link(from: NodeID(from), to: NodeID(to)))
        } else {
          XCTAssertTrue(during.allSatisfy { $0.arrived != nil })
        }
        let after = result.arrivals(from, to).filter {
          $0.sent > .ms(1_000) && $0.sent < .ms(1_900)
        }
        XCTAssertTrue(after.allSatisfy { $0.arrived != nil }, "it did not end")
      }
    }
    return dead
  }

  private func links(_ pairs: [(Int, Int)]) -> Set<Link> {
    Set(pairs.map { Link(from: NodeID($0.0 - 1), to: NodeID($0.1 - 1)) })
  }

  func testEachFormOfPartitionCutsItsLinksAndNoOthers() throws {
    let at = FaultStart.at(.ms(499))
    let time = SimDuration.milliseconds(500)
    let n = (0..<5).map { NodeID($0) }
    let rows: [(fault: Fault, nodes: Int, dead: [(Int, Int)], line: UInt)] = [
      (
        .partition(id: 1, [[n[0]], [n[1], n[2]]], at: at, for: time), 3,
        [(1, 2), (1, 3), (2, 1), (3, 1)], #line
      ),
      (.partialPair(id: 1, n[0], n[2], at: at, for: time), 3, [(1, 3), (3, 1)], #line),
      (.deaf(id: 1, .nodes([n[0]]), at: at, for: time), 3, [(2, 1), (3, 1)], #line),
      (.mute(id: 1, .nodes([n[0]]), at: at, for: time), 3, [(1, 2), (1, 3)], #line),
      (
        Fault(id: 1, .cut, .links([Link(from: n[1], to: n[0])]), at: at, for: time), 3, [(2, 1)],
        #line
      ),
      (.chain(id: 1, nodes: 3, at: at, for: time), 3, [(1, 3), (3, 1)], #line),
      (.bridge(id: 1, nodes: 3, bridge: n[1], at: at, for: time), 3, [(1, 3), (3, 1)], #line),
      (
        .majoritiesRing(id: 1, nodes: 5, at: at, for: time), 5,
        [(1, 3), (1, 4), (2, 4), (2, 5), (3, 5), (3, 1), (4, 1), (4, 2), (5, 2), (5, 3)], #line
      ),
      (Fault(id: 1, .cut, .all, at: at, for: time), 2, [(1, 2), (2, 1)], #line),
    ]
    for row in rows {
      XCTAssertEqual(try dead(row.fault, nodes: row.nodes), links(row.dead), line: row.line)
    }
  }

  func testARegionIsCutOffWithItsClients() throws {
    var trial = Plain.trial(
      nodes: 4,
      faults: [Fault(id: 1, .cut, .regions([1]), at: .at(.ms(100)), for: .milliseconds(500))],
      clients: [
        ClientScript(
          id: 0, region: 0, first: NodeID(1), timeout: .milliseconds(200),
          operations: [PlannedOperation(.get(key: 1), .at(.ms(200)))]),
        ClientScript(
          id: 1, region: 1, first: NodeID(1), timeout: .milliseconds(200),
          operations: [PlannedOperation(.get(key: 1), .at(.ms(200)))]),
      ])
    trial.network.oneWay = Array(
      repeating: Array(repeating: .milliseconds(1), count: 2), count: 2)
    trial.network.regionOfNode = [0, 1, 0, 1]
    let result = try Plain.run(trial)
    XCTAssertEqual(result.history[0].ending, .unknown)
    XCTAssertEqual(result.history[1].node, NodeID(1))
    XCTAssertTrue(result.arrivals(1, 3).allSatisfy { $0.arrived != nil || $0.sent > .ms(1_990) })
    XCTAssertNil(result.arrivals(1, 0)[20].arrived)
  }

  func testACloggedLinkReleasesAllAtOnceInOrder() throws {
    let link = Link(from: NodeID(0), to: NodeID(1))
    let result = try run(
      Fault(id: 1, .clog, .links([link]), at: .at(.ms(95)), for: .milliseconds(100)))
    let held = result.arrivals(0, 1).filter { $0.sent >= .ms(100) && $0.sent < .ms(190) }
    XCTAssertEqual(held.count, 9)
    XCTAssertTrue(held.allSatisfy { $0.arrived == .ms(195) }, "\(held)")
    let order = result.trace.filter { $0.kind == .receive && $0.time == .ms(195) }.map(\.cause)
    XCTAssertEqual(order, order.sorted())
  }

  func testASwizzleClogsEachNodeAndReleasesAll() throws {
    let fault = Fault(
      id: 1, .swizzle, .all, at: .at(.ms(200)), for: .milliseconds(300),
      numbers: [.staggerNs: 50_000_000])
    let result = try run(fault)
    for from in 0..<3 {
      for to in 0..<3 where from != to {
        let all = result.arrivals(from, to)
        let slow = all.filter {
          ($0.arrived ?? $0.sent).nanoseconds - $0.sent.nanoseconds > 2_000_000
        }
        XCTAssertGreaterThan(slow.count, 20, "\(from) to \(to)")
        XCTAssertTrue(all.allSatisfy { $0.arrived != nil || $0.sent > .ms(1_990) })
      }
    }
  }

  func testAFilterDropsOneKindAlone() throws {
    let result = try run(Fault(id: 1, .filter, .all, at: .at(.zero), words: ["odd"]))
    let arrived = result.arrivals(0, 1).dropLast().map { $0.arrived != nil }
    XCTAssertEqual(arrived, arrived.indices.map { $0 % 2 == 0 })
  }

  func testLossHasItsRateAndItsBursts() throws {
    for (burst, longest) in [(0, 2...12), (20, 20...200)] as [(Int64, ClosedRange<Int>)] {
      let fault = Fault(
        id: 1, .loss, .all, at: .at(.zero), numbers: [.ratePPM: 200_000, .burst: burst])
      let result = try run(fault, seconds: 60)
      let lost = result.arrivals(0, 1).dropLast().map { $0.arrived == nil }
      XCTAssertEqual(Double(lost.count { $0 }) / Double(lost.count), 0.2, accuracy: 0.06)
      var (run, best) = (0, 0)
      for isLost in lost {
        run = isLost ? run + 1 : 0
        best = max(best, run)
      }
      XCTAssertTrue(longest.contains(best), "burst \(burst): longest \(best)")
    }
  }

  func testDuplicatesArriveTwiceAndCorruptOnesNever() throws {
    let twice = try run(
      Fault(id: 1, .duplicate, .all, at: .at(.zero), numbers: [.ratePPM: 1_000_000]))
    XCTAssertEqual(twice.counts.messagesDuplicated, twice.counts.messagesSent)
    let causes = twice.trace.filter { $0.kind == .receive && $0.time < .ms(1_900) }.map(\.cause)
    XCTAssertEqual(causes.count, 2 * Set(causes).count)
    let damaged = try run(
      Fault(id: 1, .corrupt, .all, at: .at(.zero), numbers: [.ratePPM: 1_000_000]))
    XCTAssertEqual(damaged.counts.messagesDelivered, 0)
  }

  func testDelayAddsScalesAndReorders() throws {
    let fixed = try run(
      Fault(
        id: 1, .delay, .all, at: .at(.zero),
        numbers: [.addNs: 5_000_000, .scalePPM: 3_000_000]))
    XCTAssertTrue(
      fixed.arrivals(0, 1).dropLast(2).allSatisfy {
        $0.arrived == $0.sent + .milliseconds(8)
      })
    for ordered in [0, 1] as [Int64] {
      let jitter = try run(
        Fault(
          id: 1, .delay, .all, at: .at(.zero),
          numbers: [.meanNs: 30_000_000, .ordered: ordered]))
      let times = jitter.arrivals(0, 1).compactMap(\.arrived)
      XCTAssertEqual(times == times.sorted(), ordered == 1)
    }
  }

  func testBandwidthQueuesAndDropsAtTheTail() throws {
    let narrow = Fault(
      id: 1, .bandwidth, .all, at: .at(.zero),
      numbers: [.bytesPerSecond: 50_000, .queueBytes: 3_000])
    let result = try run(narrow)
    // 1,000 bytes every 10 ms into 50,000 bytes a second: every second message finds no room.
    let arrivals = result.arrivals(0, 1)
    XCTAssertEqual(arrivals[0].arrived, arrivals[0].sent + .milliseconds(21))
    XCTAssertEqual(arrivals[1].arrived, arrivals[1].sent + .milliseconds(31))
    let lost = arrivals.filter { $0.arrived == nil }.count
    XCTAssertTrue(80...120 ~= lost, "\(lost) of \(arrivals.count)")
  }
}
