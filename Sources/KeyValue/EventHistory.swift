/// Events in revision order, forgotten from the front.
///
/// Kept in chunks, so that forgetting gives memory back and growing never copies what is there.
struct EventHistory: Sendable {
  private static let chunkSize = 2_048

  /// All but the last are full, and none is empty.
  private var chunks: ContiguousArray<ContiguousArray<WatchEvent>> = []
  /// Events of the first chunk that are forgotten.
  private var head = 0

  var last: WatchEvent? {
    guard let chunk = chunks.last, chunks.count > 1 || head < chunk.count else { return nil }
    return chunk.last
  }

  mutating func append(_ event: WatchEvent) {
    if chunks.last.map({ $0.count == Self.chunkSize }) ?? true {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(Self.chunkSize)
    }
    chunks[chunks.count - 1].append(event)
  }

  /// Forgets the events up to and including `revision`. O(chunks).
  mutating func removeUp(to revision: Revision) {
    let gone = chunks.prefix { $0[$0.count - 1].revision <= revision }.count
    if gone > 0 {
      chunks.removeFirst(gone)
      head = 0
    }
    guard let first = chunks.first else { return }
    head = max(head, Self.firstIndex(in: first, after: revision))
  }

  /// The events after `revision`: all, or about `limit` without splitting a revision, but at
  /// least one whole revision. O(log history + result).
  func events(after revision: Revision, limit: Int) -> [WatchEvent] {
    var result: [WatchEvent] = []
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle][chunks[middle].count - 1].revision <= revision {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < chunks.count {
      var index = Self.firstIndex(in: chunks[low], after: revision)
      if low == 0 { index = max(index, head) }
      while index < chunks[low].count {
        let event = chunks[low][index]
        if result.count >= limit, event.revision != result.last?.revision { return result }
        if result.count >= limit, let start = Self.startOfLast(result), start > 0 {
          // The limit falls inside a revision that is not the first: leave it for the next time.
          return Array(result[..<start])
        }
        result.append(event)
        index += 1
      }
      low += 1
    }
    return result
  }

  /// Where the last revision among `events` begins.
  private static func startOfLast(_ events: [WatchEvent]) -> Int? {
    guard let last = events.last else { return nil }
    return (events.lastIndex { $0.revision != last.revision } ?? -1) + 1
  }

  private static func firstIndex(
    in chunk: ContiguousArray<WatchEvent>, after revision: Revision
  ) -> Int {
    var (low, high) = (0, chunk.count)
    while low < high {
      let middle = (low + high) / 2
      if chunk[middle].revision <= revision { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
