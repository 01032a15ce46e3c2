/// The watches at one member (etcd mvcc/watchable_store.go, api/v3rpc/watch.go).
///
/// It keeps what was told to whom, never the store, which every call is given as it is. A watcher
/// is **synced** and told of every revision as it is applied; or **unsynced**, and caught up from
/// the history in batches; or a **victim**, whose stream was full, with a response in hand. The
/// host calls `notify` after every applied entry, `catchUp` every `Options.catchUpEvery` while
/// `unsyncedCount` is not 0, `retryVictims` every `Options.retryEvery` while `hasVictims`, and
/// takes responses from the streams as fast as the network takes them from it.
public struct WatchHub: Sendable {
  public struct Options: Hashable, Sendable {
    /// Unsynced watchers in one round of catching up (etcd maxWatchersPerSync).
    public var watchersPerRound = 512
    /// Nanoseconds between rounds (etcd watchResyncPeriod); at once, as long as a round is taken
    /// to last, while rounds leave fewer than they found.
    public var catchUpEvery: Int64 = 100_000_000
    /// Nanoseconds between attempts for the victims (etcd syncVictimsLoop).
    public var retryEvery: Int64 = 10_000_000
    /// Revisions a watcher is given in one round (etcd watchBatchMaxRevs).
    public var revisionsPerBatch = 1_000
    /// Responses a stream holds (etcd chanBufLen).
    public var streamCapacity = 128
    /// Nanoseconds between progress notices, with up to a tenth more that the host draws (etcd
    /// --experimental-watch-progress-notify-interval, progressReportInterval).
    public var progressEvery: Int64 = 600_000_000_000
    /// Bytes from which a response is split for those who allow it (etcd --max-request-bytes and
    /// 512 KiB for gRPC).
    public var fragmentBytes = 3 << 19 + 512 << 10
    public init() {}
  }

  public let options: Options

  /// By number; nil: the number is free.
  var watchers: ContiguousArray<Watcher?> = []
  private var free: ContiguousArray<Int> = []
  /// Watchers there ever were.
  private(set) var created = 0
  var index = WatcherIndex()
  /// In the order in which they fell behind, so that none starves.
  var unsynced: ContiguousArray<Int> = []
  var victims: ContiguousArray<Victim> = []
  /// By number; nil: closed.
  var streams: ContiguousArray<WatchStream?> = []
  /// Synced watchers know all up to here.
  var notifiedRevision = Revision(1)
  /// Buffers of `notify`, empty between calls.
  var buffers = WatcherBatches()

  public init(options: Options = Options()) { self.options = options }

  /// Watches whose end was not sent yet.
  public var watcherCount: Int { watchers.count - free.count }
  /// Watchers to be caught up from history.
  public var unsyncedCount: Int { unsynced.count }
  /// Whether responses wait outside full streams.
  public var hasVictims: Bool { !victims.isEmpty }
  /// Watchers that are not told at once (etcd etcd_debugging_mvcc_slow_watcher_total).
  public var slowCount: Int { unsynced.count + victims.count }

  /// Opens a client's stream.
  public mutating func openStream() -> WatchStreamID {
    streams.append(WatchStream())
    return WatchStreamID(streams.count - 1)
  }

  /// Ends a stream and its watches; what it holds is lost.
  public mutating func closeStream(_ stream: WatchStreamID) {
    guard let closed = streams[stream.rawValue] else { return }
    streams[stream.rawValue] = nil
    for watch in closed.watches { remove(watch.number) }
  }

  /// Begins a watch, or answers why not; the stream is told either way. One that begins in the
  /// past joins the unsynced, one that begins at a compacted revision too: the next round cancels
  /// it. Nil: there is no such stream.
  @discardableResult
  public mutating func watch(
    _ request: WatchRequest, on stream: WatchStreamID, _ store: Store
  ) -> Result<WatchID, EtcdError>? {
    guard streams[stream.rawValue] != nil else { return nil }
    let result = admit(request, on: stream)
    var response = WatchResponse(id: WatchID(-1), revision: store.revision)
    response.isCreated = true
    switch result {
    case .success(let id):
      response.id = id
      begin(request, id, on: stream, store)
    case .failure(let error):
      response.isCanceled = true
      response.error = error
    }
    streams[stream.rawValue]?.control.append(response)
    return result
  }

  /// Ends a watch; false when there is none of that name. Events on their way are dropped.
  @discardableResult
  public mutating func cancel(
    _ id: WatchID, on stream: WatchStreamID, _ store: Store
  ) -> Bool {
    guard let number = streams[stream.rawValue]?.removeWatch(id) else { return false }
    remove(number)
    var response = WatchResponse(id: id, revision: store.revision)
    response.isCanceled = true
    streams[stream.rawValue]?.control.append(response)
    return true
  }

  /// etcd mvcc/watcher.go, Watch.
  private mutating func admit(
    _ request: WatchRequest, on stream: WatchStreamID
  ) -> Result<WatchID, EtcdError> {
    if request.range.isEmpty { return .failure(.emptyWatchRange) }
    guard let id = request.id else {
      return .success(streams[stream.rawValue]?.nextID() ?? WatchID(0))
    }
    let isTaken = streams[stream.rawValue]?.number(of: id) != nil
    return isTaken ? .failure(.duplicateWatchID) : .success(id)
  }

  private mutating func begin(
    _ request: WatchRequest, _ id: WatchID, on stream: WatchStreamID, _ store: Store
  ) {
    // A hub without watchers has told all there is.
    if watcherCount == 0 { notifiedRevision = store.revision }
    let isFromNow = request.startRevision.rawValue <= 0
    var start = isFromNow ? store.revision.next : request.startRevision
    if store.options.mutations.contains(.watchResends), !isFromNow, start <= store.revision {
      start = Revision(start.rawValue - 1)
    }
    let number = free.popLast() ?? watchers.count
    if number == watchers.count { watchers.append(nil) }
    created += 1
    let isSynced = start > store.revision
    watchers[number] = Watcher(
      request: request, id: id, stream: stream, serial: created, start: start, next: start,
      state: isSynced ? .synced : .unsynced)
    index.insert(number, request.range)
    if !isSynced { unsynced.append(number) }
    streams[stream.rawValue]?.insertWatch(id, number)
  }

  /// Forgets a watcher; its stream must not know it any more, or forget it too.
  mutating func remove(_ number: Int) {
    guard let watcher = watchers[number] else { return }
    if watcher.state != .ended { index.remove(number, watcher.request.range) }
    switch watcher.state {
    case .synced, .ended: break
    case .unsynced: unsynced.removeAll { $0 == number }
    case .victim: victims.removeAll { $0.watcher == number }
    }
    watchers[number] = nil
    free.append(number)
  }
}

/// One watch.
struct Watcher: Sendable {
  /// Ended: its cancellation is in the stream.
  enum State: Sendable { case synced, unsynced, victim, ended }

  let request: WatchRequest
  let id: WatchID
  let stream: WatchStreamID
  /// Tells it from those that had its number before.
  let serial: Int
  /// The first revision it was to be told of.
  let start: Revision
  /// The first revision it was not told of (etcd watcher.minRev).
  var next: Revision
  var state: State
  /// A periodic notice is due unless events come first.
  var isProgressDue = true

  func wants(_ change: LoggedChange) -> Bool {
    change.isDelete ? !request.omitsDeletes : !request.omitsPuts
  }
}

/// A watcher whose stream was full, and what it is to be told first.
struct Victim: Sendable {
  var watcher: Int
  var batch: EventBatch
}

/// What a watcher is told at a time (etcd eventBatch).
struct EventBatch: Sendable {
  var events: [KeyEvent] = []
  /// Of the last event looked at.
  var lastRevision = Revision(0)
  var revisionCount = 0
  /// The first revision that had no room; 0: all had.
  var more = Revision(0)

  /// Nothing concerned the watcher; a batch may still be without events, if all were left out.
  var isEmpty: Bool { revisionCount == 0 }

  mutating func add(_ change: LoggedChange, isWanted: Bool, limit: Int) {
    if more.rawValue != 0 { return }
    if change.revision != lastRevision {
      if revisionCount == limit {
        more = change.revision
        return
      }
      revisionCount += 1
      lastRevision = change.revision
    }
    if isWanted { events.append(KeyEvent(change)) }
  }
}
