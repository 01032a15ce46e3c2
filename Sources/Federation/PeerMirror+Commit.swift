import KeyValue
import SimKernel

/// The one local transaction of a mirror whose outcome is awaited.
struct PendingCommit: Sendable {
  var token = CommitToken(0)
  var copies: [Mutation]
  /// What the cursor says once it is applied.
  var cursor: MirrorCursor
  /// When the origin looked, if the transaction brings the copies up to that.
  var asOf: SimTime?
  /// All of it, for another try.
  var mutations: [Mutation] = []
  /// When to try again; nil while an answer is expected.
  var retryAt: SimTime?

  init(copies: [Mutation], cursor: MirrorCursor, asOf: SimTime?) {
    self.copies = copies
    self.cursor = cursor
    self.asOf = asOf
  }
}

extension PeerMirror {
  /// Proposes what is ready, if nothing is under way.
  mutating func proposeNext(
    _ local: Store, _ catalogue: ObjectCatalogue, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    guard pending == nil, phase != .stopped else { return }
    let next =
      listing.revision != nil
      ? nextListingCommit(local, catalogue, now) : nextWatchCommit(&effects)
    guard var commit = next else { return }
    nextToken += 1
    commit.token = CommitToken(UInt64(epoch) << 32 | nextToken)
    let key = catalogue.cursorKey(of: origin)
    // The comparison fences: whoever read an older cursor changes nothing.
    commit.mutations =
      commit.copies + [
        .compareAndSwap(key, expected: cursorModRevision, commit.cursor.value)
      ]
    commit.copies = []
    effects.append(.commit(commit.token, commit.mutations))
    pending = commit
  }

  /// Whole frames up to `batchLimit` copies, or part of a larger revision.
  private mutating func nextWatchCommit(
    _ effects: inout [ControllerEffect]
  ) -> PendingCommit? {
    guard let first = inbox.first else { return nil }
    if first.events.count > settings.batchLimit { return nextTornCommit(first, &effects) }
    var events: [WatchEvent] = []
    var through = first.through
    var seen: SimTime?
    while let frame = inbox.first,
      events.count + frame.events.count <= settings.batchLimit
    {
      events.append(contentsOf: frame.events)
      through = frame.through
      seen = frame.asOf ?? seen
      inbox.removeFirst()
    }
    return PendingCommit(copies: Self.copies(of: events), cursor: .watching(through), asOf: seen)
  }

  private mutating func nextTornCommit(
    _ frame: EventFrame, _ effects: inout [ControllerEffect]
  ) -> PendingCommit {
    let start = inbox.takenOfFirst
    if start == 0 {
      effects.append(
        .observe(.torn(revision: frame.through, operations: frame.events.count)))
    }
    let end = min(start + settings.batchLimit, frame.events.count)
    let copies = Self.copies(of: frame.events[start..<end])
    let isLast = end == frame.events.count
    inbox.takenOfFirst = end
    if isLast { inbox.removeFirst() }
    return PendingCommit(
      copies: copies, cursor: isLast ? .watching(frame.through) : .watching(cursor.floor),
      asOf: isLast ? frame.asOf : nil)
  }

  /// The last change of each key, in the order of these; etcd refuses a key twice in one
  /// transaction.
  static func copies(of events: some BidirectionalCollection<WatchEvent>) -> [Mutation] {
    var seen: Set<KeyID> = []
    var result: [Mutation] = []
    for event in events.reversed() where seen.insert(event.key).inserted {
      result.append(event.value.map { .put(event.key, $0) } ?? .delete(event.key))
    }
    result.reverse()
    return result
  }

  mutating func commitSucceeded(
    _ token: CommitToken, _ revision: Revision, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    guard let commit = pending, commit.token == token else { return }
    pending = nil
    cursorModRevision = revision
    finish(commit, at: revision, now, &effects)
  }

  private mutating func finish(
    _ commit: PendingCommit, at revision: Revision, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    cursor = commit.cursor
    if let seen = commit.asOf { asOf = max(seen, asOf ?? seen) }
    meetBookmark()
    switch commit.cursor {
    case .none, .watching: break
    case .listing:
      if listing.fence == nil { listing.fence = revision }
    case .listed(let through): finishListing(at: through, now, &effects)
    }
  }

  /// Believes the last bookmark if the copies have come to its end.
  mutating func meetBookmark() {
    guard let seen = bookmark?.asOf, let end = bookmark?.through,
      let reflected = cursor.reflected, reflected >= end
    else { return }
    asOf = max(seen, asOf ?? seen)
    bookmark = nil
  }

  /// Either an earlier try of this very transaction was applied after all, or someone else wrote.
  mutating func commitRejected(
    _ token: CommitToken, _ record: Store.KeyRecord?, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    guard let commit = pending, commit.token == token else { return }
    pending = nil
    let present = MirrorCursor(record)
    if let record, present == commit.cursor, present.reflected != cursor.reflected {
      cursorModRevision = record.modRevision
      return finish(commit, at: record.modRevision, now, &effects)
    }
    effects.append(.observe(.commitRejected))
    adopt(record)
    endStream()
    connect(now, &effects)
  }

  mutating func commitUnknown(_ token: CommitToken, _ now: SimTime) {
    guard pending?.token == token else { return }
    pending?.retryAt = now + settings.commitRetryAfter
  }

  mutating func retryCommit(_ effects: inout [ControllerEffect]) {
    guard var commit = pending else { return }
    nextToken += 1
    commit.token = CommitToken(UInt64(epoch) << 32 | nextToken)
    commit.retryAt = nil
    effects.append(.commit(commit.token, commit.mutations))
    pending = commit
  }
}
