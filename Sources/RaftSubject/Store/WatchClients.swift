import HostileWorld
import KeyValue
import RaftHost
import SimKernel

/// Clients that watch the store of one member, as long as its process lives: they begin anywhere,
/// stop reading for a while, go away and come back where they were.
struct WatchClients: Sendable {
  typealias IO = NodeIO<RaftPayload>

  private struct Watcher: Sendable {
    /// Never used twice in a run.
    var number: Int
    var id: WatchID
    var request: WatchRequest
    /// Revision of the last event.
    var seen: Int64
  }

  private struct Stream: Sendable {
    var id: WatchStreamID
    var watchers: [Watcher] = []
    /// Ticks for which it does not read.
    var paused = 0
    /// Responses read in a tick.
    var pace = Int.max
    /// What its watchers must have been told once they had so many more ticks.
    var due = (revision: Int64(0), ticks: 0)
    /// Up to here all was given to them.
    var calmAt: Int64 = 0
  }

  /// Hubs that fall behind, fill and split at once.
  static var options: WatchHub.Options {
    var options = WatchHub.Options()
    options.watchersPerRound = 2
    options.revisionsPerBatch = 3
    options.streamCapacity = 3
    options.fragmentBytes = 400
    return options
  }

  private static let keys = KeyRange(KeyID(0), to: KeyID(200))

  private var streams: [Stream] = []
  private var begun = 0
  private var ticks = 0

  // MARK: Driving

  /// A tick of the member's clock, after what it applied was told.
  mutating func tick(_ member: inout Member, _ io: inout IO) {
    ticks += 1
    if streams.isEmpty {
      guard ticks > 2 else { return }
      for _ in 0..<1 + io.uniform(below: 2) { open(&member, &io) }
    }
    if member.watches.hasVictims { member.retryWatchVictims() }
    if member.watches.unsyncedCount > 0, ticks & 1 == 0 { _ = member.catchUpWatches() }
    for i in streams.indices {
      if io.uniform(below: 12) == 0 { act(on: i, &member, &io) }
      read(i, &member, &io)
    }
  }

  private mutating func read(_ i: Int, _ member: inout Member, _ io: inout IO) {
    guard streams[i].paused == 0 else {
      streams[i].paused -= 1
      return
    }
    let stream = streams[i].id
    if member.watches.pendingCount(in: stream) > 0 {
      for response in member.takeWatchResponses(from: stream, limit: streams[i].pace) {
        take(response, i, &member, &io)
      }
    }
    let revision = member.store.revision.rawValue
    let isCalm =
      member.watches.slowCount == 0 && member.watches.pendingCount(in: stream) == 0
    streams[i].due.ticks -= 1
    if isCalm, streams[i].calmAt < revision {
      streams[i].calmAt = revision
      tellCaughtUp(i, revision, &io)
    } else if streams[i].due.ticks == 0 {
      tellCaughtUp(i, streams[i].due.revision, &io)
    }
    if streams[i].due.ticks <= 0 { setDue(i, member) }
  }

  private func tellCaughtUp(_ i: Int, _ revision: Int64, _ io: inout IO) {
    for watcher in streams[i].watchers {
      note(.delivered(watcher: watcher.number, .caughtUp(revision: revision)), &io)
    }
  }

  /// Every watcher gets three revisions in two ticks, if the others leave it room.
  private mutating func setDue(_ i: Int, _ member: Member) {
    let revision = member.store.revision.rawValue
    streams[i].due = (revision, 40 + Int(clamping: revision) * 2)
  }

  /// A snapshot took the store's place: watchers begin again from their last event.
  mutating func restored(_ member: Member) {
    for i in streams.indices { setDue(i, member) }
  }

  // MARK: What clients do

  private mutating func open(_ member: inout Member, _ io: inout IO) {
    streams.append(Stream(id: member.openWatchStream()))
    let i = streams.count - 1
    for _ in 0..<1 + io.uniform(below: 2) { begin(drawRequest(member, &io), i, &member, &io) }
  }

  private mutating func act(on i: Int, _ member: inout Member, _ io: inout IO) {
    switch io.uniform(below: 10) {
    case 0, 1, 2: streams[i].paused = 1 + Int(io.uniform(below: 12))
    case 3: streams[i].pace = io.uniform(below: 2) == 0 ? .max : 3
    case 4, 5: member.requestWatchProgress(on: streams[i].id)
    case 6: member.reportWatchProgress(on: streams[i].id)
    case 7: resume(i, &member, &io)
    case 8:
      guard let watcher = streams[i].watchers.first else { return }
      end(watcher, i, &member, &io)
      begin(drawRequest(member, &io), i, &member, &io)
    default: if io.uniform(below: 4) == 0 { reopen(i, &member, &io) }
    }
  }

  /// Any keys, from any revision that is there.
  private func drawRequest(_ member: Member, _ io: inout IO) -> WatchRequest {
    var request = WatchRequest(Self.keys)
    switch io.uniform(below: 4) {
    case 0: request.range = StoreWorkload.keys
    case 1: request.range = KeyRange(KeyID(100 + UInt32(io.uniform(below: 8))))
    default: break
    }
    let (newest, oldest) = (member.store.revision, member.store.compactedRevision)
    switch io.uniform(below: 8) {
    case 0, 1: break
    case 2: request.startRevision = Revision(1)
    case 3, 4: request.startRevision = oldest
    case 5: request.startRevision = Revision(newest.rawValue + Int64(io.uniform(below: 3)))
    default:
      let width = UInt64(max(1, newest.rawValue - oldest.rawValue + 1))
      request.startRevision = Revision(oldest.rawValue + Int64(io.uniform(below: width)))
    }
    request.wantsPrevious = io.uniform(below: 2) == 0
    request.wantsProgress = io.uniform(below: 2) == 0
    request.allowsFragments = io.uniform(below: 2) == 0
    request.omitsPuts = io.uniform(below: 8) == 0
    request.omitsDeletes = io.uniform(below: 8) == 0
    return request
  }

  private mutating func begin(
    _ request: WatchRequest, _ i: Int, _ member: inout Member, _ io: inout IO
  ) {
    guard let id = member.watch(request, on: streams[i].id) else { return }
    begun += 1
    let number = (io.id.index << 16 | io.incarnation) << 20 | begun
    streams[i].watchers.append(Watcher(number: number, id: id, request: request, seen: 0))
    streams[i].calmAt = 0
    setDue(i, member)
    note(
      .watching(
        watcher: number,
        StoreWatch(
          StoreKeys(request.range), from: request.startRevision.rawValue,
          wantsPrevious: request.wantsPrevious, dropsPuts: request.omitsPuts,
          dropsDeletes: request.omitsDeletes, present: member.store.revision.rawValue)), &io)
  }

  private mutating func end(
    _ watcher: Watcher, _ i: Int, _ member: inout Member, _ io: inout IO
  ) {
    member.cancelWatch(watcher.id, on: streams[i].id)
    streams[i].watchers.removeAll { $0.number == watcher.number }
    note(.delivered(watcher: watcher.number, .ended), &io)
  }

  /// Ends a watch, and begins it again after its last event.
  private mutating func resume(_ i: Int, _ member: inout Member, _ io: inout IO) {
    guard let watcher = streams[i].watchers.first else { return }
    end(watcher, i, &member, &io)
    var request = watcher.request
    if watcher.seen > 0 { request.startRevision = Revision(watcher.seen + 1) }
    begin(request, i, &member, &io)
  }

  /// The connection breaks; all its watches go on with another.
  private mutating func reopen(_ i: Int, _ member: inout Member, _ io: inout IO) {
    let old = streams[i]
    member.closeWatchStream(old.id)
    streams[i] = Stream(id: member.openWatchStream())
    for watcher in old.watchers {
      note(.delivered(watcher: watcher.number, .ended), &io)
      var request = watcher.request
      if watcher.seen > 0 { request.startRevision = Revision(watcher.seen + 1) }
      begin(request, i, &member, &io)
    }
  }

  // MARK: What they are told

  private mutating func take(
    _ response: WatchResponse, _ i: Int, _ member: inout Member, _ io: inout IO
  ) {
    if response.isCreated { return }
    if response.isProgressNotice {
      for watcher in streams[i].watchers
      where response.id == .wholeStream || response.id == watcher.id {
        let progress = WatchDelivery.progress(revision: response.revision.rawValue)
        note(.delivered(watcher: watcher.number, progress), &io)
      }
      return
    }
    guard let place = streams[i].watchers.firstIndex(where: { $0.id == response.id }) else {
      return
    }
    let watcher = streams[i].watchers[place]
    if response.isCanceled {
      streams[i].watchers.remove(at: place)
      let oldest = response.compactRevision
      note(.delivered(watcher: watcher.number, .compacted(oldest: oldest.rawValue)), &io)
      var request = watcher.request
      request.startRevision = max(oldest, Revision(watcher.seen + 1))
      return begin(request, i, &member, &io)
    }
    if let last = response.events.last {
      streams[i].watchers[place].seen = last.revision.rawValue
    }
    let events = response.events.map { StoreEvent($0) }
    let delivery = WatchDelivery.events(events, isFragment: response.isFragment)
    note(.delivered(watcher: watcher.number, delivery), &io)
  }

  private func note(_ note: StoreNote, _ io: inout IO) { io.note(.store(note)) }
}

extension StoreEvent {
  init(_ event: KeyEvent) {
    let key = Int64(event.key.index)
    self.init(
      isDelete: event.isDelete, item: StoreItem(key, event.record),
      previous: event.previous.map { StoreItem(key, $0) })
  }
}
