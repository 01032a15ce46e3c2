import RaftCore
import TestSupport
import XCTest

/// Commits and votes of majorities and joint configurations, against an oracle that knows no
/// arithmetic of quorums: it tries every set of voters (Raft §5.3, §6).
///
/// Exhaustive: every size of both halves from 0 to 5 and every overlap of them; for each, every
/// assignment of "not reported", index 1 and index 2, and of no, yes and no vote, to all the
/// voters. What is left out is the naming of members: that a member of one half has another number
/// cannot matter more than its place in ascending order, and two layouts of places are tried.
final class QuorumOracleTests: XCTestCase {
  /// One half, as the places of its voters in a bit mask.
  private struct Half {
    /// Every subset that is more than half of all voters.
    let majorities: [UInt16]
    let isEmpty: Bool

    init(_ voters: UInt16) {
      isEmpty = voters == 0
      majorities = (0...voters).filter { subset in
        subset & ~voters == 0 && subset.nonzeroBitCount * 2 > voters.nonzeroBitCount
      }
    }

    /// Whether some majority lies within `members`. A half without voters has nothing to say.
    func agrees(within members: UInt16) -> Bool {
      isEmpty || majorities.contains { $0 & ~members == 0 }
    }
  }

  /// What the voters at each place said; in the core's eyes, member n+1 is at place n.
  private struct Answers: AckedIndexes, CastVotes {
    var indexes: [LogIndex?]
    var votes: [Bool?]

    func ackedIndex(of voter: MemberID) -> LogIndex? { indexes[Int(voter.rawValue) - 1] }

    func vote(of voter: MemberID) -> Bool? { votes[Int(voter.rawValue) - 1] }

    func reached(_ index: LogIndex) -> UInt16 { mask { (indexes[$0] ?? 0) >= index } }

    func mask(where holds: (Int) -> Bool) -> UInt16 {
      var mask: UInt16 = 0
      for place in indexes.indices where holds(place) { mask |= 1 << UInt16(place) }
      return mask
    }
  }

  /// The halves as masks of `places`: those of one half only, those of both, those of the other.
  private static func layouts(
    _ incoming: Int, _ outgoing: Int, shared: Int
  ) -> [(incoming: UInt16, outgoing: UInt16, places: Int)] {
    func run(_ start: Int, _ count: Int) -> UInt16 { ((1 << UInt16(count)) - 1) << UInt16(start) }
    let places = incoming + outgoing - shared
    // The shared voters in the middle, then the shared ones first.
    return [
      (run(0, incoming), run(incoming - shared, outgoing), places),
      (run(0, incoming), run(0, shared) | run(incoming, outgoing - shared), places),
    ]
  }

  private static func members(_ mask: UInt16) -> MemberSet {
    MemberSet((0..<10).filter { mask >> UInt16($0) & 1 == 1 }.map { MemberID(UInt64($0) + 1) })
  }

  func testEveryConfigurationUpToFiveVotersASide() {
    var assignments = 0
    for incoming in 0...5 {
      for outgoing in 0...5 {
        for shared in 0...min(incoming, outgoing) {
          let layouts = Self.layouts(incoming, outgoing, shared: shared)
          // The second layout says nothing new without shared voters, and little if it is large.
          for layout in layouts.prefix(shared == 0 || layouts[0].places > 7 ? 1 : 2) {
            assignments += check(layout)
          }
        }
      }
    }
    XCTAssertGreaterThan(assignments, 200_000)
  }

  /// Tries all assignments to the voters of one configuration, and returns their number.
  private func check(_ layout: (incoming: UInt16, outgoing: UInt16, places: Int)) -> Int {
    let halves = [Half(layout.incoming), Half(layout.outgoing)]
    let joint = JointVoters(
      incoming: Self.members(layout.incoming), outgoing: Self.members(layout.outgoing))
    let swapped = JointVoters(incoming: joint.outgoing, outgoing: joint.incoming)
    var answers = Answers(
      indexes: Array(repeating: nil, count: layout.places),
      votes: Array(repeating: nil, count: layout.places))
    var count = 0
    var digits = [Int](repeating: 0, count: layout.places)
    while true {
      let index = committed(answers, halves)
      let result = outcome(answers, halves)
      if joint.committedIndex(answers) != index || swapped.committedIndex(answers) != index {
        XCTFail("\(joint.text) \(digits): committed is not \(index)")
      }
      if joint.result(of: answers) != result || swapped.result(of: answers) != result {
        XCTFail("\(joint.text) \(digits): the vote is not \(result)")
      }
      count += 1
      guard let place = digits.firstIndex(where: { $0 < 2 }) else { return count }
      digits[place] += 1
      for lower in 0..<place { digits[lower] = 0 }
      for changed in 0...place {
        answers.indexes[changed] = digits[changed] == 0 ? nil : LogIndex(UInt64(digits[changed]))
        answers.votes[changed] = digits[changed] == 0 ? nil : digits[changed] == 2
      }
    }
  }

  /// The highest index that some majority of each half has reached.
  private func committed(_ answers: Answers, _ halves: [Half]) -> LogIndex {
    if halves.allSatisfy(\.isEmpty) { return .infinity }
    for index in [LogIndex(2), LogIndex(1)] {
      let reached = answers.reached(index)
      if halves.allSatisfy({ $0.agrees(within: reached) }) { return index }
    }
    return 0
  }

  /// Won if some majority of each half said yes; lost if that cannot come about any more, even if
  /// all who are still out say yes.
  private func outcome(_ answers: Answers, _ halves: [Half]) -> VoteResult {
    let yes = answers.mask { answers.votes[$0] == true }
    if halves.allSatisfy({ $0.agrees(within: yes) }) { return .won }
    let notNo = answers.mask { answers.votes[$0] != false }
    return halves.allSatisfy { $0.agrees(within: notNo) } ? .pending : .lost
  }

  /// Two majorities of one half always share a voter, which Raft's safety rests on: the oracle's
  /// majorities are such sets, and not too few of them, or the test above would fail.
  func testMajoritiesIntersect() {
    for voters in UInt16(1)..<64 {
      let half = Half(voters)
      for one in half.majorities {
        for other in half.majorities where one & other == 0 {
          XCTFail("\(one) and \(other) of \(voters)")
        }
      }
    }
  }
}
