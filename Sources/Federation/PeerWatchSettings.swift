import SimKernel

/// The knobs of the strategy S4 peerWatch, with the defaults of federation-model.md.
public struct PeerWatchSettings: Hashable, Sendable {
  /// Copies in one transaction at most (etcd --max-txn-ops 128). The cursor rides along: the
  /// origin's own transactions may hold as many, and must not be torn for its sake.
  public var batchLimit: Int
  /// Least and most wait before a broken watch is opened again, doubling between.
  public var backoff: ClosedRange<SimDuration>
  /// Silence after which a stream counts as dead: client keepalive 30 s + 15 s.
  public var streamDeadAfter: SimDuration
  /// How often an idle watch hears a bookmark (Kubernetes: about a minute).
  public var bookmarkEvery: SimDuration
  /// First and longest wait for an answer before something is sent again, doubling between
  /// (initial RTO of RFC 6298: 1 s).
  public var retransmit: ClosedRange<SimDuration>
  /// Frames of events under way and not acknowledged at most.
  public var windowFrames: Int
  /// Objects in a page of a list (federation-model.md section 3).
  public var pageSize: Int
  /// How long the server lets a watch live (Kubernetes --min-request-timeout: 30 to 60 min).
  public var watchLifetime: ClosedRange<SimDuration>
  /// Wait before a local transaction of unknown outcome is tried again (ours).
  public var commitRetryAfter: SimDuration

  public init(
    batchLimit: Int = 128,
    backoff: ClosedRange<SimDuration> = .seconds(1) ... .seconds(30),
    streamDeadAfter: SimDuration = .seconds(45),
    bookmarkEvery: SimDuration = .seconds(60),
    retransmit: ClosedRange<SimDuration> = .seconds(1) ... .seconds(16),
    windowFrames: Int = 256,
    pageSize: Int = 500,
    watchLifetime: ClosedRange<SimDuration> = .seconds(1_800) ... .seconds(3_600),
    commitRetryAfter: SimDuration = .seconds(1)
  ) {
    precondition(batchLimit > 0, "batchLimit is \(batchLimit), must be positive")
    precondition(windowFrames > 0, "windowFrames is \(windowFrames), must be positive")
    precondition(pageSize > 0, "pageSize is \(pageSize), must be positive")
    self.batchLimit = batchLimit
    self.backoff = backoff
    self.streamDeadAfter = streamDeadAfter
    self.bookmarkEvery = bookmarkEvery
    self.retransmit = retransmit
    self.windowFrames = windowFrames
    self.pageSize = pageSize
    self.watchLifetime = watchLifetime
    self.commitRetryAfter = commitRetryAfter
  }

  /// Silence after which the importer pings: two thirds of `streamDeadAfter` (30 of 45 s).
  public var keepaliveAfter: SimDuration { streamDeadAfter * 2 / 3 }
  /// Silence after which a server forgets a stream; longer than the importer's patience, so that
  /// the importer is the one to decide.
  public var serverForgetsAfter: SimDuration { streamDeadAfter * 2 }
}
