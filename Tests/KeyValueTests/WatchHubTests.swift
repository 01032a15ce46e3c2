import KeyValue
import XCTest

/// The hub in stories; what it owes in general is in `WatchContractTests`.
final class WatchHubTests: XCTestCase {
  private var store = Store()
  private var hub = WatchHub()
  private var stream = WatchStreamID(0)

  override func setUp() {
    (store, hub) = (Store(), WatchHub())
    stream = hub.openStream()
  }

  private func put(_ key: UInt32, size: UInt32 = 10) {
    apply([.put(KeyID(key), Value(identity: UInt64(key), sizeInBytes: size))])
  }
  private func apply(_ mutations: [Mutation]) {
    _ = store.apply(mutations)
    hub.notify(store)
  }
  @discardableResult
  private func watch(
    _ range: KeyRange, from start: Int64 = 0, _ adjust: (inout WatchRequest) -> Void = { _ in }
  ) -> WatchID {
    var request = WatchRequest(range, from: Revision(start))
    adjust(&request)
    guard case .success(let id) = hub.watch(request, on: stream, store) else {
      XCTFail("refused")
      return WatchID(-1)
    }
    return id
  }
  private func take(_ limit: Int = .max) -> [WatchResponse] {
    hub.take(from: stream, limit: limit, store)
  }
  /// Revisions of the events taken, response by response.
  private func revisions(_ responses: [WatchResponse]) -> [[Int64]] {
    responses.filter { !$0.isCreated }.map { $0.events.map(\.revision.rawValue) }
  }

  func testASyncedWatchIsToldAtOnce() {
    put(1)
    let id = watch(KeyRange(KeyID(1), to: KeyID(3)))
    apply([
      .put(KeyID(2), Value(identity: 5, sizeInBytes: 1)),
      .put(KeyID(4), .init(identity: 0, sizeInBytes: 0)),
    ])
    put(4)
    apply([.delete(KeyID(1))])
    let responses = take()
    XCTAssertEqual(responses.map(\.id), [id, id, id])
    XCTAssertEqual(responses.map(\.isCreated), [true, false, false])
    XCTAssertEqual(responses.map(\.revision.rawValue), [2, 3, 5])
    XCTAssertEqual(revisions(responses), [[3], [5]])
    XCTAssertTrue(responses[1].events[0].isCreate)
    XCTAssertTrue(responses[2].events[0].isDelete)
    XCTAssertEqual(take(), [])
  }

  /// 1,000 revisions a round, the next round for the rest (etcd watchBatchMaxRevs).
  func testAWatchFromThePastIsCaughtUpInRounds() {
    for _ in 0..<2_500 { put(1) }
    watch(.all, from: 2)
    XCTAssertEqual(revisions(take()), [])
    for (round, expected) in [(1, 2...1_001), (2, 1_002...2_001), (3, 2_002...2_501)] {
      XCTAssertEqual(hub.unsyncedCount, 1, "before round \(round)")
      hub.catchUp(store)
      XCTAssertEqual(revisions(take()), [expected.map { Int64($0) }], "round \(round)")
    }
    XCTAssertEqual(hub.unsyncedCount, 0)
    put(1)
    XCTAssertEqual(revisions(take()), [[2_502]])
  }

  /// 512 watchers a round (etcd maxWatchersPerSync), and those that wait come first.
  func testRoundsTakeTheWatchersInTurn() {
    var options = WatchHub.Options()
    options.revisionsPerBatch = 10
    hub = WatchHub(options: options)
    for _ in 0..<15 { put(1) }
    var streams: [WatchStreamID] = []
    for _ in 0..<600 {
      stream = hub.openStream()
      streams.append(stream)
      watch(.all, from: 2)
    }
    func waiting() -> [Int] {
      streams.map { stream in
        hub.take(from: stream, store).reduce(0) { $0 + $1.events.count }
      }
    }
    XCTAssertEqual(hub.catchUp(store), 600, "none of the first 512 is done")
    XCTAssertEqual(
      waiting(), Array(repeating: 10, count: 512) + Array(repeating: 0, count: 88))
    XCTAssertEqual(hub.catchUp(store), 600 - 424)
    XCTAssertEqual(
      waiting(),
      Array(repeating: 5, count: 424) + Array(repeating: 0, count: 88)
        + Array(repeating: 10, count: 88))
    XCTAssertEqual(hub.catchUp(store), 0)
    XCTAssertEqual(
      waiting(),
      Array(repeating: 0, count: 424) + Array(repeating: 5, count: 176))
  }

  /// A full stream makes a victim, which is told first what it missed first.
  func testASlowStreamLosesNothing() {
    watch(.all)
    _ = take()
    for _ in 0..<140 { put(1) }
    XCTAssertTrue(hub.hasVictims)
    XCTAssertEqual(hub.slowCount, 1)
    XCTAssertEqual(hub.retryVictims(store), 0, "still full")
    XCTAssertEqual(hub.pendingCount(in: stream), 128)
    var told = revisions(take(100))
    XCTAssertEqual(hub.retryVictims(store), 1)
    XCTAssertFalse(hub.hasVictims)
    XCTAssertEqual(hub.unsyncedCount, 1, "more has happened meanwhile")
    put(1)
    hub.catchUp(store)
    XCTAssertEqual(hub.slowCount, 0)
    put(1)
    let rest = take()
    told += revisions(rest)
    XCTAssertEqual(
      rest.map(\.revision.rawValue).suffix(3), [130, 142, 143],
      "held back with its own revision, caught up with the present one, told at once")
    XCTAssertEqual(told.flatMap { $0 }, Array(2...143))
  }

  /// The client then lists, and watches from there.
  func testCompactionWhileBehindEndsAWatch() {
    for _ in 0..<9 { put(1) }
    let behind = watch(.all, from: 4)
    let inTime = watch(.all, from: 5)
    apply([.delete(KeyID(1))])
    store.compact(upTo: Revision(5))
    XCTAssertEqual(revisions(take()), [])
    hub.catchUp(store)
    let responses = take()
    XCTAssertEqual(responses.map(\.id), [behind, inTime])
    XCTAssertTrue(responses[0].isCanceled)
    XCTAssertEqual(responses[0].compactRevision, Revision(5))
    XCTAssertEqual(revisions(responses)[1], Array(5...11))
    XCTAssertEqual(hub.watcherCount, 1)
    put(1)
    XCTAssertEqual(take().map(\.id), [inTime])
  }

  /// A delete at the very revision that is compacted is still told (etcd#18089).
  func testADeleteAtTheCompactedRevisionIsTold() {
    put(1)
    apply([.delete(KeyID(1))])
    put(2)
    store.compact(upTo: Revision(3))
    watch(.all, from: 3)
    hub.catchUp(store)
    let events = take().flatMap(\.events)
    XCTAssertEqual(events.map(\.isDelete), [true, false])
    XCTAssertEqual(events.map(\.revision), [Revision(3), Revision(4)])
  }

  /// Nobody who waited for room to be told of the end is forgotten.
  func testAnEndWaitsForRoomInTheStream() {
    var options = WatchHub.Options()
    options.streamCapacity = 1
    hub = WatchHub(options: options)
    stream = hub.openStream()
    for _ in 0..<4 { put(1) }
    store.compact(upTo: Revision(5))
    let ids = [watch(.all, from: 2), watch(.all, from: 3)]
    XCTAssertEqual(hub.catchUp(store), 1)
    XCTAssertEqual(take().suffix(1).map(\.id), [ids[0]])
    XCTAssertEqual(hub.catchUp(store), 0)
    XCTAssertEqual(take().map(\.id), [ids[1]])
    XCTAssertEqual(hub.watcherCount, 0)
  }

  func testLargeResponsesAreSplitForThoseWhoAllowIt() {
    var options = WatchHub.Options()
    options.fragmentBytes = 1_000
    hub = WatchHub(options: options)
    stream = hub.openStream()
    let whole = watch(.all)
    let split = watch(.all) { $0.allowsFragments = true }
    apply((0..<5).map { .put(KeyID($0), Value(identity: 1, sizeInBytes: 300)) })
    apply([.put(KeyID(0), Value(identity: 1, sizeInBytes: 3_000))])
    let responses = take().filter { !$0.isCreated }
    XCTAssertEqual(
      responses.filter { $0.id == whole }.map(\.events.count), [5, 1])
    let parts = responses.filter { $0.id == split }
    XCTAssertEqual(parts.map(\.events.count), [2, 2, 1, 1])
    XCTAssertEqual(parts.map(\.isFragment), [true, true, false, false])
    for part in parts.prefix(3) {
      XCTAssertLessThan(part.sizeInBytes(store.options), options.fragmentBytes)
    }
  }

  func testFiltersAndPreviousValues() {
    put(1)
    let noPuts = watch(.all) { $0.omitsPuts = true }
    let noDeletes = watch(.all) {
      $0.omitsDeletes = true
      $0.wantsPrevious = true
    }
    put(1)
    apply([.delete(KeyID(1))])
    put(1)
    let responses = take().filter { !$0.isCreated }
    XCTAssertEqual(responses.map(\.id), [noDeletes, noPuts, noDeletes])
    XCTAssertEqual(revisions(responses), [[3], [4], [5]])
    XCTAssertEqual(responses[0].events[0].previous?.modRevision, Revision(2))
    XCTAssertNil(responses[1].events[0].previous, "nobody asked")
    XCTAssertNil(responses[2].events[0].previous, "it did not exist")
    put(1)
    store.compact(upTo: Revision(6))
    XCTAssertNil(take()[0].events[0].previous, "compacted before it was sent")
  }
}
