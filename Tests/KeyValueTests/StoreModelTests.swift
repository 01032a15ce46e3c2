import KeyValue
import XCTest

/// The store against `NaiveStore`, on random commands over few keys.
final class StoreModelTests: XCTestCase {
  private func randomMutations(_ random: inout TestRandom, _ model: NaiveStore) -> [Mutation] {
    (0..<random.below(5)).map { _ in
      let key = KeyID(UInt32(random.below(6)))
      let value = Value(
        identity: random.next(), sizeInBytes: UInt32(random.below(1_000)))
      switch random.below(6) {
      case 0, 1: return .delete(key)
      case 2:
        let present = model.current[key.index]?.revision ?? 0
        let expected = random.below(3) == 0 ? Int64(random.below(5)) : present
        return .compareAndSwap(key, expected: Revision(expected), value)
      default: return .put(key, value)
      }
    }
  }

  private func compare(_ store: Store, _ model: NaiveStore) {
    XCTAssertEqual(store.revision.rawValue, model.revision)
    XCTAssertEqual(store.keyCount, model.current.count)
    XCTAssertEqual(store.sizeInBytes, model.sizeInBytes)
    let expected = model.current.sorted { $0.key < $1.key }
    XCTAssertEqual(store.all().map(\.key.index), expected.map(\.key))
    for (found, wanted) in zip(store.all(), expected) {
      XCTAssertEqual(
        NaiveStore.Version(
          revision: found.record.modRevision.rawValue,
          createRevision: found.record.createRevision.rawValue,
          version: found.record.version, value: found.record.value),
        wanted.value)
    }
    for key in 0..<UInt32(8) {
      XCTAssertEqual(
        store.record(of: KeyID(key))?.modRevision.rawValue, model.current[key]?.revision)
    }
  }

  /// Reads the history from `start` to the present in batches and compares each.
  private func compareHistory(
    _ store: Store, _ model: NaiveStore, from start: Int64, limit: Int
  ) {
    guard let wanted = model.events(after: start) else {
      XCTAssertEqual(
        store.events(after: Revision(start), limit: limit),
        .compacted(at: Revision(model.compacted)))
      return
    }
    var (position, found) = (Revision(start), [WatchEvent]())
    while true {
      guard case .events(let batch, let through) = store.events(after: position, limit: limit)
      else { return XCTFail("compacted after \(position)") }
      let revisions = Set(batch.map(\.revision))
      XCTAssertTrue(batch.count <= limit || revisions.count == 1, "\(batch.count) > \(limit)")
      for revision in revisions {
        XCTAssertEqual(
          batch.count { $0.revision == revision },
          model.changes.count { $0.revision == revision }, "revision \(revision) was split")
      }
      found += batch
      if through == position { break }
      XCTAssertGreaterThan(through, position)
      XCTAssertGreaterThanOrEqual(through, batch.last?.revision ?? through)
      position = through
    }
    XCTAssertEqual(found, wanted)
    XCTAssertGreaterThanOrEqual(position, Revision(model.revision))
  }

  func testAgreesWithANaiveStore() {
    var (failedComparisons, compactedWatches) = (0, 0)
    forEverySeed(40) { random in
      var (store, model) = (Store(), NaiveStore())
      for _ in 0..<120 {
        let mutations = randomMutations(&random, model)
        let succeeds = model.apply(mutations)
        let result = store.apply(mutations)
        XCTAssertEqual(result.succeeded, succeeds)
        XCTAssertEqual(result.revision.rawValue, model.revision)
        if !succeeds { failedComparisons += 1 }
        if random.below(10) == 0 {
          let target = Int64(random.below(Int(model.revision) + 2))
          store.compact(upTo: Revision(target))
          if target > model.compacted, target <= model.revision { model.compacted = target }
        }
        compare(store, model)
        let start = Int64(random.below(Int(model.revision) + 2))
        if start < model.compacted { compactedWatches += 1 }
        compareHistory(store, model, from: start, limit: 1 + random.below(7))
      }
    }
    XCTAssertGreaterThan(failedComparisons, 100)
    XCTAssertGreaterThan(compactedWatches, 100)
  }
}
