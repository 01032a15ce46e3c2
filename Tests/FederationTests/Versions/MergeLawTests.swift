import Federation
import SimKernel
import TestSupport
import XCTest

/// Merging is commutative, associative and idempotent (invariant F18), on every small history.
final class MergeLawTests: XCTestCase {
  private func terms(_ policy: MergePolicy, _ deletion: DeletionRule = .deleteWins) -> WriteTerms {
    WriteTerms(policy: policy, deletion: deletion, manager: Symbol(0), force: true)
  }

  /// Every history of `steps` steps of two clusters: create, update, delete, or take from the
  /// other.
  private func everyHistory(steps: Int, _ terms: WriteTerms, _ body: (Replicas) -> Void) {
    func extend(_ replicas: Replicas, _ left: Int) {
      guard left > 0 else { return body(replicas) }
      for action in [0, 1, 3, 4] {
        for i in 0..<2 {
          var next = replicas
          next.now = next.now + .milliseconds(1)
          next.act(action, at: i, other: 1 - i)
          extend(next, left - 1)
        }
      }
    }
    extend(Replicas(2, terms), steps)
  }

  func testEveryOrderOfEverySmallHistoryGivesOneState() {
    var (concurrent, twoLives) = (0, 0)
    for deletion in [DeletionRule.deleteWins, .updateWins] {
      everyHistory(steps: 5, terms(.lastWriter, deletion)) { replicas in
        let records = replicas.history
        var whole = KeyState()
        for record in records { whole.insert(record) }
        if whole.records.count > 1 { concurrent += 1 }
        if Set(whole.records.map(\.uid)).count > 1 { twoLives += 1 }
        forEveryOrder(of: records.count) { order in
          var state = KeyState()
          for i in order { state.insert(records[i]) }
          if state != whole { XCTFail("\(order) of \(records)") }
        }
      }
    }
    XCTAssertGreaterThan(concurrent, 1_000, "too few histories had concurrent writes")
    XCTAssertGreaterThan(twoLives, 100, "too few histories had two lives on one key")
  }

  func testTheLawsHoldForStatesUnderEveryPolicy() {
    for policy in [MergePolicy.lastWriter, .fieldMerge, .keepBoth] {
      for deletion in [DeletionRule.deleteWins, .updateWins] {
        forEverySeed(count: 60) { draws in
          var replicas = Replicas(3, terms(policy, deletion))
          var seen: [KeyState] = []
          for _ in 0..<14 {
            replicas.now = replicas.now + .milliseconds(1)
            let i = Int(draws.below(3))
            replicas.act(Int(draws.below(7)), at: i, other: Int(draws.below(3)))
            seen.append(replicas.states[i])
          }
          for _ in 0..<6 {
            let (a, b, c) = (draws.pick(seen), draws.pick(seen), draws.pick(seen))
            func merged(_ x: KeyState, _ y: KeyState) -> KeyState {
              var result = x
              result.merge(y)
              return result
            }
            XCTAssertEqual(merged(a, b), merged(b, a))
            XCTAssertEqual(merged(merged(a, b), c), merged(a, merged(b, c)))
            XCTAssertEqual(merged(a, a), a)
            XCTAssertEqual(merged(merged(a, b), b), merged(a, b))
          }
        }
      }
    }
  }

  func testAVersionThatHasSeenAnotherCarriesTheLargerStampWhateverTheSkew() {
    var seenPairs = 0
    forEverySeed(count: 200) { draws in
      let skews = (0..<3).map { _ in SimDuration.milliseconds(Int64(draws.below(400))) }
      var replicas = Replicas(3, terms(.lastWriter), skews: skews)
      for _ in 0..<20 {
        replicas.now = replicas.now + .milliseconds(Int64(draws.below(50)))
        replicas.act(
          Int(draws.below(7)), at: Int(draws.below(3)), other: Int(draws.below(3)))
      }
      for a in replicas.history {
        for b in replicas.history where a.stamp != b.stamp && a.vector.dominates(b.vector) {
          seenPairs += 1
          XCTAssertGreaterThan(a.stamp, b.stamp)
          XCTAssertFalse(b.vector.dominates(a.vector))
        }
      }
    }
    XCTAssertGreaterThan(seenPairs, 1_000)
  }
}
