import KeyValue
import SimKernel

extension WatchServer {
  /// Sends what the store has that was not sent, as far as the window allows.
  mutating func sendNews(
    _ store: Store, _ catalogue: ObjectCatalogue, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    guard mode == .watching, let stream else { return }
    while !window.isFull, scanned < store.revision {
      guard let events = nextEvents(store, catalogue) else {
        forget()
        effects.append(.send(.gone(stream, compacted: store.compactedRevision), .control))
        return
      }
      if !events.isEmpty { send(events, store, now, &effects) }
    }
  }

  /// Whole revisions of our own events, at most `batchLimit` or a single revision, moving
  /// `scanned` along; nil when the history is compacted.
  private mutating func nextEvents(
    _ store: Store, _ catalogue: ObjectCatalogue
  ) -> [WatchEvent]? {
    var found: [WatchEvent] = []
    while scanned < store.revision, found.count < settings.batchLimit {
      let room = settings.batchLimit - found.count
      guard case .events(let events, let through) = store.events(after: scanned, limit: room)
      else { return nil }
      let own = events.filter { catalogue.isExported($0.key, by: origin) }
      if !found.isEmpty, own.count > room { break }
      found.append(contentsOf: own)
      scanned = max(scanned, through)
    }
    return found
  }

  private mutating func send(
    _ events: [WatchEvent], _ store: Store, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    guard let stream else { return }
    let frame = EventFrame(
      after: sent, through: scanned, asOf: asOf(store, now), events: events)
    sent = scanned
    bookmarkAt = now + settings.bookmarkEvery
    window.append(frame, now: now)
    let message = Self.message(stream, frame)
    effects.append(.send(message, message.cause))
  }

  mutating func meetDeadlines(
    _ store: Store, _ catalogue: ObjectCatalogue, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    guard mode != .idle, let stream else { return }
    if now >= lastHeard + settings.serverForgetsAfter { return forget() }
    if now >= expiresAt {
      forget()
      effects.append(.send(.closed(stream, .expired), .control))
      return
    }
    guard mode == .watching else { return }
    if let frame = window.timedOut(at: now) { resend(frame, &effects) }
    if now >= bookmarkAt { sendBookmark(store, now, &effects) }
  }

  /// One that moves the importer on must arrive and is sent like events; the others are signs of
  /// life.
  private mutating func sendBookmark(
    _ store: Store, _ now: SimTime, _ effects: inout [ControllerEffect]
  ) {
    guard let stream else { return }
    if scanned > sent, !window.isFull { return send([], store, now, &effects) }
    bookmarkAt = now + settings.bookmarkEvery
    let isComplete = scanned == sent
    let frame = EventFrame(
      after: sent, through: sent, asOf: isComplete ? asOf(store, now) : nil, events: [])
    effects.append(.send(.bookmark(stream, frame), .heartbeat))
  }

  /// Now, if all that the store has was looked at.
  private func asOf(_ store: Store, _ now: SimTime) -> SimTime? {
    scanned >= store.revision ? now : nil
  }

  func nextDeadline() -> SimTime {
    guard mode != .idle else { return .distantFuture }
    let forgetting = lastHeard + settings.serverForgetsAfter
    return min(min(forgetting, expiresAt), min(window.retransmitAt, bookmarkAt))
  }

  mutating func planWake(_ now: SimTime, _ effects: inout [ControllerEffect]) {
    alarm.plan(nextDeadline(), now: now, into: &effects)
  }
}
