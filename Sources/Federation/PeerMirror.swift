import KeyValue
import SimKernel

/// The importer's side of S4 peerWatch: keeps copies of one origin's own objects in the importer's
/// store, in the origin's order, and a cursor in the same transactions.
///
/// listing -> watching -> gone -> listing, over streams that may lose, double and reorder packets,
/// or fall silent. Every transaction compares the cursor with what the mirror last knew, so a
/// transaction of unknown outcome that surfaces late, or a second mirror, changes nothing.
public struct PeerMirror: Sendable {
  public let origin: ClusterID
  public let importer: ClusterID

  public enum Input: Sendable {
    /// The process starts, at first or again. `cursor` is the record of the cursor key in the
    /// store of a member; `epoch` must be larger than at every earlier start.
    case started(cursor: Store.KeyRecord?, epoch: UInt32)
    case message(FederationMessage)
    /// The transaction was applied at this revision of the importer's store.
    case committed(CommitToken, at: Revision)
    /// Its comparison failed; the cursor's record as it was where it was applied.
    case rejected(CommitToken, cursor: Store.KeyRecord?)
    /// Nobody knows whether it was or will be applied (no leader, no answer).
    case outcomeUnknown(CommitToken)
    case wake
  }

  let settings: PeerWatchSettings
  var draws: Draws
  var alarm = Alarm()
  var epoch: UInt32 = 0
  var attempts: UInt32 = 0
  var stream = StreamID(epoch: 0, attempt: 0)
  var phase = Phase.stopped

  /// What the cursor key held when last known, and the revision that wrote it (0: never written).
  var cursor = MirrorCursor.none
  var cursorModRevision = Revision(0)
  var mustList = false
  /// Listings begun since a watch ran last.
  var listsSinceWatch = 0

  // The stream.
  var lastHeard = SimTime.zero
  var patience: DoublingWait
  /// When the request under way, or a ping, is sent again.
  var resendAt = SimTime.distantFuture
  var reconnect: DoublingWait
  var hasConnection = false
  var acknowledged = Revision(0)

  // What waits to be committed.
  var inbox: FrameInbox
  var listing = Listing()
  var pending: PendingCommit?
  var nextToken: UInt64 = 0
  var sweepAt = SimTime.distantFuture
  /// What the copies show is no older than this.
  var asOf: SimTime?
  /// A bookmark that says so once the copies reach its end.
  var bookmark: EventFrame?

  enum Phase: Hashable, Sendable {
    case stopped
    case backingOff(until: SimTime)
    /// A watch was asked for.
    case opening
    case watching
    /// A page was asked for.
    case fetching
    /// The list is complete, and being committed.
    case settling
  }

  /// A mirror in `importer` of `origin`, whose backoff is drawn from `draws`. It does nothing
  /// before its first `started`.
  public init(
    origin: ClusterID, importer: ClusterID, settings: PeerWatchSettings, draws: Draws
  ) {
    precondition(origin != importer, "cluster \(origin.index) cannot mirror itself")
    self.origin = origin
    self.importer = importer
    self.settings = settings
    self.draws = draws
    patience = DoublingWait(settings.retransmit)
    reconnect = DoublingWait(settings.backoff)
    inbox = FrameInbox(after: Revision(0), limit: settings.windowFrames)
  }

  /// Whether a watch runs, as far as the mirror knows.
  public var isWatching: Bool { phase == .watching }
  /// How far the copies are known to reach.
  public var knownCursor: MirrorCursor { cursor }
  /// Every change that the origin's serving member had applied by then is in the copies; nil
  /// before the first listing. What a product could show as staleness: now - this.
  public var reflectsAsOf: SimTime? { asOf }

  /// Meets `input`. `local` is the store of the importer's member that the mirror reads; it may
  /// lag.
  public mutating func step(
    _ input: Input, local: Store, catalogue: ObjectCatalogue, now: SimTime,
    into effects: inout [ControllerEffect]
  ) {
    switch input {
    case .started(let record, let newEpoch): start(record, newEpoch, now, &effects)
    case .message(let message):
      guard isListening, message.stream == stream else { return }
      receive(message, now, &effects)
    case .committed(let token, let revision): commitSucceeded(token, revision, now, &effects)
    case .rejected(let token, let record): commitRejected(token, record, now, &effects)
    case .outcomeUnknown(let token): commitUnknown(token, now)
    case .wake:
      alarm.rang(at: now)
      meetDeadlines(now, &effects)
    }
    proposeNext(local, catalogue, now, &effects)
    acknowledge(now, &effects)
    alarm.plan(nextDeadline(), now: now, into: &effects)
  }

  private mutating func start(
    _ record: Store.KeyRecord?, _ newEpoch: UInt32, _ now: SimTime,
    _ effects: inout [ControllerEffect]
  ) {
    precondition(phase == .stopped || newEpoch > epoch, "epoch \(newEpoch) after \(epoch)")
    alarm = Alarm()
    (epoch, attempts) = (newEpoch, 0)
    (pending, asOf, bookmark) = (nil, nil, nil)
    hasConnection = false
    reconnect.reset()
    adopt(record)
    connect(now, &effects)
  }

  /// The newest origin revision that some copy shows, or may show once what is under way is
  /// applied.
  var floor: Revision { max(cursor.floor, pending?.cursor.floor ?? Revision(0)) }

  /// Takes the cursor as `record` has it, and forgets all that was received beyond.
  mutating func adopt(_ record: Store.KeyRecord?) {
    cursor = MirrorCursor(record)
    cursorModRevision = record?.modRevision ?? Revision(0)
    mustList = false
    listing = Listing()
    inbox = FrameInbox(after: cursor.floor, limit: settings.windowFrames)
  }

  private mutating func receive(
    _ message: FederationMessage, _ now: SimTime, _ effects: inout [ControllerEffect]
  ) {
    lastHeard = now
    switch message {
    case .opened: watchRuns(now, &effects)
    case .events(_, let frame), .bookmark(_, let frame):
      watchRuns(now, &effects)
      receiveFrame(frame, &effects)
    case .page(_, let page): receivePage(page, now, &effects)
    case .gone:
      mustList = true
      // At once the first time; then with a wait, or a server that compacts faster than we list
      // would be asked for lists without end.
      if listsSinceWatch == 0 { connect(now, &effects) } else { backOff(now, &effects) }
    case .pong: quiet(now)
    case .closed(_, let reason):
      effects.append(.observe(.streamClosed(reason)))
      // An orderly end costs no wait and leaves the connection; anything else may meet a server
      // that cannot serve.
      if reason == .expired { return connect(now, &effects) }
      endStream()
      backOff(now, &effects)
    case .open, .nextPage, .acknowledge, .ping: break
    }
  }
}
