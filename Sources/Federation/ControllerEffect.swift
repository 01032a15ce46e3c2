import KeyValue
import SimKernel

/// Names a local transaction of a mirror until its outcome is known.
public struct CommitToken: Hashable, Sendable {
  public var rawValue: UInt64
  public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a controller wants done. It is told of the outcome by a later input.
public enum ControllerEffect: Hashable, Sendable {
  /// Send to the peer, as bytes of this cause.
  case send(FederationMessage, TrafficCause)
  /// Propose the mutations as one transaction to the importer's own group.
  case commit(CommitToken, [Mutation])
  /// Be woken then, or a little earlier or oftener: a needless wake does nothing. A wake asked for
  /// before stays in force.
  case wake(at: SimTime)
  /// Nothing to do; something for the observers.
  case observe(MirrorObservation)
}

/// What happened at a mirror, for counters and checkers.
public enum MirrorObservation: Hashable, Sendable {
  /// A watch runs.
  case watching(after: Revision)
  /// A listing begins, because nothing was copied yet, the history was compacted, or an earlier
  /// listing did not finish.
  case listing(ListingReason)
  /// A listing is committed: this many objects, this many copies swept.
  case listed(objects: Int, swept: Int, revision: Revision)
  /// A list from before what the copies show was refused (a lagging server).
  case oldListRefused(revision: Revision, floor: Revision)
  /// A source revision had too many operations for one transaction.
  case torn(revision: Revision, operations: Int)
  /// Nothing was heard for `streamDeadAfter`.
  case streamDead
  case streamClosed(CloseReason)
  /// The stream is opened again at the given instant.
  case backingOff(until: SimTime)
  /// Someone else moved the cursor since; the mirror goes on from there.
  case commitRejected

  public enum ListingReason: Hashable, Sendable {
    case first, compacted, unfinished
  }
}
