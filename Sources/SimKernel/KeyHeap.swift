/// A 4-ary implicit heap of event keys; the payloads stay where they are.
@frozen @usableFromInline struct KeyHeap: Sendable {
  @usableFromInline var keys = ContiguousArray<EventKey>()

  @inlinable init() {}

  @inlinable var first: EventKey? { keys.first }

  @inlinable mutating func insert(_ key: EventKey) {
    keys.append(key)
    var hole = keys.count - 1
    while hole > 0 {
      let parent = (hole - 1) >> 2
      guard key.precedes(keys[parent]) else { break }
      keys[hole] = keys[parent]
      hole = parent
    }
    keys[hole] = key
  }

  /// Removes the first key; the heap must not be empty.
  @inlinable mutating func removeFirst() -> EventKey {
    let first = keys[0]
    let last = keys.removeLast()
    let count = keys.count
    guard count > 0 else { return first }
    var hole = 0
    while true {
      let child = 4 &* hole &+ 1
      guard child < count else { break }
      var best = child
      let end = Swift.min(child &+ 4, count)
      var next = child &+ 1
      while next < end {
        if keys[next].precedes(keys[best]) { best = next }
        next &+= 1
      }
      guard keys[best].precedes(last) else { break }
      keys[hole] = keys[best]
      hole = best
    }
    keys[hole] = last
    return first
  }
}
