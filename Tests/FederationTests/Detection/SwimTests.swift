import Federation
import SimKernel
import TestSupport
import XCTest

/// Suspicion: its length, confirmation and refutation.
final class SwimTests: XCTestCase {
  func testTheLengthOfASuspicion() {
    let rows: [(members: Int, confirmations: Int, seconds: Double, line: UInt)] = [
      (3, 0, 30, #line), (5, 0, 30, #line), (6, 0, 180, #line), (10, 0, 180, #line),
      (10, 1, 115.398, #line), (10, 2, 77.609, #line), (10, 3, 50.797, #line),
      (10, 4, 30, #line), (10, 9, 30, #line), (100, 4, 60, #line), (100, 0, 360, #line),
    ]
    for row in rows {
      let length = SwimRule.wan.suspicion(
        confirmations: row.confirmations, members: row.members)
      XCTAssertEqual(Double(length.nanoseconds) / 1e9, row.seconds, accuracy: 0.01, line: row.line)
    }
  }

  private func member(_ count: Int) -> (SwimMember, Draws) {
    var draws = Draws(seed: 1, .federation, 0)
    return (SwimMember(ClusterID(0), of: count, rule: .wan, draws: &draws), draws)
  }

  private func suspect(_ target: Int, by accuser: Int, _ incarnation: UInt32 = 0) -> SwimInput {
    .heard(.suspect(ClusterID(target), incarnation: incarnation, by: ClusterID(accuser)))
  }

  func testARefutationEndsASuspicionAndAnOldOneDoesNot() {
    var (member, draws) = member(10)
    var effects: [SwimEffect] = []
    member.step(suspect(3, by: 4), at: .zero, draws: &draws, into: &effects)
    let alive = SwimInput.heard(.alive(ClusterID(3), incarnation: 1))
    member.step(alive, at: .zero + .seconds(100), draws: &draws, into: &effects)
    member.step(.wake, at: .zero + .seconds(200), draws: &draws, into: &effects)
    XCTAssertEqual(member.verdict(on: ClusterID(3)), .good)
    effects.removeAll()
    member.step(suspect(3, by: 5), at: .zero + .seconds(201), draws: &draws, into: &effects)
    XCTAssertEqual(effects, [], "an accusation of an earlier incarnation is stale")
  }

  func testTheAccusedRefutesWithALargerIncarnation() {
    var (member, draws) = member(10)
    var effects: [SwimEffect] = []
    member.step(suspect(0, by: 4, 2), at: .zero, draws: &draws, into: &effects)
    XCTAssertEqual(effects, [.spread(.alive(ClusterID(0), incarnation: 3))])
  }

  func testFourIndependentConfirmationsEndItAtTheLeastOneAccuserRepeatingDoesNot() {
    for (accusers, isDead) in [([1, 2, 4, 5, 6], true), ([1, 1, 1, 1, 1], false)] {
      var (member, draws) = member(10)
      var effects: [SwimEffect] = []
      for accuser in accusers {
        member.step(suspect(3, by: accuser), at: .zero, draws: &draws, into: &effects)
      }
      member.step(.wake, at: .zero + .seconds(30), draws: &draws, into: &effects)
      XCTAssertEqual(member.verdict(on: ClusterID(3)) == .bad, isDead, "\(accusers)")
      XCTAssertEqual(effects.contains(.verdict(ClusterID(3), .bad)), isDead)
    }
  }
}
