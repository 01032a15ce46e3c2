import KeyValue
import XCTest

/// One watch as its client sees it, and the contract it holds the server to (W1 to W9).
struct WatchClient {
  let request: WatchRequest
  let id: WatchID
  let stream: WatchStreamID
  var isAnnounced = false
  /// Every revision before it was told; nil: the watch begins where the server says.
  private(set) var next: Revision?
  /// Likewise, as the server counts after a snapshot: notices do not move it (etcd watcher.minRev).
  private var nextByEvents: Revision?
  /// Fragments of a response that is not whole yet.
  private var fragments: [KeyEvent] = []
  private var seen: Set<String> = []

  init(request: WatchRequest, id: WatchID, stream: WatchStreamID) {
    self.request = request
    self.id = id
    self.stream = stream
    if request.startRevision.rawValue > 0 { next = request.startRevision }
    nextByEvents = next
  }

  mutating func meet(
    _ response: WatchResponse, _ world: WatchWorld, _ met: inout WatchWorld.Met
  ) {
    XCTAssertLessThanOrEqual(response.revision, world.store.revision, "W9: from the future")
    if response.isCreated {
      XCTAssertFalse(isAnnounced, "announced twice")
      isAnnounced = true
      if next == nil { next = response.revision.next }
      nextByEvents = next
      return
    }
    XCTAssertTrue(isAnnounced, "told before it was announced")
    if response.isCanceled { return meetCancellation(response, world, &met) }
    if response.isProgressNotice {
      met.notices += 1
      XCTAssertTrue(request.wantsProgress, "a notice nobody asked for")
      return checkNotice(response, world)
    }
    if response.isFragment || !fragments.isEmpty {
      met.fragments += 1
      XCTAssertTrue(request.allowsFragments, "split for one who cannot put together")
    }
    if response.events.count > 1, request.allowsFragments {
      XCTAssertLessThan(response.sizeInBytes(world.storeOptions), world.hub.options.fragmentBytes)
    }
    fragments += response.events
    if !response.isFragment {
      check(fragments, response, world, &met)
      fragments = []
    }
  }

  /// W6: whatever concerns the watch up to a notice came before it.
  mutating func checkNotice(_ notice: WatchResponse, _ world: WatchWorld) {
    XCTAssertLessThanOrEqual(notice.revision, world.store.revision, "W9: from the future")
    XCTAssertTrue(fragments.isEmpty, "W3: a notice inside a revision")
    guard let next, notice.revision >= next else { return }
    let missing = expected(from: next, through: notice.revision, world)
    XCTAssertEqual(missing.count, 0, "W6: \(request) told \(notice.revision) without \(missing)")
    self.next = notice.revision.next
  }

  private func meetCancellation(
    _ response: WatchResponse, _ world: WatchWorld, _ met: inout WatchWorld.Met
  ) {
    met.compacted += 1
    let next = nextByEvents ?? Revision(0)
    XCTAssertGreaterThanOrEqual(
      response.compactRevision, next, "W5: \(request) could have gone on from \(next)")
    XCTAssertLessThanOrEqual(response.compactRevision, response.revision, "W9: from the future")
  }

  private mutating func check(
    _ events: [KeyEvent], _ response: WatchResponse, _ world: WatchWorld,
    _ met: inout WatchWorld.Met
  ) {
    guard let next, let last = events.last?.revision else { return XCTFail("no events") }
    XCTAssertTrue(
      zip(events, events.dropFirst()).allSatisfy { $0.revision <= $1.revision },
      "W1: out of order: \(events)")
    XCTAssertGreaterThanOrEqual(events[0].revision, next, "W1: back in time")
    for event in events {
      let name = "\(event.revision) \(event.key)"
      XCTAssertTrue(seen.insert(name).inserted, "W2: told twice: \(name)")
      XCTAssertTrue(request.range.contains(event.key), "W7: not in range: \(event)")
      XCTAssertFalse(event.isDelete ? request.omitsDeletes : request.omitsPuts, "W7: \(event)")
      XCTAssertLessThanOrEqual(event.revision, response.revision, "W9: from the future")
      checkContent(event, world, &met)
    }
    // All of the last revision, nothing left out before it.
    let wanted = expected(from: next, through: last, world)
    let names = events.map { "\($0.revision) \($0.key)" }
    XCTAssertEqual(
      names.count { $0.hasPrefix("\(last) ") },
      wanted.count { $0.revision == last.rawValue }, "W3: revision \(last) was split")
    XCTAssertEqual(
      names, wanted.map { "\(Revision($0.revision)) \($0.key)" }, "W4: \(request) from \(next)")
    met.wholeRevisions += wanted.count { $0.revision == last.rawValue } > 1 ? 1 : 0
    met.events += events.count
    self.next = last.next
    nextByEvents = last.next
  }

  /// W8: what the key holds, what it held before, and whether it is new.
  private func checkContent(
    _ event: KeyEvent, _ world: WatchWorld, _ met: inout WatchWorld.Met
  ) {
    let revision = event.revision.rawValue
    let before = world.model.record(of: event.key, at: revision - 1)
    let after = world.model.record(of: event.key, at: revision)
    XCTAssertEqual(event.isDelete, after == nil, "W8: \(event)")
    XCTAssertEqual(
      event.record, after ?? Store.KeyRecord(modRevision: event.revision), "W8: \(event)")
    XCTAssertEqual(event.isCreate, before == nil, "W8: \(event)")
    guard request.wantsPrevious, before != nil else {
      return XCTAssertNil(event.previous, "W8: \(event)")
    }
    if revision - 1 < world.store.compactedRevision.rawValue {
      XCTAssertNil(event.previous, "W8: what is compacted cannot be read: \(event)")
      met.previousCompacted += 1
    } else {
      XCTAssertEqual(event.previous, before, "W8: \(event)")
      met.previous += 1
    }
  }

  /// The changes that concern the watch.
  func expected(
    from: Revision, through: Revision, _ world: WatchWorld
  ) -> [NaiveStore.Change] {
    guard from <= through else { return [] }
    return world.model.changes.filter { change in
      (from.rawValue...through.rawValue).contains(change.revision)
        && request.range.contains(change.key)
        && !(change.record == nil ? request.omitsDeletes : request.omitsPuts)
    }
  }
}
