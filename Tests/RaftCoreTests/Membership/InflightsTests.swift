import XCTest

@testable import RaftCore

/// The window of appends under way (etcd tracker/inflights.go).
final class InflightsTests: XCTestCase {
  func testFullByCount() {
    var window = Inflights(limits: InflightLimits(messages: 3))
    for index in UInt64(1)...3 {
      XCTAssertFalse(window.isFull)
      window.add(last: LogIndex(index), bytes: 10)
    }
    XCTAssertTrue(window.isFull)
    XCTAssertEqual(window.count, 3)
    XCTAssertEqual(window.bytes, 30)
  }

  /// The byte limit is soft: the append that passes it still goes, the next one does not.
  func testFullByBytes() {
    var window = Inflights(limits: InflightLimits(messages: 100, bytes: 100))
    window.add(last: 1, bytes: 99)
    XCTAssertFalse(window.isFull)
    window.add(last: 2, bytes: 500)
    XCTAssertTrue(window.isFull)
    window.free(upTo: 2)
    XCTAssertFalse(window.isFull)
    XCTAssertEqual(window.bytes, 0)
  }

  func testFreeingGivesRoomUpToAnIndex() {
    var window = Inflights(limits: InflightLimits(messages: 10))
    for index in UInt64(1)...10 { window.add(last: LogIndex(index), bytes: index) }
    window.free(upTo: 0)
    XCTAssertEqual(window.count, 10, "nothing is at or below 0")
    window.free(upTo: 4)
    XCTAssertEqual(window.count, 6)
    XCTAssertEqual(window.bytes, 5 + 6 + 7 + 8 + 9 + 10)
    window.free(upTo: 20)
    XCTAssertEqual(window.count, 0)
  }

  /// The ring goes round many times and grows while it is wrapped.
  func testAgainstAList() {
    var window = Inflights(limits: InflightLimits(messages: 37))
    var list: [(last: LogIndex, bytes: UInt64)] = []
    var next: UInt64 = 0
    for step in 0..<2000 {
      if step % 7 < 4, !window.isFull {
        next += 1 + UInt64(step % 3)
        window.add(last: LogIndex(next), bytes: UInt64(step % 11))
        list.append((LogIndex(next), UInt64(step % 11)))
      } else if let oldest = list.first {
        let index = oldest.last + UInt64(step % 5)
        window.free(upTo: index)
        list.removeAll { $0.last <= index }
      }
      XCTAssertEqual(window.count, list.count)
      XCTAssertEqual(window.bytes, list.reduce(0) { $0 + $1.bytes })
      XCTAssertEqual(window.isFull, list.count == 37)
    }
  }

  func testResetForgetsCountAndBytes() {
    var window = Inflights(limits: InflightLimits(messages: 2, bytes: 10))
    window.add(last: 1, bytes: 50)
    window.reset()
    XCTAssertEqual(window.count, 0)
    XCTAssertEqual(window.bytes, 0)
    XCTAssertFalse(window.isFull)
  }
}
