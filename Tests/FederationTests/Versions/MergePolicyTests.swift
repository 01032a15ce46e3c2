import Federation
import SimKernel
import TestSupport
import XCTest

/// What shows, what is refused and what is lost, policy by policy.
final class MergePolicyTests: XCTestCase {
  private let (path, other) = (Symbol(0), Symbol(1))
  private let (alice, bob) = (Symbol(10), Symbol(11))

  private func fields(_ value: Int64) -> Fields {
    Fields([.init(path: path, value: .integer(value))])
  }

  /// Two clusters that share one object.
  private func pair(
    _ policy: MergePolicy, _ deletion: DeletionRule = .deleteWins, force: Bool = false
  ) -> Replicas {
    let terms = WriteTerms(policy: policy, deletion: deletion, manager: alice, force: force)
    var replicas = Replicas(2, terms)
    _ = replicas.create(0, fields(0))
    XCTAssertEqual(replicas.sync(0, 1), .merged)
    XCTAssertEqual(replicas.sync(0, 1), .nothingNew)
    replicas.now = replicas.now + .seconds(1)
    return replicas
  }

  private func edit(_ path: Symbol, _ value: Int64) -> LocalChange {
    .update([FieldEdit(path, .integer(value))])
  }

  private func exchange(_ replicas: inout Replicas) {
    _ = replicas.sync(0, 1)
    _ = replicas.sync(1, 0)
    XCTAssertEqual(replicas.states[0], replicas.states[1])
  }

  func testOriginOwnedAndPrimaryTurnOthersAway() {
    var owned = pair(.originOwned(origin: ClusterID(0)))
    XCTAssertEqual(owned.write(1, edit(path, 1)), .notOwner(origin: ClusterID(0)))
    var primary = pair(.primary(ClusterID(0)))
    XCTAssertEqual(primary.write(1, edit(path, 1)), .forward(to: ClusterID(0)))
    XCTAssertEqual(primary.states[1], primary.states[0])
  }

  func testLastWriterShowsTheLargerStampAndLosesTheOtherSilently() {
    var replicas = pair(.lastWriter)
    _ = replicas.write(0, edit(path, 1))
    replicas.now = replicas.now + .seconds(1)
    _ = replicas.write(1, edit(path, 2))
    exchange(&replicas)
    XCTAssertEqual(replicas.visible(0)?.fields[path], .integer(2))
    let finals = replicas.visible(0)!.writes.compactMap { replicas.writes[$0] }
    let fates = replicas.ancestry.fates(finals: finals)
    XCTAssertEqual(fates.survived, 2)
    XCTAssertEqual(fates.lostSilently, 1)
  }

  func testFieldMergeTakesEachFieldFromItsLastWriterAndReportsLosers() {
    var replicas = pair(.fieldMerge)
    _ = replicas.write(0, edit(path, 1))
    _ = replicas.write(0, edit(other, 5))
    replicas.now = replicas.now + .seconds(1)
    _ = replicas.write(1, edit(path, 2))
    exchange(&replicas)
    let merged = replicas.visible(0)
    XCTAssertEqual(merged?.fields[path], .integer(2))
    XCTAssertEqual(merged?.fields[other], .integer(5), "the other side's field survives")
    guard case .field(let at, let lost, let managersDiffer)? = merged?.conflicts.first else {
      return XCTFail("no conflict in \(String(describing: merged))")
    }
    XCTAssertEqual(at, path)
    XCTAssertEqual(lost.value, .integer(1))
    XCTAssertFalse(managersDiffer)
    _ = replicas.write(0, edit(path, 3))
    XCTAssertEqual(replicas.visible(0)?.conflicts, [], "a write on top settles it")
  }

  func testAFieldOfAnotherManagerIsRefusedUnlessForced() {
    var replicas = pair(.fieldMerge)
    var state = replicas.states[1]
    var terms = WriteTerms(policy: .fieldMerge, manager: bob)
    let refused = state.write(
      edit(path, 9), terms, clock: &replicas.clocks[1], at: replicas.reading(1))
    XCTAssertEqual(refused, .fieldOwned(path: path, manager: alice))
    XCTAssertEqual(state, replicas.states[1])
    terms.force = true
    let taken = state.write(
      edit(path, 9), terms, clock: &replicas.clocks[1], at: replicas.reading(1))
    guard case .accepted = taken else { return XCTFail("\(taken)") }
    XCTAssertEqual(state.visible(under: .fieldMerge)?.owned.first?.manager, bob)
  }

  func testKeepBothLosesNothingUntilAWriteNamesBoth() throws {
    var replicas = pair(.keepBoth)
    _ = replicas.write(0, edit(path, 1))
    _ = replicas.write(1, edit(path, 2))
    exchange(&replicas)
    let both = try XCTUnwrap(replicas.visible(0))
    XCTAssertEqual(both.writes.count, 2)
    XCTAssertEqual(both.conflicts, [.siblings(both.writes)])
    let foreign = try XCTUnwrap(both.writes.first { $0.cluster == ClusterID(1) })
    let own = try XCTUnwrap(both.writes.first { $0.cluster == ClusterID(0) })
    let edits = [FieldEdit(path, .integer(3))]
    XCTAssertEqual(
      replicas.write(0, .update(edits, settling: [foreign])), .unnamedSibling(own))
    _ = replicas.write(0, .update(edits, settling: [own]))
    XCTAssertEqual(replicas.visible(0)?.writes.count, 2, "the foreign one was not named")
    _ = replicas.write(0, .update(edits))
    XCTAssertEqual(replicas.visible(0)?.writes.count, 1)
    let finals = replicas.visible(0)!.writes.compactMap { replicas.writes[$0] }
    let fates = replicas.ancestry.fates(finals: finals)
    XCTAssertEqual(fates.survived, fates.count)
  }

  func testADeletionAbsorbsOrYieldsToAConcurrentUpdate() {
    for (rule, shows) in [(DeletionRule.deleteWins, false), (.updateWins, true)] {
      var replicas = pair(.lastWriter, rule)
      _ = replicas.write(0, edit(path, 1))
      _ = replicas.write(1, .delete)
      XCTAssertNil(replicas.visible(1))
      exchange(&replicas)
      XCTAssertEqual(replicas.visible(0) != nil, shows, "\(rule)")
      XCTAssertEqual(replicas.visible(1) != nil, shows, "\(rule)")
    }
  }

  /// Under updateWins a write on top of a cancelled deletion has seen the tombstone, and must not
  /// make others forget it: a version the deletion had seen would otherwise come back alone.
  func testAVersionNeverReplacesATombstone() {
    var replicas = pair(.lastWriter, .updateWins)
    _ = replicas.write(0, edit(path, 1))
    _ = replicas.write(1, .delete)
    exchange(&replicas)
    _ = replicas.write(0, edit(path, 2))
    XCTAssertEqual(replicas.states[0].records.count { $0.isTombstone }, 1)
    XCTAssertNil(replicas.states[0].visible(under: .lastWriter, .deleteWins))
    XCTAssertEqual(replicas.visible(0)?.fields[path], .integer(2))
  }

  func testOfTwoCreationsTheOlderShowsAndTheOtherIsReported() throws {
    var replicas = Replicas(2, WriteTerms(policy: .lastWriter, manager: alice))
    _ = replicas.create(0, fields(1))
    replicas.now = replicas.now + .seconds(1)
    _ = replicas.create(1, fields(2))
    let hidden = try XCTUnwrap(replicas.visible(1)?.uid)
    exchange(&replicas)
    let shown = try XCTUnwrap(replicas.visible(1))
    XCTAssertEqual(shown.fields[path], .integer(1))
    XCTAssertEqual(shown.conflicts, [.concurrentCreation(hidden: hidden, shown: shown.uid)])
    _ = replicas.write(1, .delete)
    XCTAssertEqual(replicas.visible(1)?.uid, hidden, "it shows once the older is deleted")
  }

  func testACreationThatHasSeenTheDeletionShowsAndOldVersionsStayBuried() throws {
    var replicas = pair(.lastWriter)
    _ = replicas.write(0, edit(path, 1))
    _ = replicas.write(1, .delete)
    _ = replicas.create(1, fields(7))
    exchange(&replicas)
    XCTAssertEqual(replicas.visible(0)?.fields[path], .integer(7))
    XCTAssertEqual(replicas.visible(0)?.conflicts, [])
  }

  /// Invariants F1, F2 and F4 over random histories; what is lost under which policy.
  func testReplicasConvergeNothingIsResurrectedAndNoOlderVersionFollowsANewer() {
    var (lost, buried) = (0, 0)
    for policy in Replicas.policies {
      forEverySeed(count: 60) { draws in
        let terms = WriteTerms(policy: policy, manager: alice, force: true)
        var replicas = Replicas(3, terms)
        var dead: [[ObjectUID]] = [[], [], []]
        for _ in 0..<30 {
          replicas.now = replicas.now + .milliseconds(5)
          let i = Int(draws.below(3))
          let before = replicas.visible(i)
          replicas.act(Int(draws.below(8)), at: i, other: Int(draws.below(3)))
          dead[i] += replicas.states[i].records.filter(\.isTombstone).map(\.uid)
          if let after = replicas.visible(i) {
            XCTAssertFalse(dead[i].contains(after.uid), "\(policy): resurrected")
            if before?.uid == after.uid, let before {
              XCTAssertGreaterThanOrEqual(after.stamp, before.stamp, "\(policy): went back")
            }
          }
        }
        for _ in 0..<2 {
          for i in 0..<3 { for j in 0..<3 where i != j { _ = replicas.sync(i, j) } }
        }
        XCTAssertEqual(replicas.states[0], replicas.states[1], "\(policy)")
        XCTAssertEqual(replicas.states[0], replicas.states[2], "\(policy)")
        buried += dead[0].isEmpty ? 0 : 1
        guard dead.allSatisfy(\.isEmpty), let end = replicas.visible(0), end.conflicts.isEmpty
        else { return }
        let fates = replicas.ancestry.fates(finals: end.writes.compactMap { replicas.writes[$0] })
        if policy == .lastWriter {
          lost += fates.lostSilently
        } else {
          XCTAssertEqual(fates.lostSilently, 0, "\(policy)")
        }
      }
    }
    XCTAssertGreaterThan(lost, 0, "last writer lost nothing: the runs provoked nothing")
    XCTAssertGreaterThan(buried, 20)
  }

  func testMergingRefusesAStampTooFarAheadAndSucceedsLater() {
    let terms = WriteTerms(policy: .lastWriter, manager: alice)
    var replicas = Replicas(2, terms, skews: [.seconds(2), .zero])
    _ = replicas.create(0, fields(1))
    guard case .refusedAhead = replicas.sync(0, 1) else { return XCTFail("not refused") }
    XCTAssertEqual(replicas.states[1], KeyState())
    replicas.now = replicas.now + .seconds(2)
    XCTAssertEqual(replicas.sync(0, 1), .merged)
  }
}
