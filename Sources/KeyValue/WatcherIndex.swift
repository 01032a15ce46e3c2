/// Which watchers watch a key (etcd mvcc/watcher_group.go, with a sorted array where etcd has an
/// interval tree).
struct WatcherIndex: Sendable {
  private struct Item: Sendable {
    var range: KeyRange
    var watcher: Int
    /// The greatest upper bound of this and all items before it.
    var reach: KeyID
  }

  /// Watchers of one key each, ascending; looked up only.
  private var single: [KeyID: ContiguousArray<Int>] = [:]
  /// Watchers of ranges, ascending by lower bound.
  private var ranges: ContiguousArray<Item> = []

  /// O(watchers of ranges) for a range, O(watchers of the key) for a key.
  mutating func insert(_ watcher: Int, _ range: KeyRange) {
    if range.isSingle {
      single[range.lower, default: []].append(watcher)
      return
    }
    let place = firstRange(above: range.lower)
    ranges.insert(Item(range: range, watcher: watcher, reach: range.upper), at: place)
    settleReach(from: place)
  }

  mutating func remove(_ watcher: Int, _ range: KeyRange) {
    if range.isSingle {
      single[range.lower]?.removeAll { $0 == watcher }
      if single[range.lower]?.isEmpty ?? false { single[range.lower] = nil }
      return
    }
    var place = firstRange(above: range.lower)
    repeat {
      place -= 1
      precondition(
        place >= 0 && ranges[place].range.lower == range.lower, "watcher \(watcher) not indexed")
    } while ranges[place].watcher != watcher
    ranges.remove(at: place)
    settleReach(from: place)
  }

  /// Calls `body` for each watcher of `key`, in an order that only depends on what was inserted
  /// and removed. O(log watchers + watchers found), where ranges do not nest.
  func forEach(watching key: KeyID, _ body: (Int) -> Void) {
    if let watchers = single[key] {
      for watcher in watchers { body(watcher) }
    }
    var place = firstRange(above: key)
    while place > 0, ranges[place - 1].reach > key {
      place -= 1
      if ranges[place].range.upper > key { body(ranges[place].watcher) }
    }
  }

  private func firstRange(above key: KeyID) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].range.lower <= key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func settleReach(from place: Int) {
    var reach = place > 0 ? ranges[place - 1].reach : KeyID(0)
    for i in place..<ranges.count {
      reach = max(reach, ranges[i].range.upper)
      ranges[i].reach = reach
    }
  }
}

extension KeyRange {
  var isSingle: Bool { upper.index &- lower.index == 1 }
}
