import KeyValue
import TestSupport
import XCTest

/// A long history is kept in pieces of a few thousand changes; nobody may notice where one ends.
final class HistorySeamTests: XCTestCase {
  /// 10,000 changes of eight keys, twenty a revision.
  func testSeamsDoNotShow() {
    forEverySeed(count: 2) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var store = Store()
      for id in 1...3 as ClosedRange<Int64> {
        _ = store.apply(.leaseGrant(KeyLeaseID(id), ttl: 9))
      }
      // What the keys held at every revision.
      var past: [[Store.KeyRecord?]] = [[], Array(repeating: nil, count: 8)]
      for _ in 0..<500 {
        let result = store.apply(encoded: twentyMutations(&random), from: 0)
        guard result.revision.rawValue == past.count else { continue }
        past.append((0..<8).map { store.record(of: KeyID($0)) })
        guard random.oneIn(60) else { continue }
        store.compact(upTo: Revision(Int64(max(1, past.count - 1 - random.below(300)))))
        checkReads(store, past)
        checkEvents(store, past)
      }
    }
  }

  private func twentyMutations(_ random: inout SplitMix) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<20 {
      if random.oneIn(5) {
        CommandCoding.append(.delete(random.key()), to: &bytes)
      } else {
        let lease = KeyLeaseID(random.oneIn(3) ? Int64(random.below(4)) : 0)
        CommandCoding.append(put: random.key(), random.value(), lease: lease, to: &bytes)
      }
    }
    return bytes
  }

  private func checkReads(_ store: Store, _ past: [[Store.KeyRecord?]]) {
    for revision in Int(store.compactedRevision.rawValue)..<past.count {
      for key in 0..<8 {
        XCTAssertEqual(
          store.record(of: KeyID(UInt32(key)), asOf: Revision(Int64(revision))),
          past[revision][key], "\(key) at \(revision)")
      }
    }
  }

  private func checkEvents(_ store: Store, _ past: [[Store.KeyRecord?]]) {
    guard case .events(let events, _) = store.events(after: store.compactedRevision) else {
      return XCTFail("compacted")
    }
    XCTAssertEqual(
      Set(events.map(\.revision.rawValue)),
      Set((store.compactedRevision.rawValue + 1)..<(store.revision.rawValue + 1)))
    // The last event of a key in a revision leaves it as it was after that revision.
    for (i, event) in events.enumerated() {
      let isLast = !events[(i + 1)...].prefix { $0.revision == event.revision }
        .contains { $0.key == event.key }
      guard isLast else { continue }
      let held = past[Int(event.revision.rawValue)][Int(event.key.index)]
      XCTAssertEqual(event.value, held?.value, "\(event)")
    }
  }
}
