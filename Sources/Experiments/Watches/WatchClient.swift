import KeyValue
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

/// A client that holds a watch: what it has read, and its connection (etcd clientv3/watch.go).
struct WatchClient: Sendable {
  /// How long a client takes to find a silent connection dead: a ping after 30 s without news, and
  /// 10 s for its answer (Kubernetes storage/storagebackend/factory, keepaliveTime and Timeout).
  static let silence = SimDuration.seconds(40)
  /// How long it tries to connect (the same file, dialTimeout).
  static let dialTimeout = SimDuration.seconds(20)
  /// Bytes under way to a client that does not read. Assumed: gRPC's window as it grows on a path
  /// with some bandwidth.
  static let window = 1 << 20
  /// What a client waits when a member refused it for want of a leader, and how often before it
  /// turns to another (assumed: a member's client outlasts an election).
  static let patience = SimDuration.milliseconds(500)
  static let refusalsBorne = 5
  /// First wait before a segment is sent again (RFC 6298, Linux's least).
  static let retransmission = SimDuration.milliseconds(200)

  let load: Int
  let key: KeyID
  let range: KeyRange
  var endpoints: Endpoints
  /// By position in the group.
  let toMember: [PathID]
  let fromMember: [PathID]
  var hopThere: Hop
  var hopBack: Hop

  /// Counts its connections; what belongs to an earlier one is void.
  var connection: UInt32 = 0
  /// The member it asks or is connected to, and its stream there.
  var member: Int?
  var stream: WatchStreamID?
  /// The first revision it has not read; 0 before it ever watched.
  var next = Revision(0)
  /// Events of a response whose rest has not come.
  var partial: [KeyEvent] = []
  /// It has connected anew, and read nothing since.
  var isResuming = false
  /// Since when it knows that its revision was compacted.
  var behindSince: SimTime?
  var failures = 0
  /// Times in a row that a member without a leader refused it.
  var refusals = 0
  /// When it finds its connection dead, unless that comes to life before.
  var brokenAt: SimTime?

  /// What the member has sent and not heard to be read.
  var unread: [(bytes: Int, known: SimTime)] = []
  var unreadBytes = 0
  var pumpAt: SimTime?
  /// When it has done with what it was sent.
  var readFree = SimTime.zero
  /// What cannot leave the member's host while the link is cut.
  var stalled: [WatchResponse] = []
  var resendAfter = Self.retransmission

  /// Position in the group's log of changes up to which it was told, for the observers.
  var cursor = 0

  /// Everything of the connection is over.
  mutating func disconnect() {
    connection += 1
    stream = nil
    partial.removeAll()
    brokenAt = nil
    unread.removeAll()
    unreadBytes = 0
    pumpAt = nil
    stalled.removeAll()
    resendAfter = Self.retransmission
  }

  /// Forgets what the member knows at `now` to be read.
  mutating func acknowledge(at now: SimTime) {
    var read = 0
    while read < unread.count, unread[read].known <= now {
      unreadBytes -= unread[read].bytes
      read += 1
    }
    if read > 0 { unread.removeFirst(read) }
  }
}

/// A response on its way to a client.
struct WatchFrame: Sendable {
  var client: Int32
  var connection: UInt32
  var response: WatchResponse
  /// When it left the member.
  var sent: SimTime
}

/// What happens about watches; the event's index is a client's, a member's or a frame's.
enum WatchStep: UInt8, Sendable {
  /// A client connects.
  case open = 1
  /// Its request reached the member.
  case request
  /// A client reads a response.
  case frame
  /// A client finds its connection dead.
  case broken
  /// A client's window opens.
  case pump
  /// A member's host tries again to send.
  case resend
  /// A member's watchers catch up from history; those with full streams are tried again.
  case catchUp
  case victims
  case progress
  /// A member looks whether it has had a leader lately.
  case monitor
  /// A client lists anew.
  case list
}
