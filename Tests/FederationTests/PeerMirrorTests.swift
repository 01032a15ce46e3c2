import Federation
import KeyValue
import SimKernel
import XCTest

final class PeerMirrorTests: XCTestCase {
  private func copy(_ harness: MirrorHarness, _ key: KeyID) -> UInt64? {
    harness.store.record(of: key)?.value.objectVersion.counter
  }

  func testTheFirstStartListsAndThenWatches() {
    var harness = MirrorHarness()
    harness.start()
    XCTAssertEqual(
      harness.sent,
      [.open(.attempt(1), OpenRequest(start: .list, isNewConnection: true))])
    harness.receivePage([(harness.own[0], version(1))], revision: 9)
    XCTAssertEqual(harness.commits.count, 1)
    harness.commitNext()
    XCTAssertEqual(harness.cursor, .listing(Revision(9)), "until all of the list is in")
    harness.commitNext()
    XCTAssertEqual(harness.cursor, .listed(Revision(9)))
    XCTAssertEqual(copy(harness, harness.own[0]), 1)
    XCTAssertEqual(
      harness.sent.last,
      .open(
        .attempt(2), OpenRequest(start: .watch(after: Revision(9)), isNewConnection: false)))
    harness.receive(.opened(harness.stream, at: Revision(9)))
    XCTAssertTrue(harness.mirror.isWatching)
    XCTAssertEqual(
      harness.observed,
      [
        .listing(.first), .listed(objects: 1, swept: 0, revision: Revision(9)),
        .watching(after: Revision(9)),
      ])
  }

  func testCopiesAndCursorShareATransaction() {
    var harness = MirrorHarness()
    harness.beginWatch([(harness.own[0], version(1))], revision: 9)
    harness.receiveEvents(
      [(10, harness.own[0], nil), (11, harness.own[1], version(2))], after: 9, through: 12)
    XCTAssertEqual(
      harness.commits.map(\.mutations),
      [
        [
          .delete(harness.own[0]), .put(harness.own[1], version(2)),
          .compareAndSwap(
            harness.cursorKey, expected: harness.store.record(of: harness.cursorKey)!.modRevision,
            MirrorCursor.watching(Revision(12)).value),
        ]
      ])
    XCTAssertEqual(
      harness.sent.last, .acknowledge(harness.stream, through: Revision(12), hasGap: false))
  }

  /// What arrives during a commit goes together in the next one; of each key, the last change.
  func testFramesGatherWhileACommitIsUnderWay() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    harness.receiveEvents([(2, harness.own[0], version(1))], after: 1, through: 2)
    harness.receiveEvents([(3, harness.own[0], version(2))], after: 2, through: 3)
    harness.receiveEvents(
      [(4, harness.own[1], version(1)), (4, harness.own[2], version(1))], after: 3, through: 4)
    harness.receiveEvents([(5, harness.own[0], version(3))], after: 4, through: 5)
    XCTAssertEqual(harness.commits.count, 1)
    harness.commitNext()
    XCTAssertEqual(harness.commits.count, 1)
    XCTAssertEqual(
      harness.commits[0].mutations.dropLast(),
      [
        .put(harness.own[1], version(1)), .put(harness.own[2], version(1)),
        .put(harness.own[0], version(3)),
      ])
  }

  func testReorderedAndRepeatedFrames() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    harness.receiveEvents([(3, harness.own[0], version(2))], after: 2, through: 3)
    XCTAssertTrue(harness.commits.isEmpty)
    XCTAssertEqual(
      harness.sent.last, .acknowledge(harness.stream, through: Revision(1), hasGap: true))
    for _ in 0..<2 {
      harness.receiveEvents([(2, harness.own[0], version(1))], after: 1, through: 2)
      XCTAssertEqual(
        harness.sent.last, .acknowledge(harness.stream, through: Revision(3), hasGap: false))
    }
    harness.commitAll()
    XCTAssertEqual(harness.cursor, .watching(Revision(3)))
    XCTAssertEqual(copy(harness, harness.own[0]), 2)
  }

  /// 128 operations go in one transaction, 129 are torn, and the cursor waits for the last part.
  func testOnlyATransactionBeyondTheLimitIsTorn() {
    for (operations, parts) in [(128, [128]), (129, [128, 1]), (300, [128, 128, 44])] {
      var harness = MirrorHarness(keys: 300)
      harness.beginWatch([], revision: 1)
      harness.receiveEvents(
        harness.own.prefix(operations).map { (2, $0, version(1)) }, after: 1, through: 2)
      var found: [Int] = []
      while !harness.commits.isEmpty {
        XCTAssertEqual(harness.cursor.reflected, Revision(1), "\(operations)")
        found.append(harness.commits[0].mutations.count - 1)
        harness.commitNext()
      }
      XCTAssertEqual(found, parts)
      XCTAssertEqual(harness.cursor, .watching(Revision(2)))
      let torn = harness.observed.contains(
        .torn(revision: Revision(2), operations: operations))
      XCTAssertEqual(torn, parts.count > 1)
    }
  }

  /// After a listing, copies of the origin that the list lacks are swept; others' are not.
  func testSweepsOnlyItsOwnOrigin() {
    var harness = MirrorHarness(PeerWatchSettings(batchLimit: 2))
    let (own, other) = (harness.own, harness.other)
    _ = harness.store.apply((own + other).map { .put($0, version(1)) })
    harness.start()
    harness.receivePage([(own[2], version(2)), (own[4], version(1))], revision: 20)
    harness.commitAll()
    XCTAssertEqual(own.filter { harness.store.record(of: $0) != nil }, [own[2], own[4]])
    XCTAssertTrue(other.allSatisfy { harness.store.record(of: $0) != nil })
    XCTAssertEqual(harness.cursor, .listed(Revision(20)))
    XCTAssertTrue(
      harness.observed.contains(.listed(objects: 2, swept: 8, revision: Revision(20))))
  }

  /// A local member that does not know the listing's first transaction may not know all copies.
  func testTheSweepWaitsForALocalMemberThatKnowsAllCopies() {
    var harness = MirrorHarness()
    let lagging = harness.store
    _ = harness.store.apply([.put(harness.own[3], version(1))])
    harness.start()
    harness.receivePage([], revision: 20)
    let first = harness.commits.removeFirst()
    let result = harness.store.apply(first.mutations)
    let current = harness.store
    harness.store = lagging
    harness.step(.committed(first.token, at: result.revision))
    XCTAssertTrue(harness.commits.isEmpty, "a sweep from a store that lags")
    harness.store = current
    harness.runTimers(until: harness.now + .seconds(1))
    XCTAssertEqual(harness.commits.first?.mutations.first, .delete(harness.own[3]))
  }

  func testAListOlderThanTheCopiesIsRefused() {
    var harness = MirrorHarness()
    harness.beginWatch([(harness.own[0], version(5))], revision: 50)
    harness.receive(.gone(harness.stream, compacted: Revision(60)))
    harness.receivePage([], revision: 49)
    XCTAssertTrue(harness.commits.isEmpty)
    XCTAssertTrue(
      harness.observed.contains(.oldListRefused(revision: Revision(49), floor: Revision(50))))
    harness.runTimers(until: harness.now + .seconds(3))
    harness.receivePage([(harness.own[0], version(6))], revision: 50)
    harness.commitAll()
    XCTAssertEqual(copy(harness, harness.own[0]), 6)
  }

  /// A page of a list is on its way into the store when the stream ends. A list from before that
  /// page must be refused, though the cursor does not show it yet.
  func testAListOlderThanWhatIsUnderWayIsRefused() {
    var harness = MirrorHarness(PeerWatchSettings(batchLimit: 1))
    harness.start()
    harness.receivePage([(harness.own[0], version(8))], revision: 80, isLast: false)
    XCTAssertEqual(harness.commits.count, 1)
    harness.receive(.closed(harness.stream, .unknownStream))
    harness.runTimers(until: harness.now + .seconds(3))
    harness.receivePage([(harness.own[0], version(7))], revision: 70)
    harness.commitAll()
    XCTAssertEqual(copy(harness, harness.own[0]), 8)
    XCTAssertEqual(harness.cursor, .listing(Revision(80)))
    XCTAssertTrue(
      harness.observed.contains(.oldListRefused(revision: Revision(70), floor: Revision(80))))
  }

  /// Half a list is in when the process dies. Some copies are newer than the old cursor, so it must
  /// list again, and not from a member that lags behind what they show.
  func testARestartInTheMiddleOfAListing() {
    var harness = MirrorHarness(PeerWatchSettings(batchLimit: 1))
    harness.beginWatch([(harness.own[0], version(1))], revision: 10)
    harness.receive(.gone(harness.stream, compacted: Revision(60)))
    harness.receivePage(
      [(harness.own[0], version(8)), (harness.own[1], version(8))], revision: 80)
    harness.commitNext()
    XCTAssertEqual(harness.cursor, .listing(Revision(80)))
    harness.commits.removeAll()
    harness.start(epoch: 2)
    XCTAssertEqual(
      harness.sent.last,
      .open(.attempt(1, epoch: 2), OpenRequest(start: .list, isNewConnection: true)))
    harness.receivePage([(harness.own[0], version(7))], revision: 70)
    XCTAssertTrue(harness.commits.isEmpty, "70 is before what a copy shows")
    harness.runTimers(until: harness.now + .seconds(3))
    harness.receivePage([(harness.own[1], version(9))], revision: 90)
    harness.commitAll()
    XCTAssertEqual(harness.cursor, .listed(Revision(90)))
    XCTAssertNil(copy(harness, harness.own[0]))
  }

  /// Part of a torn revision is in when its stream ends in a listing: the next large revision is
  /// torn from its beginning.
  func testAListingForgetsATornRevision() {
    var harness = MirrorHarness(PeerWatchSettings(batchLimit: 2))
    harness.beginWatch([], revision: 1)
    harness.receiveEvents(harness.own.prefix(5).map { (2, $0, version(1)) }, after: 1, through: 2)
    harness.commitNext()
    harness.receive(.gone(harness.stream, compacted: Revision(3)))
    harness.receivePage(harness.own.prefix(5).map { ($0, version(1)) }, revision: 3)
    harness.commitAll()
    harness.receiveEvents(harness.own.prefix(5).map { (4, $0, version(2)) }, after: 3, through: 4)
    harness.commitAll()
    XCTAssertEqual(harness.own.prefix(5).map { copy(harness, $0) }, [2, 2, 2, 2, 2])
  }

  /// The copy of a transaction whose outcome was unknown surfaces after its second try: nothing
  /// changes. Before it: the second try knows that it succeeded.
  func testATransactionOfUnknownOutcomeIsFenced() {
    for surfacesFirst in [true, false] {
      var harness = MirrorHarness()
      harness.beginWatch([], revision: 1)
      harness.receiveEvents([(2, harness.own[0], version(1))], after: 1, through: 2)
      let lost = harness.commits.removeFirst()
      harness.step(.outcomeUnknown(lost.token))
      XCTAssertTrue(harness.commits.isEmpty, "it waits before the second try")
      harness.runTimers(until: harness.now + .seconds(1))
      XCTAssertEqual(harness.commits.first?.mutations, lost.mutations)
      if surfacesFirst { XCTAssertTrue(harness.store.apply(lost.mutations).succeeded) }
      harness.commitAll()
      harness.receiveEvents([(3, harness.own[0], version(2))], after: 2, through: 3)
      harness.commitAll()
      if !surfacesFirst { XCTAssertFalse(harness.store.apply(lost.mutations).succeeded) }
      XCTAssertEqual(copy(harness, harness.own[0]), 2)
      XCTAssertEqual(harness.cursor, .watching(Revision(3)))
      XCTAssertFalse(harness.observed.contains(.commitRejected))
    }
  }

  /// Another mirror moved the cursor: this one goes on from there.
  func testAFencedMirrorGoesOnFromTheCursorItFinds() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    harness.receiveEvents([(2, harness.own[0], version(1))], after: 1, through: 2)
    _ = harness.store.apply([
      .put(harness.own[0], version(4)),
      .put(harness.cursorKey, MirrorCursor.watching(Revision(8)).value),
    ])
    harness.commitNext()
    XCTAssertTrue(harness.observed.contains(.commitRejected))
    guard case .open(_, let request) = harness.sent.last else { return XCTFail("no open") }
    XCTAssertEqual(request.start, .watch(after: Revision(8)))
    XCTAssertEqual(copy(harness, harness.own[0]), 4)
  }

  func testMessagesOfOtherStreamsAreIgnored() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    let before = harness.sent.count
    let frame = EventFrame(
      after: Revision(1), through: Revision(2), asOf: nil,
      events: [WatchEvent(revision: Revision(2), key: harness.own[0], value: version(1))])
    for stream in [StreamID.attempt(1), .attempt(3), .attempt(2, epoch: 2)] {
      for message in [
        FederationMessage.events(stream, frame), .gone(stream, compacted: Revision(9)),
        .closed(stream, .unknownStream),
      ] {
        harness.receive(message)
      }
    }
    XCTAssertEqual(harness.sent.count, before)
    XCTAssertTrue(harness.commits.isEmpty)
  }

  /// The server closes a watch in good order: the next is opened at once, at the cursor.
  func testAnExpiredWatchResumesAtItsCursor() {
    var harness = MirrorHarness()
    harness.beginWatch([], revision: 1)
    harness.receiveEvents([(2, harness.own[0], version(1))], after: 1, through: 5)
    harness.commitAll()
    harness.receive(.closed(harness.stream, .expired))
    XCTAssertEqual(
      harness.sent.last,
      .open(
        .attempt(3), OpenRequest(start: .watch(after: Revision(5)), isNewConnection: false)))
  }
}
