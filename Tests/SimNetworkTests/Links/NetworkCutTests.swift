import SimKernel
import SimNetwork
import TestSupport
import XCTest

/// Cuts, and what draws depend on.
final class NetworkCutTests: XCTestCase {
  private func network(
    seed: UInt64, jitter: QuantileTable = QuantileTable(constant: 1_000_000), loss: Int64 = 0,
    isReliable: Bool = true
  ) -> Network {
    let link = Link(
      oneWay: .milliseconds(20), jitter: jitter, lossPartsPerMillion: loss, isReliable: isReliable)
    return Network(
      links: Array(repeating: link, count: 9),
      withinZone: Array(repeating: .microseconds(50), count: 3), seed: seed)
  }

  private func station(_ region: Int) -> Station {
    Station(region: region, zone: 0, key: UInt64(region) + 100)
  }

  func testACutHitsTheStreamsItNamesAndNoOther() {
    var network = network(seed: 1)
    let there = network.open(from: station(0), to: station(1))
    let back = network.open(from: station(1), to: station(0))
    let other = network.open(from: station(0), to: station(2))
    network.setCut(true) { $0.region == 0 && $1.region == 1 }
    XCTAssertEqual(network.send(on: there, bytes: 9, at: .zero), .lost)
    XCTAssertTrue(network.isCut(there))
    for path in [back, other] {
      XCTAssertFalse(network.isCut(path))
      XCTAssertEqual(
        network.send(on: path, bytes: 9, at: .zero), .arrives(at: .zero + .milliseconds(20)))
    }
  }

  func testTwoCutsNeedTwoHealings() {
    forEverySeed(count: 30) { draws in
      var network = network(seed: 1)
      let paths = (0..<9).map { network.open(from: station($0 / 3), to: station($0 % 3)) }
      var cuts = Array(repeating: 0, count: 9)
      var open: [Int] = []
      for _ in 0..<40 {
        // A fault is a mask over the nine directed pairs.
        let begins = open.isEmpty || draws.oneIn(2)
        let mask =
          begins ? Int(draws.below(512)) : open.remove(at: draws.int(in: 0...open.count - 1))
        if begins { open.append(mask) }
        network.setCut(begins) { mask >> ($0.region * 3 + $1.region) & 1 == 1 }
        for i in 0..<9 where mask >> i & 1 == 1 { cuts[i] += begins ? 1 : -1 }
        for i in 0..<9 {
          XCTAssertEqual(network.isCut(paths[i]), cuts[i] > 0)
          XCTAssertEqual(network.send(on: paths[i], bytes: 1, at: .zero) == .lost, cuts[i] > 0)
        }
      }
    }
  }

  func testAPacketOnACutPathDrawsNothing() throws {
    let jitter = try XCTUnwrap(QuantileTable(points: [(0, 900_000), (1_000_000, 2_000_000)]))
    forEverySeed(count: 10) { draws in
      let seed = draws.next()
      var (cut, whole) = (
        network(seed: seed, jitter: jitter, isReliable: false),
        network(seed: seed, jitter: jitter, isReliable: false)
      )
      let path = cut.open(from: station(0), to: station(1))
      _ = whole.open(from: station(0), to: station(1))
      cut.setCut(true) { _, _ in true }
      for _ in 0..<5 { _ = cut.send(on: path, bytes: 1, at: .zero) }
      cut.setCut(false) { _, _ in true }
      for _ in 0..<20 {
        XCTAssertEqual(
          cut.send(on: path, bytes: 1, at: .zero), whole.send(on: path, bytes: 1, at: .zero))
      }
    }
  }

  func testDrawsDependOnTheTwoStationsOnly() throws {
    let jitter = try XCTUnwrap(QuantileTable(points: [(0, 500_000), (1_000_000, 2_000_000)]))
    forEverySeed(count: 20) { draws in
      let seed = draws.next()
      let (a, b, c) = (station(0), station(1), station(2))
      /// What becomes of the packets from a to b, amid `others`.
      func verdicts(amid others: [(Station, Station)]) -> [Verdict] {
        var network = network(seed: seed, jitter: jitter, loss: 100_000, isReliable: false)
        let rest = others.map { network.open(from: $0, to: $1) }
        let path = network.open(from: a, to: b)
        return (0..<100).map { n in
          for other in rest { _ = network.send(on: other, bytes: n, at: .zero) }
          return network.send(on: path, bytes: 1, at: SimTime(nanoseconds: Int64(n)))
        }
      }
      let alone = verdicts(amid: [])
      XCTAssertEqual(verdicts(amid: [(b, a), (a, c), (c, b)]), alone)
      XCTAssertNotEqual(alone.filter { $0 == .lost }.count, 0)
    }
  }
}
