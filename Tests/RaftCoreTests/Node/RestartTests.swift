import RaftCore
import XCTest

/// Starting again from what is durable (TestRawNodeRestart*, TestNodeRestart*).
final class RestartTests: XCTestCase {
  func testFromHardStateAndLog() throws {
    var member = try SoloMember(
      hardState: HardState(term: 3, vote: 2, commit: 2), logTerms: [1, 2, 3])
    XCTAssertEqual(member.node.term, 3)
    XCTAssertEqual(member.node.vote, 2)
    XCTAssertEqual(member.node.commit, 2)
    XCTAssertEqual(member.node.applied, 0)
    XCTAssertEqual(member.node.lastIndex, 3)
    XCTAssertEqual(member.node.role, .follower)
    var ready = Ready()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertNil(ready.hardState, "nothing changed")
    XCTAssertEqual(ready.entries, [], "and nothing is to be stored")
    XCTAssertEqual(ready.committedEntries.map(\.index), [1, 2])
    XCTAssertFalse(ready.mustSync)
    member.node.advance()
    XCTAssertFalse(member.node.hasReady)
    XCTAssertEqual(member.node.applied, 2)
  }

  /// What the state machine holds already is not handed out again.
  func testWithAnAppliedIndex() throws {
    let snapshot = Snapshot(confState: ConfState(voters: [1]))
    let storage = MemoryStorage(
      hardState: HardState(term: 1, commit: 3), snapshot: snapshot,
      entries: entries(terms: [1, 1, 1]))
    var member = try SoloMember(voters: [1], storage: storage) { $0.applied = 2 }
    XCTAssertEqual(member.node.applied, 2)
    var ready = Ready()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.committedEntries.map(\.index), [3])
  }

  func testFromASnapshot() throws {
    let snapshot = Snapshot(index: 5, term: 2, confState: ConfState(voters: [1, 2]))
    let storage = MemoryStorage(
      hardState: HardState(term: 2, commit: 6), snapshot: snapshot,
      entries: entries(from: 6, terms: [2, 2]))
    var member = try SoloMember(storage: storage)
    XCTAssertEqual(member.node.applied, 5)
    XCTAssertEqual(member.node.configuration.voters.incoming, [1, 2])
    var ready = Ready()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.committedEntries.map(\.index), [6])
    XCTAssertNil(ready.snapshot)
  }

  func testStoragesThatContradictThemselves() throws {
    func error(_ state: HardState, applied: LogIndex = 0, _ confState: ConfState) -> OptionsError? {
      let storage = MemoryStorage(
        hardState: state, snapshot: Snapshot(index: 5, term: 2, confState: confState),
        entries: entries(from: 6, terms: [2]))
      var options = RaftOptions(id: 1)
      options.applied = applied
      do throws(OptionsError) {
        _ = try RawNode(options: options, storage: storage)
        return nil
      } catch {
        return error
      }
    }
    let good = ConfState(voters: [1, 2])
    XCTAssertNil(error(HardState(term: 2, commit: 6), good))
    XCTAssertNil(error(HardState(), good))
    XCTAssertEqual(
      error(HardState(term: 2, commit: 7), good), .commitOutOfRange(7, allowed: 5...6))
    XCTAssertEqual(
      error(HardState(term: 2, commit: 4), good), .commitOutOfRange(4, allowed: 5...6))
    XCTAssertEqual(
      error(HardState(term: 2, commit: 5), applied: 6, good),
      .appliedOutOfRange(6, allowed: 5...5))
    let learnersOnly = ConfState(learners: [1])
    XCTAssertEqual(error(HardState(), learnersOnly), .confState(learnersOnly))
    let contradiction = ConfState(voters: [1, 2], learners: [2])
    XCTAssertEqual(error(HardState(), contradiction), .confState(contradiction))
  }

  /// Portions after a restart neither skip nor repeat (TestNodeCommitPaginationAfterRestart).
  func testPortionsAfterARestart() throws {
    let snapshot = Snapshot(confState: ConfState(voters: [1]))
    let list = (1...10).map {
      Entry(term: 1, index: LogIndex(UInt64($0)), data: [UInt8](repeating: 1, count: 100))
    }
    let storage = MemoryStorage(
      hardState: HardState(term: 1, commit: 10), snapshot: snapshot, entries: list)
    var member = try SoloMember(voters: [1], storage: storage) {
      // One byte less than all of them need.
      $0.maxCommittedSizePerReady = list.reduce(0) { $0 + $1.encodedSize } - 1
    }
    var ready = Ready()
    var seen: [LogIndex] = []
    while member.node.takeReady(into: &ready) {
      seen += ready.committedEntries.map(\.index)
      member.node.advance()
    }
    XCTAssertEqual(seen.map(\.rawValue), Array(1...10))
  }

  /// Nothing of what a quorum stored is lost when all members lose what they did not store.
  func testAWholeGroupRestarts() {
    var group = Group(3)
    group.elect(1)
    for text in ["a", "b", "c"] { group.propose(text, to: 1) }
    group.settle()
    for id in [1, 2, 3] as [MemberID] { group.restart(id) }
    group.elect(3)
    for id in [1, 2, 3] as [MemberID] {
      XCTAssertEqual(group.texts(appliedBy: id), ["a", "b", "c"])
      XCTAssertGreaterThan(group[id].term, 1)
    }
  }
}
