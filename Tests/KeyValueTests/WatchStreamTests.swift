import KeyValue
import XCTest

/// Names, ends and progress notices of the watches on a stream.
final class WatchStreamTests: XCTestCase {
  private var store = Store()
  private var hub = WatchHub()
  private var stream = WatchStreamID(0)

  override func setUp() {
    (store, hub) = (Store(), WatchHub())
    stream = hub.openStream()
  }

  private func put(_ key: UInt32) {
    _ = store.apply([.put(KeyID(key), Value(identity: UInt64(key), sizeInBytes: 10))])
    hub.notify(store)
  }
  private func watch(
    _ range: KeyRange, from start: Int64 = 0, id: Int64? = nil, wantsProgress: Bool = false
  ) -> Result<WatchID, EtcdError>? {
    var request = WatchRequest(range, from: Revision(start))
    request.id = id.map { WatchID($0) }
    request.wantsProgress = wantsProgress
    return hub.watch(request, on: stream, store)
  }
  private func take() -> [WatchResponse] { hub.take(from: stream, store) }
  private func notices() -> [Int64] {
    take().filter(\.isProgressNotice).map(\.revision.rawValue)
  }

  func testNamesAreChosenOrGivenAndNeverTwice() {
    XCTAssertEqual(watch(.all), .success(WatchID(0)))
    XCTAssertEqual(watch(.all, id: 1), .success(WatchID(1)))
    XCTAssertEqual(watch(.all), .success(WatchID(2)))
    XCTAssertEqual(watch(.all, id: 2), .failure(.duplicateWatchID))
    XCTAssertEqual(watch(KeyRange(KeyID(3), to: KeyID(3))), .failure(.emptyWatchRange))
    let responses = take()
    XCTAssertTrue(responses.allSatisfy(\.isCreated))
    XCTAssertEqual(responses.map(\.isCanceled), [false, false, false, true, true])
    XCTAssertEqual(responses.map(\.error).suffix(2), [.duplicateWatchID, .emptyWatchRange])
    XCTAssertEqual(hub.watcherCount, 3)
    hub.closeStream(stream)
    XCTAssertEqual(hub.watcherCount, 0)
    XCTAssertNil(watch(.all))
    XCTAssertEqual(take(), [])
  }

  /// What was on its way to a canceled watch does not reach one that takes its name.
  func testACanceledWatchIsToldNothingMore() {
    _ = watch(.all, id: 5)
    put(1)
    XCTAssertTrue(hub.cancel(WatchID(5), on: stream, store))
    _ = watch(.all, id: 5)
    put(2)
    let responses = take()
    XCTAssertEqual(responses.map(\.isCreated), [true, false, true, false])
    XCTAssertEqual(responses.map(\.isCanceled), [false, true, false, false])
    XCTAssertEqual(responses[3].events.map(\.key), [KeyID(2)])
    XCTAssertFalse(hub.cancel(WatchID(4), on: stream, store))
  }

  /// Watchers in any state can go.
  func testUnsyncedWatchersAndVictimsCanBeCanceled() {
    for _ in 0..<3 { put(1) }
    _ = watch(.all, from: 2)
    _ = watch(.all)
    for _ in 0..<130 { put(1) }
    XCTAssertEqual(hub.slowCount, 2)
    XCTAssertTrue(hub.cancel(WatchID(0), on: stream, store))
    XCTAssertEqual(hub.unsyncedCount, 0)
    XCTAssertTrue(hub.cancel(WatchID(1), on: stream, store))
    XCTAssertFalse(hub.hasVictims)
    XCTAssertTrue(take().allSatisfy(\.events.isEmpty))
    put(1)
    XCTAssertEqual(take(), [])
  }

  /// A notice for the stream needs every watch synced and begun (etcd#15220).
  func testAStreamIsToldOfProgressWhenAllOfItIsSynced() {
    XCTAssertFalse(hub.requestProgress(on: stream), "no watch, no progress")
    _ = watch(.all)
    XCTAssertFalse(hub.requestProgress(on: stream), "it begins with the next revision")
    put(1)
    XCTAssertTrue(hub.requestProgress(on: stream))
    _ = watch(.all, from: 2)
    XCTAssertFalse(hub.requestProgress(on: stream), "one is behind")
    hub.catchUp(store)
    XCTAssertTrue(hub.requestProgress(on: stream))
    XCTAssertEqual(notices(), [2], "the first is not true of the watch that came after it")
    hub.requestProgress(on: stream)
    put(1)
    let responses = take()
    XCTAssertEqual(responses.map(\.id), [.wholeStream, WatchID(0), WatchID(1)])
    XCTAssertEqual(responses.map(\.revision.rawValue), [2, 3, 3])
  }

  /// Periodic notices are for those who asked, and only while there is nothing else to tell.
  func testPeriodicNoticesAreElidedByEvents() {
    put(1)
    _ = watch(KeyRange(KeyID(1)), wantsProgress: true)
    _ = watch(KeyRange(KeyID(1)))
    hub.reportProgress(on: stream)
    XCTAssertEqual(notices(), [], "it has not begun")
    put(2)
    hub.reportProgress(on: stream)
    XCTAssertEqual(notices(), [3])
    put(1)
    XCTAssertEqual(take().count, 2)
    hub.reportProgress(on: stream)
    XCTAssertEqual(notices(), [], "it was told something")
    hub.reportProgress(on: stream)
    XCTAssertEqual(notices(), [4])
  }

  func testAFullStreamGoesWithoutNotices() {
    _ = watch(.all, wantsProgress: true)
    for _ in 0..<128 { put(1) }
    XCTAssertFalse(hub.requestProgress(on: stream))
    hub.reportProgress(on: stream)
    XCTAssertEqual(take().count, 129)
  }

  /// History that is gone before it was told is not told, and not passed over either.
  func testWatchersOfLostHistoryAreNotLeftInTheDark() {
    _ = watch(.all)
    _ = take()
    for _ in 0..<5 { _ = store.apply([.put(KeyID(1), Value(identity: 1, sizeInBytes: 1))]) }
    store.compact(upTo: Revision(5))
    hub.notify(store)
    XCTAssertEqual(hub.unsyncedCount, 1)
    hub.catchUp(store)
    XCTAssertEqual(take().map(\.compactRevision), [Revision(5)])
  }

  /// Ranges inside ranges, and single keys, all find their watchers.
  func testNestedRangesFindTheirWatchers() {
    let ranges = [
      KeyRange.all, KeyRange(KeyID(10), to: KeyID(90)), KeyRange(KeyID(20), to: KeyID(30)),
      KeyRange(KeyID(20), to: KeyID(22)), KeyRange(KeyID(21)), KeyRange(from: KeyID(50)),
      KeyRange(KeyID(21)), KeyRange(KeyID(0), to: KeyID(2)),
    ]
    for range in ranges { _ = watch(range) }
    _ = take()
    for gone in [nil, 1, 6, 3, 0] as [Int64?] {
      if let gone { hub.cancel(WatchID(gone), on: stream, store) }
      _ = take()
      for key in [0, 1, 9, 10, 19, 20, 21, 22, 29, 30, 50, 89, 90, 91] as [UInt32] {
        put(key)
        let told = take().map(\.id.rawValue)
        let wanted = ranges.indices.filter {
          ranges[$0].contains(KeyID(key)) && hub.cancelable(Int64($0), stream, store)
        }
        XCTAssertEqual(told, wanted.map { Int64($0) }, "key \(key)")
      }
    }
  }
}

extension WatchHub {
  /// Whether there is a watch of that name.
  fileprivate func cancelable(_ id: Int64, _ stream: WatchStreamID, _ store: Store) -> Bool {
    var copy = self
    return copy.cancel(WatchID(id), on: stream, store)
  }
}
