import SimKernel
import SimNetwork
import TestSupport
import XCTest

/// One stream of packets over one link.
final class NetworkTests: XCTestCase {
  private let jitter = QuantileTable(
    points: [(0, 900_000), (500_000, 1_000_000), (990_000, 1_400_000), (1_000_000, 3_000_000)])

  /// Two regions joined by `link` both ways.
  private func network(_ link: Link, seed: UInt64 = 1) -> Network {
    Network(
      links: Array(repeating: link, count: 4),
      withinZone: [.microseconds(50), .microseconds(70)], seed: seed)
  }

  private func station(_ region: Int, zone: Int = 0, _ key: UInt64) -> Station {
    Station(region: region, zone: zone, key: key)
  }

  private func arrival(_ verdict: Verdict) -> SimTime? {
    if case .arrives(let time) = verdict { time } else { nil }
  }

  func testWithoutJitterAPacketTakesTheMedian() {
    var network = network(Link(oneWay: .milliseconds(30)))
    let rows: [(from: Station, to: Station, delay: SimDuration, line: UInt)] = [
      (station(0, 1), station(1, 2), .milliseconds(30), #line),
      (station(0, zone: 0, 1), station(0, zone: 1, 3), .milliseconds(30), #line),
      (station(0, 1), station(0, 3), .microseconds(50), #line),
      (station(1, zone: 2, 1), station(1, zone: 2, 3), .microseconds(70), #line),
    ]
    for row in rows {
      let path = network.open(from: row.from, to: row.to)
      let now = SimTime(nanoseconds: 17)
      XCTAssertEqual(
        network.send(on: path, bytes: 100, at: now), .arrives(at: now + row.delay), line: row.line)
      XCTAssertEqual(network.medianDelay(of: path), row.delay, line: row.line)
    }
  }

  func testAReliablePathNeitherLosesNorReorders() throws {
    let link = Link(
      oneWay: .milliseconds(40), jitter: try XCTUnwrap(jitter), lossPartsPerMillion: 30_000)
    forEverySeed(count: 30) { draws in
      var network = network(link, seed: draws.next())
      let path = network.open(from: station(0, 1), to: station(1, 2))
      var (now, last, waited) = (SimTime.zero, SimTime.zero, 0)
      for _ in 0..<500 {
        now = now + SimDuration(nanoseconds: Int64(draws.below(4_000_000)))
        guard let arrives = arrival(network.send(on: path, bytes: 100, at: now)) else {
          return XCTFail("lost")
        }
        XCTAssertGreaterThanOrEqual(arrives, last)
        XCTAssertGreaterThanOrEqual(arrives - now, .milliseconds(36))
        if arrives == last { waited += 1 }
        last = arrives
      }
      XCTAssertGreaterThan(waited, 0, "no packet was ever held back: the test provoked nothing")
    }
  }

  func testJitterFollowsItsTable() throws {
    let jitter = try XCTUnwrap(jitter)
    forEverySeed(count: 10) { draws in
      let seed = draws.next()
      var network = network(
        Link(oneWay: .milliseconds(40), jitter: jitter, isReliable: false), seed: seed)
      let path = network.open(from: station(0, 11), to: station(1, 22))
      let keyed = Draws(seed: seed, .networkLatency, 11, 22)
      for n in 0..<200 as Range<UInt64> {
        let delay = jitter.value(at: keyed.draw(n)) * 40
        XCTAssertEqual(
          arrival(network.send(on: path, bytes: 1, at: .zero)),
          SimTime(nanoseconds: delay), "packet \(n)")
      }
    }
  }

  func testALossAddsRetransmissionTimeoutsThatDouble() {
    forEverySeed(count: 30) { draws in
      let link = Link(oneWay: .milliseconds(10), lossPartsPerMillion: 400_000)
      var network = network(link, seed: draws.next())
      let path = network.open(from: station(0, 1), to: station(1, 2))
      var seen: Set<Int64> = []
      for n in 0..<100 as Range<Int64> {
        // A minute between them, so that none waits for another.
        let now = SimTime.zero + .seconds(1_000 * n)
        guard let time = arrival(network.send(on: path, bytes: 1, at: now)) else {
          return XCTFail("lost")
        }
        seen.insert((time - now - .milliseconds(10)).nanoseconds / 200_000_000)
        XCTAssertEqual((time - now - .milliseconds(10)).nanoseconds % 200_000_000, 0)
      }
      // 0, 200, 200 + 400, 200 + 400 + 800 ... milliseconds.
      let possible = (0..<20).map { Int64(1) << $0 - 1 }
      XCTAssertTrue(seen.isSubset(of: possible), "\(seen.sorted())")
      XCTAssertTrue(seen.isSuperset(of: [0, 1, 3]), "\(seen.sorted())")
    }
  }

  func testTheTimeoutIsTheRoundTripAndItsSpreadButAtLeast200Milliseconds() throws {
    XCTAssertEqual(Link(oneWay: .milliseconds(10)).retransmissionTimeout, .milliseconds(200))
    XCTAssertEqual(Link(oneWay: .milliseconds(300)).retransmissionTimeout, .milliseconds(600))
    // Nine in ten round trips are at most 1.2 times the median: four fifths of a round trip more.
    let table = QuantileTable(
      points: [(0, 1_000_000), (900_000, 1_200_000), (1_000_000, 2_000_000)])
    let link = Link(oneWay: .milliseconds(100), jitter: try XCTUnwrap(table))
    XCTAssertEqual(
      Double(link.retransmissionTimeout.nanoseconds), 200e6 + 4 * 0.2 * 200e6, accuracy: 1e3)
  }

  func testASenderGivesUpOnALinkThatLosesEverything() {
    var network = network(Link(oneWay: .milliseconds(10), lossPartsPerMillion: 1_000_000))
    let path = network.open(from: station(0, 1), to: station(1, 2))
    XCTAssertEqual(network.send(on: path, bytes: 1, at: .zero), .lost)
    network.modifyLink(from: 0, to: 1) { $0.lossPartsPerMillion = 0 }
    XCTAssertEqual(
      arrival(network.send(on: path, bytes: 1, at: .zero)), .zero + .milliseconds(10))
  }

  func testADatagramIsLostAsOftenAsItSays() {
    forEverySeed(count: 5) { draws in
      let link = Link(oneWay: .milliseconds(10), lossPartsPerMillion: 50_000, isReliable: false)
      var network = network(link, seed: draws.next())
      let path = network.open(from: station(0, 1), to: station(1, 2))
      var lost = 0
      for _ in 0..<20_000 {
        switch network.send(on: path, bytes: 1, at: .zero) {
        case .lost: lost += 1
        case .arrives(let time): XCTAssertEqual(time, .zero + .milliseconds(10))
        }
      }
      XCTAssertEqual(Double(lost) / 20_000, 0.05, accuracy: 0.0125)
      XCTAssertEqual(network.traffic[1].packets, 20_000, "lost ones were sent too")
    }
  }

  func testDatagramsMayOvertake() throws {
    var network = network(
      Link(oneWay: .milliseconds(40), jitter: try XCTUnwrap(jitter), isReliable: false))
    let path = network.open(from: station(0, 1), to: station(1, 2))
    let times = (0..<100).compactMap {
      arrival(network.send(on: path, bytes: 1, at: SimTime(nanoseconds: $0)))
    }
    XCTAssertEqual(times.count, 100)
    XCTAssertNotEqual(times, times.sorted())
  }

  func testABandwidthSendsOneByteAfterTheOther() {
    // A megabyte a second: a microsecond a byte; two streams share the link.
    var network = network(Link(oneWay: .milliseconds(10), bytesPerSecond: 1_000_000))
    let paths = [2, 3].map { network.open(from: station(0, 1), to: station(1, $0)) }
    let back = network.open(from: station(1, 2), to: station(0, 1))
    let rows: [(path: PathID, bytes: Int, at: Int64, arrives: Int64, line: UInt)] = [
      (paths[0], 1_000, 0, 11_000, #line), (paths[1], 500, 0, 11_500, #line),
      (paths[0], 500, 200, 12_000, #line), (back, 100, 200, 10_300, #line),
      (paths[1], 10, 5_000, 15_010, #line), (paths[0], 0, 5_000, 15_010, #line),
    ]
    for row in rows {
      let now = SimTime.zero + .microseconds(row.at)
      XCTAssertEqual(
        arrival(network.send(on: row.path, bytes: row.bytes, at: now)),
        .zero + .microseconds(row.arrives), line: row.line)
    }
    XCTAssertEqual(network.traffic[1].bytes, 2_010)
    XCTAssertEqual(network.traffic[2].bytes, 100)
  }

  func testALinkThatChangesKeepsWhatIsUnderWayInOrder() {
    var network = network(Link(oneWay: .milliseconds(50)))
    let path = network.open(from: station(0, 1), to: station(1, 2))
    XCTAssertEqual(arrival(network.send(on: path, bytes: 1, at: .zero)), .zero + .milliseconds(50))
    network.modifyLink(from: 0, to: 1) { $0.oneWay = .milliseconds(5) }
    let now = SimTime.zero + .milliseconds(10)
    XCTAssertEqual(
      arrival(network.send(on: path, bytes: 1, at: now)), .zero + .milliseconds(50), "in order")
    let later = SimTime.zero + .milliseconds(60)
    XCTAssertEqual(
      arrival(network.send(on: path, bytes: 1, at: later)), later + .milliseconds(5))
  }
}
