import KeyValue
import TestSupport
import XCTest

/// One member that lags behind a leader, its watch hub, and clients that believe only what their
/// streams tell them. Every response is held against the list of all changes.
struct WatchWorld {
  var random: SplitMix
  /// What the group has committed.
  var model = NaiveStore()
  var leader = Store()
  /// What the member applied of it, and the rest.
  var store = Store()
  var waiting: [Command] = []
  var hub: WatchHub
  var storeOptions = StoreOptions()
  var streams: [WatchStreamID] = []
  var clients: [WatchClient] = []
  var met = Met()

  /// What must have happened for the run to mean something.
  struct Met {
    var events = 0
    var fragments = 0
    var victims = 0
    var caughtUp = 0
    var compacted = 0
    var notices = 0
    var streamNotices = 0
    var previous = 0
    var previousCompacted = 0
    var resumed = 0
    var restores = 0
    var wholeRevisions = 0
  }

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    var options = WatchHub.Options()
    options.streamCapacity = 3
    options.revisionsPerBatch = 4
    options.watchersPerRound = 2
    options.fragmentBytes = 2_500
    hub = WatchHub(options: options)
    for _ in 0..<3 { streams.append(hub.openStream()) }
  }

  // MARK: What happens

  mutating func step() {
    switch random.below(24) {
    case 0...5: commit()
    case 6...10: applyNext()
    case 11, 12: openWatch()
    case 13...15: take(from: random.pick(streams), limit: 1 + random.below(3))
    case 16, 17: catchUp()
    case 18: hub.retryVictims(store)
    case 19: hub.requestProgress(on: random.pick(streams))
    case 20: for stream in streams { hub.reportProgress(on: stream) }
    case 21: if random.oneIn(3) { cancelOne() }
    case 22: if random.oneIn(4) { reconnect(random.below(streams.count)) }
    default: if random.oneIn(6) { installSnapshot() }
    }
  }

  private mutating func commit() {
    var command = random.command(model)
    if case .mutations(let mutations) = command {
      // As etcd demands, no key twice.
      var seen: Set<KeyID> = []
      command = .mutations(mutations.filter { seen.insert($0.key).inserted })
    }
    _ = model.apply(command)
    _ = leader.apply(command)
    waiting.append(command)
  }

  private mutating func applyNext() {
    guard !waiting.isEmpty else { return }
    _ = store.apply(waiting.removeFirst())
    hub.notify(store)
    met.victims = max(met.victims, hub.slowCount - hub.unsyncedCount)
  }

  private mutating func catchUp() {
    let before = hub.unsyncedCount
    let after = hub.catchUp(store)
    XCTAssertEqual(after, hub.unsyncedCount)
    met.caughtUp += max(0, before - after)
  }

  private mutating func openWatch() {
    guard clients.count < 12 else { return }
    var request = WatchRequest(random.range())
    switch random.below(4) {
    case 0: break
    case 1: request.startRevision = Revision(store.revision.rawValue + Int64(1 + random.below(9)))
    default: request.startRevision = random.revision(model)
    }
    request.wantsPrevious = random.oneIn(2)
    request.wantsProgress = random.oneIn(2)
    request.allowsFragments = random.oneIn(2)
    request.omitsPuts = random.oneIn(5)
    request.omitsDeletes = random.oneIn(5)
    watch(request, on: random.pick(streams))
  }

  private mutating func watch(_ request: WatchRequest, on stream: WatchStreamID) {
    let result = hub.watch(request, on: stream, store)
    guard !request.range.isEmpty else {
      XCTAssertEqual(result, .failure(.emptyWatchRange))
      return
    }
    guard case .success(let id) = result else { return XCTFail("\(request) was refused") }
    clients.append(WatchClient(request: request, id: id, stream: stream))
  }

  private mutating func cancelOne() {
    guard !clients.isEmpty else { return }
    let client = clients.remove(at: random.below(clients.count))
    XCTAssertTrue(hub.cancel(client.id, on: client.stream, store))
    XCTAssertFalse(hub.cancel(client.id, on: client.stream, store))
  }

  /// W5: whoever loses its stream goes on from what it has.
  private mutating func reconnect(_ place: Int) {
    let old = streams[place]
    hub.closeStream(old)
    streams[place] = hub.openStream()
    let lost = clients.filter { $0.stream == old }
    clients.removeAll { $0.stream == old }
    for client in lost {
      var request = client.request
      if let next = client.next { request.startRevision = next }
      watch(request, on: streams[place])
      met.resumed += 1
    }
  }

  private mutating func installSnapshot() {
    guard leader.revision > store.revision else { return }
    store = random.oneIn(2) ? leader : leader.withoutHistory()
    waiting = []
    hub.restore(store)
    met.restores += 1
  }

  // MARK: What clients are told

  mutating func take(from stream: WatchStreamID, limit: Int) {
    let pending = hub.pendingCount(in: stream)
    let taken = hub.take(from: stream, limit: limit, store)
    XCTAssertLessThanOrEqual(taken.count { !$0.isFragment }, limit)
    XCTAssertLessThanOrEqual(hub.pendingCount(in: stream), pending)
    for response in taken {
      if response.id == .wholeStream {
        if response.isCreated { continue }
        met.streamNotices += 1
        for i in clients.indices where clients[i].stream == stream && clients[i].isAnnounced {
          clients[i].checkNotice(response, self)
        }
        continue
      }
      guard
        let i = clients.firstIndex(where: { $0.stream == stream && $0.id == response.id })
      else {
        XCTAssertTrue(response.isCanceled || response.isCreated, "for nobody: \(response)")
        continue
      }
      var client = clients[i]
      client.meet(response, self, &met)
      clients[i] = client
      if response.isCanceled { clients.remove(at: i) }
    }
  }

  /// With nothing new, everybody is told everything (no watcher is starved).
  mutating func finish() {
    while !waiting.isEmpty { applyNext() }
    for _ in 0..<400 {
      hub.catchUp(store)
      for stream in streams { take(from: stream, limit: 2) }
      hub.retryVictims(store)
    }
    XCTAssertEqual(hub.slowCount, 0)
    for client in clients {
      let next = client.next ?? Revision(.max)
      let missing = client.expected(from: next, through: store.revision, self)
      XCTAssertEqual(missing.count, 0, "W4: \(client.request) ends without \(missing)")
    }
  }
}
