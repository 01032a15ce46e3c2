import RaftCore
import TestSupport
import XCTest

/// Majorities and joint majorities, against counting by hand (Raft §5.3, §6; etcd quorum).
final class QuorumTests: XCTestCase {
  private struct Acks: AckedIndexes, CastVotes {
    var indexes: [MemberID: LogIndex] = [:]
    var votes: [MemberID: Bool] = [:]

    func ackedIndex(of voter: MemberID) -> LogIndex? { indexes[voter] }

    func vote(of voter: MemberID) -> Bool? { votes[voter] }
  }

  /// The highest index that more than half of `voters` have reached, by trying them all.
  private func counted(_ voters: MemberSet, _ acks: Acks, upTo limit: UInt64) -> LogIndex {
    if voters.isEmpty { return .infinity }
    return (0...limit).map { LogIndex($0) }.last { index in
      2 * voters.members.count { (acks.indexes[$0] ?? 0) >= index } > voters.count
    }!
  }

  /// What can still become of the votes, by trying all ways in which the missing ones can fall.
  private func counted(_ voters: MemberSet, _ acks: Acks) -> VoteResult {
    let missing = voters.members.filter { acks.votes[$0] == nil }
    let yes = voters.members.count { acks.votes[$0] == true }
    let outcomes = (0...missing.count).map { 2 * (yes + $0) > voters.count || voters.isEmpty }
    if outcomes.allSatisfy({ $0 }) { return .won }
    return outcomes.contains(true) ? .pending : .lost
  }

  private func voters(_ range: Range<UInt64>) -> MemberSet { MemberSet(range.map { MemberID($0) }) }

  /// Calls `body` with every assignment of 0 ..< `choices` to `count` places.
  private func withEvery(_ count: Int, _ choices: Int, _ body: ([Int]) -> Void) {
    var digits = [Int](repeating: 0, count: count)
    while true {
      body(digits)
      guard let place = digits.firstIndex(where: { $0 < choices - 1 }) else { return }
      digits[place] += 1
      for lower in 0..<place { digits[lower] = 0 }
    }
  }

  func testCommittedIndexOfEveryMajorityUpToFiveVoters() {
    for count in 0...5 {
      let set = voters(1..<UInt64(count) + 1)
      // 0 stands for a voter that has not reported.
      withEvery(count, 4) { digits in
        var acks = Acks()
        for (voter, digit) in zip(set.members, digits) where digit > 0 {
          acks.indexes[voter] = LogIndex(UInt64(digit))
        }
        XCTAssertEqual(set.committedIndex(acks), counted(set, acks, upTo: 3), "\(digits)")
      }
    }
  }

  func testVoteResultOfEveryMajorityUpToFiveVoters() {
    for count in 0...5 {
      let set = voters(1..<UInt64(count) + 1)
      withEvery(count, 3) { digits in
        var acks = Acks()
        for (voter, digit) in zip(set.members, digits) where digit > 0 {
          acks.votes[voter] = digit == 1
        }
        XCTAssertEqual(set.result(of: acks), counted(set, acks), "\(digits)")
      }
    }
  }

  func testLargeMajoritiesOfRandomIndexes() {
    forEverySeed(count: 200) { draws in
      let set = voters(1..<UInt64(draws.int(in: 6...40)))
      var acks = Acks()
      for voter in set.members where !draws.oneIn(5) {
        acks.indexes[voter] = LogIndex(UInt64(draws.int(in: 0...50)))
      }
      XCTAssertEqual(set.committedIndex(acks), counted(set, acks, upTo: 50))
    }
  }

  func testQuorumSizes() {
    for (count, size) in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (9, 5)] {
      XCTAssertEqual(voters(1..<UInt64(count) + 1).quorumSize, size, "\(count) voters")
    }
  }

  func testSetsAreSortedAndWithoutRepetition() {
    var set: MemberSet = [5, 1, 3, 1]
    XCTAssertEqual(set.members, [1, 3, 5])
    set.insert(2)
    set.remove(5)
    set.remove(7)
    XCTAssertEqual(set.members, [1, 2, 3])
    XCTAssertEqual(set.union([3, 4]).members, [1, 2, 3, 4])
  }
}
