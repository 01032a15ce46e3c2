import XCTest

@testable import Linearizability

/// The parts of the search by themselves.
final class SearchPartsTests: XCTestCase {
  /// Equal hashes are no proof: only what is equal in every word and in its state was seen before.
  func testTheMemoComparesInFull() {
    var memo = ConfigurationMemo()
    func insert(state: UInt32 = 0, _ words: ContiguousArray<UInt64>, from start: Int = 0) -> Bool {
      let configuration = ConfigurationMemo.Configuration(
        state: state, hash: 42, window: start..<2, open: 2..<3)
      return memo.insert(configuration, of: words)
    }
    XCTAssertTrue(insert([1, 0, 0]))
    XCTAssertFalse(insert([1, 0, 0]))
    XCTAssertTrue(insert([3, 0, 0]), "another set")
    XCTAssertTrue(insert([1, 0, 4]), "another set among those that never return")
    XCTAssertTrue(insert(state: 1, [1, 0, 0]), "another state")
    XCTAssertTrue(insert([.max, 1, 0], from: 1), "another window")
    XCTAssertTrue(insert([.max, 1, 7], from: 1))
    XCTAssertFalse(insert([.max, 1, 0], from: 1))
    XCTAssertEqual(memo.count, 6)
  }

  /// It grows, and forgets nothing.
  func testTheMemoRemembersAll() {
    var memo = ConfigurationMemo()
    for round in 0..<2 {
      for i in 0..<10_000 {
        // Few hashes, so that probing has long ways to go.
        let configuration = ConfigurationMemo.Configuration(
          state: UInt32(i % 7), hash: Zobrist.mixed(UInt64(i / 50)), window: 0..<1, open: 1..<1)
        XCTAssertEqual(memo.insert(configuration, of: [UInt64(i)]), round == 0)
      }
    }
    XCTAssertEqual(memo.count, 10_000)
  }

  func testTransitionsAreRemembered() {
    var table = TransitionTable()
    for i: UInt32 in 0..<5_000 {
      XCTAssertEqual(table.answer(i % 100, i), TransitionTable.absent)
      table.learn(i % 100, i, i % 3 == 0 ? TransitionTable.illegal : i)
    }
    for i: UInt32 in 0..<5_000 {
      XCTAssertEqual(table.answer(i % 100, i), i % 3 == 0 ? TransitionTable.illegal : i)
      XCTAssertEqual(table.answer(i % 100 + 1, i), TransitionTable.absent)
    }
  }

  /// Lifting and putting back in reverse leaves the list as it was.
  func testLiftingIsUndone() {
    let entries: [Int32] = [0, 2, 3, 4, 1, 5]
    var list = EntryList(entries, operationCount: 3)
    func all() -> [Int32] {
      var found: [Int32] = []
      var entry = list.first
      while entry != list.end {
        found.append(entry)
        entry = list.after(entry)
      }
      return found
    }
    XCTAssertEqual(all(), entries)
    list.lift(1)
    XCTAssertEqual(all(), [0, 4, 1, 5])
    XCTAssertEqual(list.after(2), 4, "what comes after a call that was lifted is not its return")
    list.lift(0)
    XCTAssertEqual(all(), [4, 5])
    list.lift(2)
    XCTAssertTrue(list.isEmpty)
    list.putBack(2)
    list.putBack(0)
    XCTAssertEqual(all(), [0, 4, 1, 5])
    list.putBack(1)
    XCTAssertEqual(all(), entries)
  }

  /// The words are the same in every process and on every machine.
  func testZobristWordsAreFixed() {
    XCTAssertEqual(Zobrist.word(0), 3_220_344_897_584_144_929)
    XCTAssertEqual(Zobrist.word(63), 7_648_647_221_446_376_403)
  }

  /// At one instant calls come before returns, and equal operations in the order of their calls.
  func testTheProblemIsInTheOrderOfTime() {
    func operation(_ span: (Int64, Int64?), _ question: UInt32) -> TimedOperation {
      TimedOperation(
        index: 0, question: question, isAnswered: span.1 != nil, calledAt: span.0,
        returnedAt: span.1)
    }
    let spans: [(Int64, Int64?)] = [(5, 9), (0, 5), (1, nil), (6, 8), (7, 9)]
    let problem = SearchProblem(
      spans.map { operation($0, 0) }, classes: [0, 0, 1, 0, 0])
    // By call: (0, 5), (5, 9), (6, 8), (7, 9); then, at 64, the one that never returns.
    XCTAssertEqual(problem.operations.prefix(4), [1, 0, 3, 4])
    XCTAssertEqual(problem.operations[64], 2)
    XCTAssertEqual(problem.open, 64..<65)
    XCTAssertEqual(problem.entries, [0, 2, 1, 4, 6, 5, 3, 7])
    XCTAssertEqual(problem.callsBeforeReturn, [2, 4, 4, 4])
    // The third returns before the second: neither stands in for the other, but the first does.
    XCTAssertEqual(problem.predecessors.prefix(4), [-1, 0, 0, 2])
  }
}
