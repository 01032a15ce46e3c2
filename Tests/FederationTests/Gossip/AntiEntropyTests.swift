import Federation
import KeyValue
import SimKernel
import TestSupport
import XCTest

/// Digests find what differs, and only that; exchanging it makes stores equal.
final class AntiEntropyTests: XCTestCase {
  private let terms = WriteTerms(policy: .lastWriter, manager: Symbol(0))
  private let keys = (0..<400).map { KeyID($0) }
  private var now = SimTime(nanoseconds: 1_000_000_000)

  private func store(_ cluster: Int) -> ReplicaStore {
    ReplicaStore(clock: HybridClock(cluster: ClusterID(cluster)))
  }

  private func create(_ key: KeyID, _ store: inout ReplicaStore) {
    let uid = ObjectUID(origin: store.clock.cluster, counter: key.index)
    let outcome = store.write(.create(uid, Fields()), to: key, terms, at: now)
    guard case .accepted = outcome else { return XCTFail("\(outcome)") }
  }

  /// One exchange, both ways; the keys that moved.
  private func exchange(_ a: inout ReplicaStore, _ b: inout ReplicaStore) -> [KeyID] {
    let buckets = b.differingBuckets(from: a.digest)
    let (offers, wants) = a.difference(from: b.summary(of: buckets), in: buckets)
    for key in offers { _ = b.merge(a.state(of: key), into: key, at: now) }
    for key in wants { _ = a.merge(b.state(of: key), into: key, at: now) }
    return Array(Set(offers + wants)).sorted()
  }

  func testAnExchangeMovesExactlyTheKeysThatDifferAndMakesStoresEqual() {
    forEverySeed(count: 40) { draws in
      var (a, b) = (store(0), store(1))
      for key in keys { create(key, &a) }
      XCTAssertEqual(exchange(&a, &b), keys)
      XCTAssertEqual(a.digest, b.digest)
      XCTAssertEqual(exchange(&a, &b), [])
      var changed: Set<KeyID> = []
      for _ in 0..<draws.below(12) {
        now = now + .milliseconds(1)
        let key = draws.pick(keys)
        let change: LocalChange =
          draws.oneIn(4) ? .delete : .update([FieldEdit(Symbol(1), .integer(2))])
        let outcome =
          draws.oneIn(2)
          ? a.write(change, to: key, terms, at: now) : b.write(change, to: key, terms, at: now)
        if case .accepted = outcome { changed.insert(key) }
      }
      XCTAssertEqual(exchange(&a, &b), changed.sorted())
      XCTAssertEqual(a.digest, b.digest)
      for key in keys { XCTAssertEqual(a.state(of: key), b.state(of: key)) }
    }
  }

  func testADigestDependsOnWhatIsHeldNotOnTheWayThere() {
    forEverySeed(count: 40) { draws in
      var (a, forward, backward) = (store(0), store(1), store(2))
      for key in keys.prefix(50) {
        create(key, &a)
        if draws.oneIn(2) { _ = a.write(.delete, to: key, terms, at: now) }
      }
      for key in keys { _ = forward.merge(a.state(of: key), into: key, at: now) }
      for key in keys.reversed() {
        _ = backward.merge(a.state(of: key), into: key, at: now)
        _ = backward.merge(a.state(of: key), into: key, at: now)
      }
      XCTAssertEqual(forward.digest, a.digest)
      XCTAssertEqual(backward.digest, a.digest)
    }
  }
}
