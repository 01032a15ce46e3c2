import Federation
import KeyValue
import SimKernel
import XCTest

final class MirrorTimingTests: XCTestCase {
  private func deaths(_ harness: MirrorHarness) -> Int {
    harness.observed.count { $0 == .streamDead }
  }

  /// A silent stream is pinged after 30 s and dead after 45 s.
  func testKeepaliveAndDeath() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    harness.sent.removeAll()
    harness.runTimers(until: .milliseconds(29_999))
    XCTAssertTrue(harness.sent.isEmpty)
    harness.runTimers(until: .milliseconds(44_999))
    XCTAssertFalse(harness.sent.isEmpty)
    XCTAssertTrue(harness.sent.allSatisfy { $0 == .ping(.attempt(2)) })
    XCTAssertEqual(deaths(harness), 0)
    harness.runTimers(until: .seconds(45))
    XCTAssertEqual(deaths(harness), 1)
    XCTAssertFalse(harness.mirror.isWatching)
  }

  func testAnyMessageKeepsAStreamAlive() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    for round in 1...5 {
      harness.runTimers(until: .seconds(Int64(round) * 44))
      harness.receive(.pong(harness.stream))
    }
    XCTAssertEqual(deaths(harness), 0)
  }

  /// Waits between attempts lie in [1, 2], [2, 4], ... and from the fifth on in [15, 30] s.
  func testBackoffDoublesWithinItsBounds() {
    var harness = MirrorHarness()
    harness.start()
    var waits: [SimDuration] = []
    for _ in 0..<12 {
      harness.receive(.closed(harness.stream, .refused))
      guard case .backingOff(let until) = harness.observed.last else {
        return XCTFail("no backoff")
      }
      waits.append(until - harness.now)
      harness.runTimers(until: until)
    }
    let bounds: [(Int64, Int64)] = [(1, 2), (2, 4), (4, 8), (8, 16)]
    for (i, wait) in waits.enumerated() {
      let (least, most) = i < bounds.count ? bounds[i] : (15, 30)
      XCTAssertTrue(
        .seconds(least)...SimDuration.seconds(most) ~= wait,
        "wait \(i) is \(wait.nanoseconds) ns, not in \(least) to \(most) s")
    }
    XCTAssertEqual(Set(waits).count, waits.count, "waits are drawn")
  }

  func testAWatchThatRunsResetsTheBackoff() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    for _ in 0..<4 {
      harness.receive(.closed(harness.stream, .refused))
      guard case .backingOff(let until) = harness.observed.last else {
        return XCTFail("no backoff")
      }
      XCTAssertLessThanOrEqual(until - harness.now, .seconds(2))
      harness.runTimers(until: until)
      harness.receive(.opened(harness.stream, at: Revision(1)))
    }
  }

  /// A request without answer is repeated after 1, 2, 4, 8, 16 s, and the attempt dies at 45 s.
  func testARequestIsRepeated() {
    var harness = MirrorHarness()
    harness.start()
    var count = 1
    for second in [1, 3, 7, 15, 31] as [Int64] {
      harness.runTimers(until: .milliseconds(second * 1_000 - 1))
      XCTAssertEqual(harness.sent.count, count, "before \(second) s")
      harness.runTimers(until: .seconds(second))
      count += 1
      XCTAssertEqual(harness.sent.count, count, "at \(second) s")
    }
    harness.runTimers(until: .seconds(45))
    XCTAssertEqual(deaths(harness), 1)
    XCTAssertEqual(harness.sent.count, count)
  }

  /// History compacted faster than a list takes: at once the first time, then with waits.
  func testGoneAfterAListingBacksOff() {
    var harness = MirrorHarness()
    harness.start()
    harness.receivePage([], revision: 5)
    harness.commitAll()
    harness.receive(.gone(harness.stream, compacted: Revision(7)))
    guard case .backingOff = harness.observed.last else { return XCTFail("no backoff") }
    harness.runTimers(until: harness.now + .seconds(2))
    harness.receivePage([], revision: 9)
    harness.commitAll()
    harness.receive(.opened(harness.stream, at: Revision(9)))
    harness.receive(.gone(harness.stream, compacted: Revision(11)))
    XCTAssertEqual(harness.observed.last, .listing(.compacted))
  }

  /// While too many frames wait for their commit, the origin's window closes; it opens with the
  /// commits.
  func testAStalledImporterHoldsTheOrigin() {
    var harness = MirrorHarness(PeerWatchSettings(batchLimit: 1, windowFrames: 2))
    harness.beginWatch([], revision: 1)
    for i in 1...6 as ClosedRange<Int64> {
      harness.receiveEvents([(i + 1, harness.own[Int(i)], version(1))], after: i, through: i + 1)
    }
    func acknowledged() -> Revision? {
      for case .acknowledge(_, let through, _) in harness.sent.reversed() { return through }
      return nil
    }
    XCTAssertEqual(acknowledged(), Revision(4), "one is being committed, two may wait")
    harness.commitNext()
    XCTAssertEqual(acknowledged(), Revision(5))
    harness.commitAll()
    XCTAssertEqual(acknowledged(), Revision(7))
  }

  /// The instant that a product could show is when the origin looked, once the copies are in.
  func testReportedFreshness() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    XCTAssertEqual(harness.mirror.reflectsAsOf, .zero)
    harness.runTimers(until: .seconds(5))
    harness.receiveEvents([(2, harness.own[0], version(1))], after: 1, through: 2)
    XCTAssertEqual(harness.mirror.reflectsAsOf, .zero, "before the commit")
    harness.commitAll()
    XCTAssertEqual(harness.mirror.reflectsAsOf, .seconds(5))
    harness.runTimers(until: .seconds(9))
    let frame = EventFrame(after: Revision(2), through: Revision(2), asOf: .seconds(8), events: [])
    harness.receive(.bookmark(harness.stream, frame))
    XCTAssertEqual(harness.mirror.reflectsAsOf, .seconds(8))
  }
}
