import Federation
import KeyValue
import SimKernel
import XCTest

final class WatchServerTests: XCTestCase {
  private func frames(_ messages: [FederationMessage]) -> [EventFrame] {
    messages.compactMap { message in
      switch message {
      case .events(_, let frame), .bookmark(_, let frame): frame
      default: nil
      }
    }
  }

  private func acknowledge(_ revision: Revision, hasGap: Bool = false) -> WatchServer.Input {
    .message(.acknowledge(.attempt(1), through: revision, hasGap: hasGap))
  }

  func testWatchBeginsAfterTheRevisionAskedForAndSendsOwnObjectsOnly() {
    var harness = ServerHarness()
    let (mine, theirs) = (harness.own[0], harness.other[0])
    _ = harness.store.apply([.put(mine, version(1))])
    _ = harness.store.apply([.put(theirs, version(1))])
    _ = harness.store.apply([.put(mine, version(2)), .put(theirs, version(2))])
    let sent = harness.open(.watch(after: Revision(2)))
    XCTAssertEqual(sent.first, .opened(.attempt(1), at: Revision(4)))
    XCTAssertEqual(
      frames(sent),
      [
        EventFrame(
          after: Revision(2), through: Revision(4), asOf: .zero,
          events: [WatchEvent(revision: Revision(4), key: mine, value: version(2))])
      ])
  }

  /// Frames join without gap and hold whole revisions, at most `batchLimit` events or just one.
  func testFramesNeverSplitARevision() {
    var harness = ServerHarness(PeerWatchSettings(batchLimit: 3))
    let widths = [1, 2, 2, 3, 5, 1, 1, 1, 1]
    for (i, width) in widths.enumerated() {
      _ = harness.store.apply(
        harness.own.prefix(width).map { .put($0, version(UInt64(i + 1))) }
          + [.put(harness.other[0], version(1))])
    }
    let sent = frames(harness.open(.watch(after: Revision(1))))
    XCTAssertEqual(sent.map(\.events.count), [3, 2, 3, 5, 3, 1])
    var end = Revision(1)
    for frame in sent {
      XCTAssertEqual(frame.after, end)
      end = frame.through
    }
    XCTAssertEqual(end, harness.store.revision)
    XCTAssertEqual(sent.map { $0.asOf == nil }, [true, true, true, true, true, false])
  }

  func testPagesAreOfOneRevisionAndCanBeAskedForTwice() {
    var harness = ServerHarness(PeerWatchSettings(pageSize: 4))
    for key in harness.own + harness.other { _ = harness.store.apply([.put(key, version(1))]) }
    _ = harness.store.apply([.delete(harness.own[3])])
    let revision = harness.store.revision
    var pages: [ListPage] = []
    func keep(_ messages: [FederationMessage]) {
      for case .page(_, let page) in messages { pages.append(page) }
    }
    keep(harness.open(.list))
    _ = harness.store.apply([.put(harness.own[9], version(2))])
    keep(harness.open(.list))
    for index in [1, 1, 2] { keep(harness.step(.message(.nextPage(.attempt(1), index: index)))) }
    XCTAssertEqual(pages.map(\.index), [0, 0, 1, 1, 2])
    XCTAssertEqual(pages.map(\.isLast), [false, false, false, false, true])
    XCTAssertTrue(pages.allSatisfy { $0.revision == revision })
    let keys = [0, 2, 4].flatMap { pages[$0].entries }.map(\.key)
    XCTAssertEqual(keys, harness.own.filter { $0 != harness.own[3] })
    XCTAssertEqual(pages[4].entries.last?.value, version(1), "the value as of the list's revision")
    XCTAssertEqual(harness.step(.message(.nextPage(.attempt(1), index: 3))), [])
  }

  func testAnEmptyListHasOneEmptyPage() {
    var harness = ServerHarness()
    guard case .page(_, let page) = harness.open(.list).first else { return XCTFail("no page") }
    XCTAssertTrue(page.isLast && page.entries.isEmpty && page.revision == Revision(1))
  }

  func testCompactedHistoryAndCompactedListAreGone() {
    var harness = ServerHarness(PeerWatchSettings(pageSize: 1))
    for i in 1...5 { _ = harness.store.apply([.put(harness.own[i], version(1))]) }
    harness.store.compact(upTo: Revision(4))
    let gone = FederationMessage.gone(.attempt(1), compacted: Revision(4))
    XCTAssertEqual(harness.open(.watch(after: Revision(3))), [gone])
    XCTAssertEqual(
      harness.open(.watch(after: Revision(4)), attempt: 2).first,
      .opened(.attempt(2), at: Revision(6)))
    _ = harness.open(.list, attempt: 3)
    _ = harness.store.apply([.put(harness.own[0], version(1))])
    harness.store.compact(upTo: Revision(7))
    XCTAssertEqual(
      harness.step(.message(.nextPage(.attempt(3), index: 1))),
      [.gone(.attempt(3), compacted: Revision(7))])
  }

  /// A frame that is not acknowledged goes again after 1, 2, 4, 8, 16 and 16 s, until the silent
  /// importer is forgotten.
  func testRetransmissionDoubles() {
    var harness = ServerHarness()
    _ = harness.store.apply([.put(harness.own[0], version(1))])
    let first = frames(harness.open(.watch(after: Revision(1))))
    let again = harness.runTimers(until: .seconds(200)).filter { !frames([$0.message]).isEmpty }
    let events = again.filter { $0.message == .events(.attempt(1), first[0]) }
    XCTAssertEqual(events.map(\.at), [1, 3, 7, 15, 31, 47, 63, 79].map { .seconds($0) })
    XCTAssertFalse(harness.server.isWatching)
    XCTAssertTrue(harness.wakes.isEmpty, "a forgotten stream has no timers")
  }

  func testAcknowledgedFramesAreNotSentAgain() {
    var harness = ServerHarness()
    _ = harness.store.apply([.put(harness.own[0], version(1))])
    _ = harness.open(.watch(after: Revision(1)))
    XCTAssertEqual(harness.step(acknowledge(Revision(2)), at: .milliseconds(80)), [])
    XCTAssertTrue(harness.runTimers(until: .seconds(59)).isEmpty)
  }

  func testTheThirdReportOfAGapRetransmitsAtOnce() {
    var harness = ServerHarness()
    _ = harness.open(.watch(after: Revision(1)))
    var sent: [EventFrame] = []
    for i in 0..<4 {
      _ = harness.store.apply([.put(harness.own[i], version(1))])
      sent += frames(harness.step(.storeAdvanced))
    }
    XCTAssertEqual(harness.step(acknowledge(Revision(2))), [])
    for (count, expected) in [(1, 0), (2, 0), (3, 1), (4, 0)] {
      let again = frames(harness.step(acknowledge(Revision(2), hasGap: true)))
      XCTAssertEqual(again, expected == 1 ? [sent[1]] : [], "report \(count)")
    }
  }

  /// After a timeout the rest of the window goes again as soon as the peer answers.
  func testRecoveryAfterATimeoutSendsTheRest() {
    var harness = ServerHarness()
    _ = harness.open(.watch(after: Revision(1)))
    var sent: [EventFrame] = []
    for i in 0..<4 {
      _ = harness.store.apply([.put(harness.own[i], version(1))])
      sent += frames(harness.step(.storeAdvanced))
    }
    XCTAssertEqual(frames(harness.runTimers(until: .seconds(1)).map(\.message)), [sent[0]])
    XCTAssertEqual(frames(harness.step(acknowledge(Revision(2)))), Array(sent[1...]))
    XCTAssertEqual(frames(harness.step(acknowledge(Revision(3)))), [])
  }

  /// A full window stops the server; what happened meanwhile goes in fewer frames afterwards.
  func testTheWindowIsALimit() {
    var harness = ServerHarness(PeerWatchSettings(windowFrames: 2))
    _ = harness.open(.watch(after: Revision(1)))
    var sent: [EventFrame] = []
    for i in 0..<6 {
      _ = harness.store.apply([.put(harness.own[i], version(1))])
      sent += frames(harness.step(.storeAdvanced))
    }
    XCTAssertEqual(sent.map(\.through), [Revision(2), Revision(3)])
    let rest = frames(harness.step(acknowledge(Revision(2))))
    XCTAssertEqual(rest.map(\.events.count), [4])
    XCTAssertEqual(rest.map(\.through), [Revision(7)])
  }

  /// An idle watch hears a bookmark each minute: one that moves it past what others wrote must
  /// arrive and is sent again, one that moves nothing is a sign of life.
  func testBookmarks() {
    var harness = ServerHarness()
    _ = harness.open(.watch(after: Revision(1)))
    _ = harness.store.apply([.put(harness.other[0], version(1))])
    XCTAssertEqual(harness.step(.storeAdvanced), [])
    var sent = harness.runTimers(until: .seconds(62))
    XCTAssertEqual(sent.map(\.at), [.seconds(60), .seconds(61)])
    let frame = EventFrame(
      after: Revision(1), through: Revision(2), asOf: .seconds(60), events: [])
    XCTAssertEqual(
      sent.map(\.message), [.bookmark(.attempt(1), frame), .bookmark(.attempt(1), frame)])
    _ = harness.step(acknowledge(Revision(2)))
    sent = harness.runTimers(until: .seconds(125))
    XCTAssertEqual(
      sent.map(\.message),
      [
        .bookmark(
          .attempt(1),
          EventFrame(after: Revision(2), through: Revision(2), asOf: .seconds(120), events: []))
      ])
  }

  func testAWatchExpiresWithinItsLifetime() {
    var harness = ServerHarness(
      PeerWatchSettings(watchLifetime: .seconds(20) ... .seconds(40)))
    _ = harness.open(.watch(after: Revision(1)))
    let sent = harness.runTimers(until: .seconds(100))
    guard let last = sent.last else { return XCTFail("nothing was sent") }
    XCTAssertEqual(last.message, .closed(.attempt(1), .expired))
    XCTAssertTrue(.seconds(20)...SimTime.seconds(40) ~= last.at, "\(last.at)")
  }

  /// Whoever speaks on a stream that the server does not know is told so.
  func testARestartedServerTellsTheImporter() {
    var harness = ServerHarness()
    _ = harness.open(.watch(after: Revision(1)), attempt: 3)
    let closed = FederationMessage.closed(.attempt(3), .unknownStream)
    XCTAssertEqual(harness.step(.message(.ping(.attempt(3)))), [.pong(.attempt(3))])
    XCTAssertEqual(harness.step(.restarted), [])
    XCTAssertEqual(harness.step(.message(.ping(.attempt(3)))), [closed])
    let ack = FederationMessage.acknowledge(.attempt(3), through: Revision(1), hasGap: false)
    XCTAssertEqual(harness.step(.message(ack)), [closed])
    XCTAssertEqual(
      harness.step(.message(.nextPage(.attempt(3), index: 1))), [closed])
  }

  /// A late copy of an older request must not end a newer stream.
  func testOlderStreamsAreIgnored() {
    var harness = ServerHarness()
    _ = harness.open(.watch(after: Revision(1)), attempt: 5)
    XCTAssertEqual(harness.open(.list, attempt: 4), [])
    XCTAssertEqual(harness.step(.message(.ping(.attempt(4)))), [])
    XCTAssertEqual(harness.step(.message(.ping(.attempt(5)))), [.pong(.attempt(5))])
    XCTAssertTrue(harness.server.isWatching)
  }

  /// A repeated request for the running stream is granted again, and nothing is sent twice.
  func testARepeatedOpenChangesNothing() {
    var harness = ServerHarness()
    _ = harness.store.apply([.put(harness.own[0], version(1))])
    XCTAssertEqual(harness.open(.watch(after: Revision(1))).count, 2)
    XCTAssertEqual(
      harness.open(.watch(after: Revision(1))), [.opened(.attempt(1), at: Revision(2))])
  }

  /// Another member may serve that has applied less; the stream waits for it.
  func testALaggingMemberSendsNothingOld() {
    var harness = ServerHarness()
    var lagging = harness.store
    for i in 0..<3 { _ = harness.store.apply([.put(harness.own[i], version(1))]) }
    _ = harness.open(.watch(after: Revision(1)))
    _ = harness.step(acknowledge(Revision(4)))
    _ = lagging.apply([.put(harness.own[0], version(1))])
    swap(&harness.store, &lagging)
    XCTAssertEqual(harness.step(.storeAdvanced), [])
    swap(&harness.store, &lagging)
    _ = harness.store.apply([.put(harness.own[7], version(1))])
    let sent = frames(harness.step(.storeAdvanced))
    XCTAssertEqual(sent.map(\.after), [Revision(4)])
    XCTAssertEqual(sent.map(\.through), [Revision(5)])
  }
}
