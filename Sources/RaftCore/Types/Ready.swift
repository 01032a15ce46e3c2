/// The work that a member hands to its host (etcd raft node.go, Ready).
///
/// The host sends `messages` at once; stores `hardState`, then `snapshot`, then `entries`; sends
/// `messagesAfterPersist` when that is durable; applies `committedEntries` in order; then calls
/// `RawNode.advance()`. With asynchronous storage writes all of that is in `messages`, addressed to
/// the storage threads, and nothing else needs to be done.
public struct Ready: Equatable, Sendable {
  /// Present if it changed.
  public var softState: SoftState?
  /// Present if it changed.
  public var hardState: HardState?
  public var readStates: [ReadState] = []
  /// To append to storage, overwriting what is there from the first one's index on.
  public var entries: [Entry] = []
  /// To put in place of the stored log.
  public var snapshot: Snapshot?
  public var committedEntries: [Entry] = []
  public var messages: [Message] = []
  /// Empty with asynchronous storage writes.
  public var messagesAfterPersist: [Message] = []
  /// Whether the write must reach the disk before it counts. A commit index alone need not.
  public var mustSync = false

  public init() {}

  /// Whether there is nothing to do.
  public var isEmpty: Bool {
    softState == nil && hardState == nil && readStates.isEmpty && entries.isEmpty
      && snapshot == nil && committedEntries.isEmpty && messages.isEmpty
      && messagesAfterPersist.isEmpty
  }

  /// Empties it; arrays keep their room.
  public mutating func removeAll() {
    softState = nil
    hardState = nil
    snapshot = nil
    mustSync = false
    readStates.empty()
    entries.empty()
    committedEntries.empty()
    messages.empty()
    messagesAfterPersist.empty()
  }
}

extension Array {
  /// Removes all elements and keeps the room. Most often there are none or few, for which the
  /// general way costs too much.
  @inline(__always)
  mutating func empty() {
    if count > 4 { return removeAll(keepingCapacity: true) }
    while !isEmpty { removeLast() }
  }
}
