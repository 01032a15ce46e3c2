import RaftCore
import SimKernel

/// One thing that happened to a Raft group.
public struct GroupStep: Sendable {
  public enum Event: Sendable {
    /// A member's core was made: it starts for the first time, or again. The options tell up to
    /// where its state machine holds what was applied.
    case started(RaftOptions)
    case ticked
    /// A member asked something of its own core; the local message says what, the word what its
    /// payload means.
    case requested(Message, saying: String)
    case received(Message)
    case tookReady(Ready)
    /// The Ready taken last is durable, and the core was told so.
    case finishedReady
    /// A committed change of the membership came into force at the member.
    case appliedConfChange(ConfChange)
    /// The Ready taken last is durable, but the core was not told so yet.
    case storedReady
    /// A snapshot of the member's state machine at `index` was stored; its log begins after `base`.
    case storedSnapshot(at: LogIndex, base: LogIndex)
    /// A snapshot message that a Ready asked for left, with the newest state in it.
    case sentSnapshot(Message)
    /// A message that was sent does not reach the member.
    case lost(Message)
    /// A message reached the member while it was down.
    case missed(Message)
    case crashed
    /// Something from outside of the group reaches the member's core, as a reader would call it.
    case intruded(String)
    /// A fault or an operator's step begins or ends; all that it does to the group follows.
    case remarked(String)
  }

  public var time: SimTime
  /// Position in the group, from 0; nil when it concerns no member alone.
  public var member: Int?
  public var event: Event
  /// How the member's core stood right after it; nil where the core had no part in it.
  public var core: Core?

  public struct Core: Sendable {
    public var status: Status
    /// Last index of the log, durable or not.
    public var lastIndex: LogIndex
    /// Ticks without a leader after which it campaigns.
    public var electionTimeout: Int
  }
}
