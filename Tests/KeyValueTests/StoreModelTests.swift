import KeyValue
import TestSupport
import XCTest

/// The store against `NaiveStore`, on random commands over few keys.
final class StoreModelTests: XCTestCase {
  private func compare(_ store: Store, _ model: NaiveStore) {
    XCTAssertEqual(store.revision.rawValue, model.revision)
    XCTAssertEqual(store.compactedRevision.rawValue, model.compacted)
    let all = model.all()
    XCTAssertEqual(store.keyCount, all.count)
    XCTAssertEqual(store.sizeInBytes, model.sizeInBytes)
    XCTAssertEqual(store.bytesInUse, model.bytesInUse)
    XCTAssertEqual(store.backendSize, max(model.grownTo, model.bytesInUse))
    XCTAssertEqual(store.all().map { KeyedRecord($0.key, $0.record) }, all)
    for key in (0..<10).map({ KeyID($0) }) {
      XCTAssertEqual(store.record(of: key), model.record(of: key))
    }
    XCTAssertEqual(store.leases.all.map(\.id.rawValue), model.leases.keys.sorted())
    for lease in store.leases.all {
      XCTAssertEqual(lease.ttl, model.leases[lease.id.rawValue]?.ttl)
      XCTAssertEqual(lease.checkpointedTTL, model.leases[lease.id.rawValue]?.checkpoint)
      XCTAssertEqual(store.keys(on: lease.id), model.keys(on: lease.id))
      XCTAssertEqual(lease.keyCount, model.keys(on: lease.id).count)
    }
    XCTAssertEqual(Set(store.alarms), Set(model.alarms))
    XCTAssertEqual(store.alarms.count, model.alarms.count)
  }

  private func comparePast(_ store: Store, _ model: NaiveStore) {
    for revision in model.compacted...model.revision {
      for key in (0..<9).map({ KeyID($0) }) {
        XCTAssertEqual(
          store.record(of: key, asOf: Revision(revision)), model.record(of: key, at: revision),
          "\(key) at \(revision)")
      }
    }
  }

  /// What a run must have met for its agreement to mean something.
  private struct Met {
    var errors: Set<EtcdError> = []
    var failedComparisons = 0
    var pastReads = 0
    var keptReads = 0
  }

  private func check(
    _ command: Command, _ store: inout Store, _ model: inout NaiveStore, _ met: inout Met
  ) {
    var bytes: [UInt8] = [0xEE]
    CommandCoding.append(command, to: &bytes)
    let wanted = model.apply(command)
    let result = store.apply(encoded: bytes, from: 1)
    XCTAssertEqual(result.succeeded, wanted.succeeded, "\(command)")
    XCTAssertEqual(result.error, wanted.error, "\(command)")
    XCTAssertEqual(result.revision.rawValue, model.revision, "\(command)")
    // A put that asks for nothing takes the short form, which answers nothing.
    if !result.answers.isEmpty || !wanted.answers.allSatisfy({ $0 == .put(previous: nil) }) {
      XCTAssertEqual(result.answers, wanted.answers, "\(command)")
    }
    if let error = wanted.error { met.errors.insert(error) }
    if !wanted.succeeded, wanted.error == nil { met.failedComparisons += 1 }
  }

  private func checkRead(
    _ request: RangeRequest, _ store: Store, _ model: NaiveStore, _ met: inout Met
  ) {
    let wanted = model.range(request)
    XCTAssertEqual(store.range(request), wanted, "\(request)")
    switch wanted {
    case .failure(let error): met.errors.insert(error)
    case .success(let found):
      guard request.revision.rawValue > 0 else { return }
      met.pastReads += found.records.count
      met.keptReads += found.records.count { $0.record.modRevision.rawValue < model.compacted }
    }
  }

  func testAgreesWithANaiveStore() {
    var met = Met()
    forEverySeed(count: 15) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var (store, model) = (Store(), NaiveStore())
      for step in 0..<120 {
        check(random.command(model), &store, &model, &met)
        compare(store, model)
        for _ in 0..<3 { checkRead(random.rangeRequest(model), store, model, &met) }
        if step % 20 == 19 { comparePast(store, model) }
      }
    }
    XCTAssertEqual(
      met.errors,
      [
        .compacted, .futureRevision, .leaseNotFound, .leaseExists, .leaseTTLTooLarge,
        .keyNotFound,
      ])
    XCTAssertGreaterThan(met.failedComparisons, 50)
    XCTAssertGreaterThan(met.pastReads, 1_000)
    XCTAssertGreaterThan(met.keptReads, 100)
  }

  /// With a quota of a few dozen versions and alarms that come and go.
  func testAgreesWithANaiveStoreThatIsFull() {
    var met = Met()
    forEverySeed(count: 15) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var options = StoreOptions()
      options.quotaInBytes = 20_000
      var (store, model) = (Store(options: options), NaiveStore(options: options))
      for _ in 0..<120 {
        let isAlarm = random.oneIn(5)
        let command = isAlarm ? .alarm(random.alarmRequest()) : random.command(model)
        check(command, &store, &model, &met)
        if random.oneIn(30) {
          store.defragment()
          model.grownTo = 0
        }
        compare(store, model)
      }
    }
    XCTAssertTrue(met.errors.isSuperset(of: [.noSpace, .corrupt]), "\(met.errors)")
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
          wanted.count { $0.revision == revision }, "revision \(revision) was split")
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

  func testHistoryIsWholeFromTheCompactedRevisionOn() {
    var compactedWatches = 0
    forEverySeed(count: 15) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var (store, model) = (Store(), NaiveStore())
      for _ in 0..<120 {
        let command = random.command(model)
        _ = model.apply(command)
        _ = store.apply(command)
        let start = Int64(random.below(Int(model.revision) + 2))
        if start < model.compacted { compactedWatches += 1 }
        compareHistory(store, model, from: start, limit: 1 + random.below(7))
      }
    }
    XCTAssertGreaterThan(compactedWatches, 50)
  }

  /// A snapshot without its history decides everything as the store it was taken from does.
  func testASnapshotWithoutHistoryGoesOnAlike() {
    var lostReads = 0
    forEverySeed(count: 10) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var (store, model) = (Store(), NaiveStore())
      for _ in 0..<60 {
        let command = random.command(model)
        _ = model.apply(command)
        _ = store.apply(command)
      }
      let untouched = store
      var restored = store.withoutHistory()
      var bare = model
      bare.lost = bare.revision
      XCTAssertEqual(restored.stateHash, store.stateHash)
      XCTAssertEqual(restored.versionCount, 0)
      for _ in 0..<60 {
        let command = random.command(bare)
        let wanted = bare.apply(command)
        let result = restored.apply(command)
        let whole = store.apply(command)
        XCTAssertEqual(result.answers, command == .mutations([]) ? [] : wanted.answers)
        XCTAssertEqual(result.succeeded, whole.succeeded)
        XCTAssertEqual(result.error, whole.error)
        XCTAssertEqual(restored.stateHash, store.stateHash, "\(command)")
        for revision in max(bare.lost, bare.compacted)...bare.revision {
          for key in (0..<9).map({ KeyID($0) }) {
            XCTAssertEqual(
              restored.record(of: key, asOf: Revision(revision)),
              bare.record(of: key, at: revision))
          }
        }
        if result.answers != whole.answers { lostReads += 1 }
      }
      XCTAssertNotEqual(untouched.stateHash, store.stateHash)
    }
    XCTAssertGreaterThan(lostReads, 2)
  }
}
