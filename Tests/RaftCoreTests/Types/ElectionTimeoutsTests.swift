import RaftCore
import XCTest

/// Randomised election timeouts (Raft §5.2).
final class ElectionTimeoutsTests: XCTestCase {
  func testTheDefaultRangeIsEtcds() {
    let timeouts = ElectionTimeouts(seed: 5)
    let drawn = (0..<2000).map { timeouts.ticks(draw: $0, electionTick: 10) }
    XCTAssertEqual(drawn.min(), 10)
    XCTAssertEqual(drawn.max(), 19)
  }

  func testDrawsAreUniform() {
    let timeouts = ElectionTimeouts(seed: 1, range: 150...155)
    var counts = [Int: Int]()
    for draw in 0..<UInt64(60_000) {
      counts[timeouts.ticks(draw: draw, electionTick: 10), default: 0] += 1
    }
    XCTAssertEqual(Set(counts.keys), Set(150...155))
    // Ten thousand are expected; the standard deviation is 91.
    for (ticks, count) in counts { XCTAssertEqual(count, 10_000, accuracy: 500, "\(ticks)") }
  }

  func testADrawDependsOnSeedAndNumberOnly() {
    let timeouts = ElectionTimeouts(seed: 77, range: 1...1_000_000)
    let forward = (0..<100).map { timeouts.ticks(draw: $0, electionTick: 10) }
    let backward = (0..<100).reversed().map { timeouts.ticks(draw: $0, electionTick: 10) }
    XCTAssertEqual(forward, backward.reversed())
    XCTAssertGreaterThan(Set(forward).count, 95)
    let other = ElectionTimeouts(seed: 78, range: 1...1_000_000)
    XCTAssertNotEqual(forward, (0..<100).map { other.ticks(draw: $0, electionTick: 10) })
  }

  func testEveryResetDrawsAnew() throws {
    var member = try SoloMember { $0.electionTimeouts = ElectionTimeouts(seed: 3) }
    var seen: Set<Int> = []
    for term in UInt64(1)...60 {
      member.step(Message(.append, to: 1, from: 2, term: Term(term)))
      XCTAssertTrue((10...19).contains(member.node.electionTimeout))
      seen.insert(member.node.electionTimeout)
    }
    XCTAssertGreaterThan(seen.count, 7)
  }

  func testAFixedTimeout() throws {
    var member = try SoloMember { $0.electionTimeouts = .fixed(ticks: 12) }
    for _ in 0..<11 { member.node.tick() }
    XCTAssertEqual(member.node.role, .follower)
    member.node.tick()
    XCTAssertEqual(member.node.role, .candidate)
  }

  func testOptionsThatMakeNoSense() {
    func error(_ change: (inout RaftOptions) -> Void) -> OptionsError? {
      var options = RaftOptions(id: 1)
      change(&options)
      do throws(OptionsError) {
        _ = try RawNode(options: options, storage: MemoryStorage(confState: ConfState(voters: [1])))
        return nil
      } catch {
        return error
      }
    }
    XCTAssertNil(error { _ in })
    XCTAssertEqual(error { $0.id = .none }, .reservedID(.none))
    XCTAssertEqual(error { $0.id = .appendThread }, .reservedID(.appendThread))
    XCTAssertEqual(error { $0.heartbeatTick = 0 }, .heartbeatTick(0))
    XCTAssertEqual(
      error { $0.electionTick = 1 }, .electionTickNotAbove(heartbeatTick: 1, electionTick: 1))
    XCTAssertEqual(error { $0.maxInflightMessages = 0 }, .maxInflightMessages(0))
    XCTAssertEqual(
      error {
        $0.maxSizePerMessage = 100
        $0.maxInflightBytes = 99
      }, .maxInflightBytes(99, below: 100))
    XCTAssertEqual(error { $0.readOnly = .leaseBased }, .leaseReadsWithoutCheckQuorum)
    XCTAssertNil(
      error {
        $0.readOnly = .leaseBased
        $0.checkQuorum = true
      })
    XCTAssertEqual(
      error { $0.electionTimeouts = .fixed(ticks: 0) }, .electionTimeouts(lowest: 0))
    XCTAssertEqual(error { $0.applied = 3 }, .appliedOutOfRange(3, allowed: 0...0))
  }
}
