import RaftCore
import SimKernel
import TestSupport
import XCTest

/// Safety under every kind of trouble, and progress when it ends (Raft §5.4, figure 3).
final class ChaosTests: XCTestCase {
  func testSafetyAndProgress() {
    var counts: [String: Int] = [:]
    var (terms, applied, healed) = (0, 0, 0)
    forEverySeed(count: 60) { draws in
      var group = ChaosGroup(&draws)
      for _ in 0..<3000 {
        group.step()
        if !group.checker.violations.isEmpty { break }
      }
      XCTAssertEqual(group.checker.violations, [])
      guard group.checker.violations.isEmpty else { return }
      // A voter that does not know yet that another one was removed or demoted may need its vote,
      // and not get it: the other may have entries that the leader sent and then lost in a crash.
      // Raft promises no progress then (thesis §4.2), only safety.
      let isLive = group.heal()
      if group.counts["voter removed"] == nil {
        XCTAssertTrue(isLive, "no leader that all follow, although nothing is broken")
        healed += 1
      }
      XCTAssertEqual(group.checker.violations, [])
      counts.merge(group.counts) { $0 + $1 }
      terms += Int(group.nodes.map(\.member.term.rawValue).max() ?? 0)
      applied += group.checker.appliedCount
    }
    // Runs that provoked nothing prove nothing.
    for what in ["lost", "snapshot", "compacted", "crash", "joint"] {
      XCTAssertGreaterThan(counts[what, default: 0], 20, what)
    }
    XCTAssertGreaterThan(healed, 20)
    XCTAssertGreaterThan(terms, 120)
    XCTAssertGreaterThan(applied, 2000)
  }
}
