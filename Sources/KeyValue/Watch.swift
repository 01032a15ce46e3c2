/// One change of one key, in the short form that the federation's streams carry.
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
    let limit = max(1, limit)
    var position = log.firstPosition(after: revision)
    var events: [WatchEvent] = []
    // Where the last revision begins, and whether another one stands before it.
    var lastBegins = 0
    while position < log.end {
      let change = log[position]
      if change.revision != events.last?.revision {
        if events.count >= limit { break }
        lastBegins = events.count
      } else if events.count >= limit, lastBegins > 0 {
        // The limit falls inside a revision that is not the first: leave it for the next time.
        events.removeLast(events.count - lastBegins)
        break
      }
      events.append(
        WatchEvent(
          revision: change.revision, key: change.key, value: change.isDelete ? nil : change.value))
      position += 1
    }
    let isComplete = events.isEmpty || events.last?.revision == log.lastRevision
    let end = isComplete ? self.revision : events.last?.revision ?? revision
    return .events(events, through: max(revision, end))
  }
}
