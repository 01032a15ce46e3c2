/// Every entry that any node ever held, each below the entry before it: log matching says that
/// index and term name one entry and all before it (Raft §5.3). A log is the path to its last.
struct EntryTree: Sendable {
  struct Entry: Sendable {
    var index: UInt64
    var term: UInt64
    var digest: UInt64
    /// The entry before it; the root is its own.
    var parent: Int32
    /// Another entry of the same index; -1 for none.
    var sibling: Int32
  }

  /// Place 0 is what comes before every log.
  private(set) var entries: ContiguousArray<Entry> = [
    Entry(index: 0, term: 0, digest: 0, parent: 0, sibling: -1)
  ]
  /// By index, the entry added last; -1 for none.
  private var newest: ContiguousArray<Int32> = [0]
  /// Larger indexes are no places in a log that a run could have.
  static let highestIndex: UInt64 = 1 << 24

  subscript(_ place: Int32) -> Entry { entries[Int(place)] }

  /// The entry of `index` and `term`, or nil. O(terms at the index).
  func place(index: UInt64, term: UInt64) -> Int32? {
    guard index < UInt64(newest.count) else { return nil }
    var place = newest[Int(index)]
    while place >= 0 {
      if entries[Int(place)].term == term { return place }
      place = entries[Int(place)].sibling
    }
    return nil
  }

  /// Adds an entry that is not there; `index` is at most `highestIndex`.
  mutating func add(index: UInt64, term: UInt64, digest: UInt64, after parent: Int32) -> Int32 {
    precondition(index <= Self.highestIndex, "entry at index \(index)")
    while newest.count <= Int(index) { newest.append(-1) }
    let place = Int32(entries.count)
    entries.append(
      Entry(
        index: index, term: term, digest: digest, parent: parent, sibling: newest[Int(index)]))
    newest[Int(index)] = place
    return place
  }

  /// Completes an entry that was known by index and term alone, since a node began with it.
  mutating func complete(_ place: Int32, digest: UInt64, parent: Int32) {
    let i = Int(place)
    if entries[i].digest == 0 { entries[i].digest = digest }
    if entries[i].parent == 0 { entries[i].parent = parent }
  }

  /// The last entry on the way to both.
  func common(_ a: Int32, _ b: Int32) -> Int32 {
    var (a, b) = (a, b)
    while a != b {
      if self[a].index >= self[b].index { a = self[a].parent } else { b = self[b].parent }
    }
    return a
  }

  /// The entry at `index` on the way to `place`, or the last before it. O(distance).
  func ancestor(of place: Int32, at index: UInt64) -> Int32 {
    var place = place
    while entries[Int(place)].index > index { place = entries[Int(place)].parent }
    return place
  }
}
