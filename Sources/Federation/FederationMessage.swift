import KeyValue
import SimKernel

/// One attempt of an importer to read from an origin. Messages of any other stream than the
/// present one are ignored, so a late or doubled packet can do no harm.
public struct StreamID: Hashable, Comparable, Sendable {
  /// Restarts of the importer's mirror, then attempts since the restart.
  public var rawValue: UInt64

  public init(epoch: UInt32, attempt: UInt32) { rawValue = UInt64(epoch) << 32 | UInt64(attempt) }

  public static func < (a: StreamID, b: StreamID) -> Bool { a.rawValue < b.rawValue }
}

/// What an importer asks for when it opens a stream.
public struct OpenRequest: Hashable, Sendable {
  public enum Start: Hashable, Sendable {
    /// The first page of everything.
    case list
    /// All changes after this revision.
    case watch(after: Revision)
  }
  public var start: Start
  /// Whether it needs a connection of its own, or goes over the one there is.
  public var isNewConnection: Bool

  public init(start: Start, isNewConnection: Bool) {
    self.start = start
    self.isNewConnection = isNewConnection
  }
}

/// A stretch of an origin's history: all its own changes in (`after`, `through`], in order. The
/// frames of a stream join without gap or overlap.
public struct EventFrame: Hashable, Sendable {
  public var after: Revision
  public var through: Revision
  /// When the serving member had applied nothing beyond `through`; nil if it had.
  public var asOf: SimTime?
  /// Empty in a bookmark.
  public var events: [WatchEvent]

  public init(after: Revision, through: Revision, asOf: SimTime?, events: [WatchEvent]) {
    self.after = after
    self.through = through
    self.asOf = asOf
    self.events = events
  }
}

/// Part of a list, all parts as of one revision, keys ascending.
public struct ListPage: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var key: KeyID
    public var value: Value
    public init(key: KeyID, value: Value) {
      self.key = key
      self.value = value
    }
  }
  public var revision: Revision
  /// When the origin looked.
  public var asOf: SimTime
  /// 0 for the first page.
  public var index: Int
  public var isLast: Bool
  public var entries: [Entry]

  public init(revision: Revision, asOf: SimTime, index: Int, isLast: Bool, entries: [Entry]) {
    self.revision = revision
    self.asOf = asOf
    self.index = index
    self.isLast = isLast
    self.entries = entries
  }
}

/// Why a stream ended.
public enum CloseReason: Hashable, Sendable {
  /// The path or the process turned it away (connection refused).
  case refused
  /// The server knows no such stream: it restarted, or forgot a silent importer.
  case unknownStream
  /// The server's limit on the life of a watch.
  case expired
}

/// What importers and origins say to each other.
public enum FederationMessage: Hashable, Sendable {
  // From the importer.
  case open(StreamID, OpenRequest)
  /// The page of this index of the list under way.
  case nextPage(StreamID, index: Int)
  /// Everything up to `through` arrived; `hasGap` if something after it did, but not the next.
  case acknowledge(StreamID, through: Revision, hasGap: Bool)
  case ping(StreamID)

  // From the origin.
  /// The watch runs; the store it reads from is at `revision`.
  case opened(StreamID, at: Revision)
  case events(StreamID, EventFrame)
  /// Nothing more happened up to the frame's end.
  case bookmark(StreamID, EventFrame)
  case page(StreamID, ListPage)
  /// The history asked for was compacted: list, then watch.
  case gone(StreamID, compacted: Revision)
  case pong(StreamID)
  case closed(StreamID, CloseReason)

  /// The stream it belongs to.
  public var stream: StreamID {
    switch self {
    case .open(let stream, _), .nextPage(let stream, _), .acknowledge(let stream, _, _),
      .ping(let stream), .opened(let stream, _), .events(let stream, _),
      .bookmark(let stream, _), .page(let stream, _), .gone(let stream, _), .pong(let stream),
      .closed(let stream, _):
      stream
    }
  }

  /// True for what a `WatchServer` is to be handed, false for what a `PeerMirror` is.
  public var isForServer: Bool {
    switch self {
    case .open, .nextPage, .acknowledge, .ping: true
    case .opened, .events, .bookmark, .page, .gone, .pong, .closed: false
    }
  }
}
