import SimKernel
import TestSupport
import Workloads
import XCTest

final class DeadlineQueueTests: XCTestCase {
  func testGivesOutWhatAPlainListGives() {
    forEverySeed(count: 40) { draws in
      var queue = DeadlineQueue<Int>()
      var list: [(id: Int, deadline: SimTime)] = []
      var open: Set<Int> = []
      var now = SimTime.zero
      // Enough of them that the queue drops its spent front several times.
      for n in 0..<6_000 {
        now = now + SimDuration(nanoseconds: Int64(draws.below(3)))
        queue.append(n, deadline: now + SimDuration(nanoseconds: 1_500))
        list.append((n, now + SimDuration(nanoseconds: 1_500)))
        open.insert(n)
        if draws.oneIn(3) { open.remove(draws.int(in: 0...n)) }
        while draws.oneIn(2) {
          let front = list.first.flatMap { $0.deadline <= now || !open.contains($0.id) ? $0 : nil }
          XCTAssertEqual(queue.popFirst(at: now) { open.contains($0) }, front?.id)
          if front == nil { break }
          list.removeFirst()
        }
        XCTAssertEqual(queue.count, list.count)
        XCTAssertEqual(queue.nextDeadline, list.first?.deadline)
      }
      XCTAssertEqual(queue.removeAll(), list.map(\.id))
      XCTAssertEqual(queue.count, 0)
      XCTAssertNil(queue.nextDeadline)
    }
  }

  func testARequestExpiresAtItsDeadlineAndNotBefore() {
    var queue = DeadlineQueue<String>()
    queue.append("late", deadline: SimTime(nanoseconds: 10))
    XCTAssertNil(queue.popFirst(at: SimTime(nanoseconds: 9)) { _ in true })
    XCTAssertEqual(queue.popFirst(at: SimTime(nanoseconds: 10)) { _ in true }, "late")
  }

  func testIsUsableAgainAfterBeingEmptied() {
    var queue = DeadlineQueue<Int>()
    queue.append(1, deadline: SimTime(nanoseconds: 5))
    XCTAssertEqual(queue.removeAll(), [1])
    queue.append(2, deadline: SimTime(nanoseconds: 6))
    XCTAssertEqual(queue.nextDeadline, SimTime(nanoseconds: 6))
    XCTAssertEqual(queue.popFirst(at: .zero) { _ in false }, 2, "answered ones leave at once")
  }
}
