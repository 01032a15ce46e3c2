import KeyValue
import SimKernel

/// The origin's side of S4 peerWatch: what one importer is told of this origin's own objects.
///
/// It reads the store of one member of its cluster and keeps nothing that matters: it may lose its
/// state at any time, and the importer will open again.
public struct WatchServer: Sendable {
  public let origin: ClusterID
  public let importer: ClusterID

  public enum Input: Sendable {
    case message(FederationMessage)
    /// The member it reads from has applied more, or it reads from another member now.
    case storeAdvanced
    case wake
    /// The process restarted: all that follows begins from nothing.
    case restarted
  }

  let settings: PeerWatchSettings
  var draws: Draws
  var alarm = Alarm()
  /// What it is doing for the stream of `stream`.
  var mode = Mode.idle
  var stream: StreamID?
  var lastHeard = SimTime.zero

  // While watching.
  /// End of the last frame sent.
  var sent = Revision(0)
  /// End of the history looked at; from `sent` to here there was nothing of our own.
  var scanned = Revision(0)
  var window: SendWindow
  var bookmarkAt = SimTime.distantFuture
  var expiresAt = SimTime.distantFuture

  // While listing.
  var snapshot = ListSnapshot()

  enum Mode: Sendable { case idle, listing, watching }

  /// A server of `origin` for `importer`, whose watch lifetimes come from `draws`.
  public init(
    origin: ClusterID, importer: ClusterID, settings: PeerWatchSettings, draws: Draws
  ) {
    self.origin = origin
    self.importer = importer
    self.settings = settings
    self.draws = draws
    window = SendWindow(limit: settings.windowFrames, retransmit: settings.retransmit)
  }

  /// Whether a watch runs, as far as the server knows.
  public var isWatching: Bool { mode == .watching }

  /// Meets `input`, given the member's `store` as it is now. O(new history).
  public mutating func step(
    _ input: Input, store: Store, catalogue: ObjectCatalogue, now: SimTime,
    into effects: inout [ControllerEffect]
  ) {
    switch input {
    case .message(let message): receive(message, store, catalogue, now, &effects)
    case .storeAdvanced:
      guard mode == .watching else { return }
      sendNews(store, catalogue, now, &effects)
    case .wake:
      alarm.rang(at: now)
      meetDeadlines(store, catalogue, now, &effects)
    case .restarted:
      forget()
      alarm = Alarm()
    }
    planWake(now, &effects)
  }

  private mutating func receive(
    _ message: FederationMessage, _ store: Store, _ catalogue: ObjectCatalogue, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    if case .open(let asked, let request) = message {
      return open(asked, request, store, catalogue, now, &effects)
    }
    guard message.isForServer, let stream, mode != .idle, message.stream == stream else {
      // Only a newer stream can be one that was forgotten; an older one has nobody at its end.
      if message.isForServer, mode == .idle || stream.map({ message.stream > $0 }) ?? true {
        effects.append(.send(.closed(message.stream, .unknownStream), .control))
      }
      return
    }
    lastHeard = now
    switch message {
    case .nextPage(_, let index): sendPage(index, store, now, &effects)
    case .acknowledge(_, let through, let hasGap):
      guard mode == .watching else { return }
      for frame in window.acknowledge(through: through, hasGap: hasGap, now: now) {
        resend(frame, &effects)
      }
      sendNews(store, catalogue, now, &effects)
    case .ping: effects.append(.send(.pong(stream), .heartbeat))
    case .open, .opened, .events, .bookmark, .page, .gone, .pong, .closed: break
    }
  }

  private mutating func open(
    _ asked: StreamID, _ request: OpenRequest, _ store: Store, _ catalogue: ObjectCatalogue,
    _ now: SimTime, _ effects: inout [ControllerEffect]
  ) {
    if let stream, asked < stream { return }
    let isRepeated = stream == asked && mode != .idle
    if !isRepeated {
      forget()
      stream = asked
    }
    lastHeard = now
    switch request.start {
    case .list:
      if !isRepeated {
        snapshot = ListSnapshot(of: store, origin: origin, catalogue: catalogue, now: now)
        mode = .listing
      }
      sendPage(0, store, now, &effects)
    case .watch(let after):
      if !isRepeated {
        guard after >= store.compactedRevision else {
          effects.append(.send(.gone(asked, compacted: store.compactedRevision), .control))
          return
        }
        beginWatch(after: after, now)
      }
      effects.append(.send(.opened(asked, at: store.revision), .control))
      sendNews(store, catalogue, now, &effects)
    }
  }

  private mutating func beginWatch(after revision: Revision, _ now: SimTime) {
    mode = .watching
    (sent, scanned) = (revision, revision)
    bookmarkAt = now + settings.bookmarkEvery
    let (least, most) = (settings.watchLifetime.lowerBound, settings.watchLifetime.upperBound)
    let spread = UInt64((most - least).nanoseconds) + 1
    expiresAt = now + least + SimDuration(nanoseconds: Int64(draws.below(spread)))
  }

  private mutating func sendPage(
    _ index: Int, _ store: Store, _ now: SimTime, _ effects: inout [ControllerEffect]
  ) {
    guard mode == .listing, let stream else { return }
    // etcd answers a range at a compacted revision with an error, so the list must begin anew.
    guard snapshot.revision >= store.compactedRevision else {
      forget()
      effects.append(.send(.gone(stream, compacted: store.compactedRevision), .control))
      return
    }
    guard let page = snapshot.page(index, size: settings.pageSize) else { return }
    effects.append(.send(.page(stream, page), .list))
  }

  func resend(_ frame: EventFrame, _ effects: inout [ControllerEffect]) {
    guard let stream else { return }
    effects.append(.send(Self.message(stream, frame), .retry))
  }

  static func message(_ stream: StreamID, _ frame: EventFrame) -> FederationMessage {
    frame.events.isEmpty ? .bookmark(stream, frame) : .events(stream, frame)
  }

  /// Ends what runs; the number of the last stream is kept, so that older ones stay dead.
  mutating func forget() {
    mode = .idle
    window.removeAll()
    snapshot = ListSnapshot()
    (bookmarkAt, expiresAt) = (.distantFuture, .distantFuture)
  }
}
