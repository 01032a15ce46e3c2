/// One change of one key, as a watch delivers it.
public struct WatchEvent: Hashable, Sendable {
  public var revision: Revision
  public var key: KeyID
  /// nil for a delete.
  public var value: Value?

  public init(revision: Revision, key: KeyID, value: Value?) {
    self.revision = revision
    self.key = key
    self.value = value
  }
}

/// What a watch finds when it asks for what came after a revision.
public enum WatchBatch: Sendable, Equatable {
  /// Events in revision order, never splitting a revision, and the revision they bring one to.
  case events([WatchEvent], through: Revision)
  /// The history asked for is compacted: list, then watch from the list's revision.
  case compacted(at: Revision)
}

extension Store {
  /// The events after `revision`, at most `limit` or one whole revision; a limit below 1 counts as
  /// 1. A store that has not come to `revision` has nothing to tell. O(log history + result).
  public func events(after revision: Revision, limit: Int = .max) -> WatchBatch {
    guard revision >= compactedRevision else { return .compacted(at: compactedRevision) }
    let events = history.events(after: revision, limit: max(1, limit))
    let isComplete = events.isEmpty || events.last?.revision == history.last?.revision
    let end = isComplete ? self.revision : events.last?.revision ?? revision
    return .events(events, through: max(revision, end))
  }
}
