/// What kind of thing happens; at one instant lower classes happen first.
///
/// A fault struck at an instant acts before a disk completes, a disk before a message arrives, a
/// message before a timer fires, and all of them before clients and controllers look.
@frozen public enum EventClass: UInt8, CaseIterable, Sendable {
  case fault, disk, message, timer, client, control
}

/// Where something happens: a dense number for every process, client and controller of a run.
@frozen public struct ActorID: Hashable, Comparable, Sendable {
  /// 0 to `ActorID.limit - 1`.
  public var index: UInt32

  @inlinable public init(_ index: Int) { self.index = UInt32(index) }

  /// One more than the largest index a run may use.
  @inlinable public static var limit: Int { 1 << 20 }
  @inlinable public static func < (a: ActorID, b: ActorID) -> Bool { a.index < b.index }
}

/// The place of an event in the one order of a run: (time, class, actor, ordinal at that actor).
///
/// The ordinal counts the events scheduled *at that actor*. An event added or removed elsewhere
/// therefore never flips a tie here, which keeps shrinking and paired comparisons stable.
@frozen @usableFromInline struct EventKey: Sendable {
  @usableFromInline var time: Int64
  /// Class in the upper 4 bits, actor in the next 20, ordinal in the lower 40.
  @usableFromInline var order: UInt64
  @usableFromInline var slot: UInt32
  @usableFromInline var generation: UInt32

  @inlinable init(time: Int64, order: UInt64, slot: UInt32, generation: UInt32) {
    self.time = time
    self.order = order
    self.slot = slot
    self.generation = generation
  }

  @inlinable static func order(_ eventClass: EventClass, _ actor: ActorID, _ ordinal: UInt64)
    -> UInt64
  {
    UInt64(eventClass.rawValue) << 60 | UInt64(actor.index) << 40 | ordinal
  }

  @inlinable func precedes(_ other: EventKey) -> Bool {
    time != other.time ? time < other.time : order < other.order
  }
}
