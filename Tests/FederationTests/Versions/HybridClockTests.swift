import Federation
import SimKernel
import TestSupport
import XCTest

/// Hybrid logical clocks: the rules one by one, and what they are for.
final class HybridClockTests: XCTestCase {
  private func time(_ nanoseconds: Int64, _ counter: UInt32) -> HybridTime {
    HybridTime(nanoseconds: nanoseconds, counter: counter)
  }

  func testLocalWrites() {
    let rows: [(latest: HybridTime, reading: Int64, expected: HybridTime, line: UInt)] = [
      (.zero, 10, time(10, 0), #line),
      (time(10, 0), 10, time(10, 1), #line),
      (time(10, 4), 9, time(10, 5), #line),
      (time(10, 4), 11, time(11, 0), #line),
    ]
    for row in rows {
      var clock = HybridClock(cluster: ClusterID(3), resumingFrom: row.latest)
      let stamp = clock.stamp(at: SimTime(nanoseconds: row.reading))
      XCTAssertEqual(stamp, Stamp(time: row.expected, cluster: ClusterID(3)), line: row.line)
      XCTAssertEqual(clock.latest, row.expected, line: row.line)
    }
  }

  func testReceivedTimes() {
    let rows: [(latest: HybridTime, remote: HybridTime, reading: Int64, after: HybridTime, UInt)] =
      [
        (time(10, 2), time(10, 5), 9, time(10, 6), #line),
        (time(10, 5), time(10, 2), 10, time(10, 6), #line),
        (time(10, 5), time(12, 2), 11, time(12, 3), #line),
        (time(10, 5), time(9, 7), 8, time(10, 6), #line),
        (time(10, 5), time(9, 7), 30, time(30, 0), #line),
      ]
    for (latest, remote, reading, after, line) in rows {
      var clock = HybridClock(cluster: ClusterID(0), resumingFrom: latest)
      XCTAssertTrue(clock.receive(remote, at: SimTime(nanoseconds: reading)), line: line)
      XCTAssertEqual(clock.latest, after, line: line)
    }
  }

  func testATimeTooFarAheadIsRefusedAndCounted() {
    let limit = SimDuration.milliseconds(500).nanoseconds
    var clock = HybridClock(cluster: ClusterID(0))
    let before = clock.latest
    XCTAssertFalse(clock.receive(time(limit + 101, 0), at: SimTime(nanoseconds: 100)))
    XCTAssertEqual(clock.latest, before)
    XCTAssertEqual(clock.refusals, 1)
    XCTAssertTrue(clock.receive(time(limit + 101, 0), at: SimTime(nanoseconds: 101)))
    XCTAssertEqual(clock.refusals, 1)
  }

  func testARestartGoesOnAfterTheLargestStampInTheStore() {
    var clock = HybridClock(cluster: ClusterID(1))
    let last = clock.stamp(at: SimTime(nanoseconds: 1_000))
    var restarted = HybridClock(cluster: ClusterID(1), resumingFrom: last.time)
    XCTAssertGreaterThan(restarted.stamp(at: SimTime(nanoseconds: 400)), last)
  }

  func testVectorsAreAPartialOrderWithJoins() {
    forEverySeed(count: 300) { draws in
      func vector() -> [UInt32] { (0..<4).map { _ in UInt32(draws.below(3)) } }
      func sparse(_ dense: [UInt32]) -> VersionVector {
        VersionVector(dense.indices.map { (ClusterID($0), dense[$0]) })
      }
      let (a, b) = (vector(), vector())
      let covers = zip(a, b).allSatisfy { $0 >= $1 }
      XCTAssertEqual(sparse(a).dominates(sparse(b)), covers, "\(a) \(b)")
      var joined = sparse(a)
      joined.join(sparse(b))
      XCTAssertEqual(joined, sparse(zip(a, b).map { max($0, $1) }), "\(a) \(b)")
      XCTAssertEqual(
        sparse(a).isConcurrent(with: sparse(b)), !covers && !zip(a, b).allSatisfy { $0 <= $1 })
      XCTAssertFalse(joined.entries.contains { $0.count == 0 })
    }
  }
}
