import Federation
import KeyValue
import SimKernel
import TestSupport
import XCTest

/// Rumours: how often, to whom, what fits; and sets of clusters.
final class GossipTests: XCTestCase {
  private func agent(
    of members: Int, _ draws: inout Draws, rule: GossipRule = .wan
  ) -> (GossipAgent, SimTime) {
    var agent = GossipAgent(ClusterID(1), of: members, rule: rule)
    var effects: [GossipEffect] = []
    agent.start(at: .zero, draws: &draws, into: &effects)
    guard case .wake(let first)? = effects.first else {
      XCTFail("no wake in \(effects)")
      return (agent, .zero)
    }
    return (agent, first)
  }

  /// The messages of the rounds from `first` on, one per interval.
  private func rounds(
    _ count: Int, _ agent: inout GossipAgent, from first: SimTime, _ draws: inout Draws
  ) -> [[(to: ClusterID, items: [GossipEffect.Item])]] {
    (0..<count).map { n in
      var effects: [GossipEffect] = []
      let now = first + agent.rule.interval * Int64(n)
      agent.step(.wake, at: now, draws: &draws, into: &effects)
      return effects.compactMap { effect in
        if case .send(let to, let items) = effect { (to, items) } else { nil }
      }
    }
  }

  func testLimitsByGroupSize() {
    let rows: [(members: Int, sends: Int, seconds: Int64, line: UInt)] = [
      (5, 4, 60, #line), (9, 4, 60, #line), (10, 8, 60, #line), (32, 8, 60, #line),
      (33, 8, 120, #line), (64, 8, 120, #line), (65, 8, 180, #line), (99, 8, 180, #line),
      (100, 12, 180, #line), (1_000, 16, 360, #line),
    ]
    for row in rows {
      XCTAssertEqual(GossipRule.wan.sendLimit(members: row.members), row.sends, line: row.line)
      XCTAssertEqual(
        GossipRule.wan.exchangePeriod(members: row.members), .seconds(row.seconds), line: row.line)
    }
  }

  func testARumourGoesToFourOthersARoundAndDiesAtItsLimit() {
    forEverySeed(count: 50) { draws in
      var (agent, first) = self.agent(of: 20, &draws)
      var effects: [GossipEffect] = []
      let news = GossipInput.learned(KeyID(3), sizeInBytes: 100, sharers: nil)
      agent.step(news, at: .zero, draws: &draws, into: &effects)
      let sent = rounds(5, &agent, from: first, &draws)
      XCTAssertEqual(sent.map(\.count), [4, 4, 0, 0, 0])
      for round in sent {
        XCTAssertEqual(Set(round.map(\.to)).count, round.count)
        XCTAssertFalse(round.contains { $0.to == agent.id })
      }
      XCTAssertEqual(agent.sends, 8)
      XCTAssertEqual(agent.pendingCount, 0)
    }
  }

  func testLeastSentFirstWithinAPacketAndLargeOnesAsAnnouncements() {
    var draws = Draws(seed: 1, .federation, 0)
    var (agent, first) = self.agent(of: 5, &draws)
    var effects: [GossipEffect] = []
    for key in 0..<3 {
      agent.step(
        .learned(KeyID(UInt32(key)), sizeInBytes: 600, sharers: nil), at: .zero, draws: &draws,
        into: &effects)
    }
    agent.step(
      .learned(KeyID(9), sizeInBytes: 5_000, sharers: nil), at: .zero, draws: &draws,
      into: &effects)
    let sent = rounds(1, &agent, from: first, &draws)[0]
    XCTAssertEqual(sent.count, 4)
    XCTAssertEqual(sent[0].items.map(\.key), [9, 2, 1].map { KeyID($0) })
    XCTAssertEqual(sent[0].items.map(\.isWhole), [false, true, true])
    XCTAssertEqual(sent[1].items.first?.key, KeyID(0), "the least sent goes first")
  }

  func testNothingIsSentOutsideTheShareSet() {
    forEverySeed(count: 50) { draws in
      var (agent, first) = self.agent(of: 12, &draws)
      let sharers = ClusterSet([ClusterID(0), ClusterID(1), ClusterID(7)])
      var effects: [GossipEffect] = []
      agent.step(
        .learned(KeyID(0), sizeInBytes: 10, sharers: sharers), at: .zero, draws: &draws,
        into: &effects)
      let sent = rounds(60, &agent, from: first, &draws).flatMap { $0 }
      XCTAssertTrue(sent.allSatisfy { sharers.contains($0.to) })
      XCTAssertFalse(sent.isEmpty)
    }
  }

  func testClusterSetsAgreeWithArrays() {
    forEverySeed(count: 100) { draws in
      var (set, flags) = (ClusterSet(), [Bool](repeating: false, count: 200))
      for _ in 0..<30 {
        let i = Int(draws.below(200))
        flags[i] = draws.oneIn(3) ? false : true
        if flags[i] { set.insert(ClusterID(i)) } else { set.remove(ClusterID(i)) }
      }
      let expected = flags.indices.filter { flags[$0] }.map { ClusterID($0) }
      XCTAssertEqual(set.members, expected)
      XCTAssertEqual(set.count, expected.count)
      XCTAssertEqual(set, ClusterSet(expected))
    }
  }
}
