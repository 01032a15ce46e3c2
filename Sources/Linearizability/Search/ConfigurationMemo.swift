/// The configurations that were entered: sets of linearized operations, each with the state they
/// led to (Lowe 2017).
///
/// A set is stored from its first gap to its last member, which is a few words however long the
/// history is. Two configurations are the same only if all words agree; the hash finds candidates.
struct ConfigurationMemo {
  private var words: ContiguousArray<UInt64> = []
  /// Where each record begins in `words`; one more stands for the end.
  private var beginnings: ContiguousArray<Int> = [0]
  /// The low half of the hash in the high half, the number of the record plus one in the low half.
  private var slots: ContiguousArray<UInt64>
  private var mask: Int

  init() {
    slots = ContiguousArray(repeating: 0, count: 64)
    mask = 63
  }

  var count: Int { beginnings.count - 1 }

  /// What identifies a configuration.
  struct Configuration {
    var state: UInt32
    var hash: UInt64
    /// The words of the set that are neither full at its front nor empty at its back.
    var window: Range<Int>
    /// The words of those operations that never returned.
    var open: Range<Int>
  }

  /// Whether the configuration of the members `set` is new; it is known from now on.
  mutating func insert(_ configuration: Configuration, of set: ContiguousArray<UInt64>) -> Bool {
    let tag = UInt32(truncatingIfNeeded: configuration.hash)
    let start = words.count
    words.append(UInt64(configuration.state) << 32 | UInt64(configuration.window.lowerBound))
    for i in configuration.window { words.append(set[i]) }
    for i in configuration.open { words.append(set[i]) }
    var slot = Int(tag) & mask
    while slots[slot] != 0 {
      if UInt32(slots[slot] >> 32) == tag,
        isRecord(Int(UInt32(truncatingIfNeeded: slots[slot])) - 1, at: start)
      {
        words.removeLast(words.count - start)
        return false
      }
      slot = (slot + 1) & mask
    }
    beginnings.append(words.count)
    slots[slot] = UInt64(tag) << 32 | UInt64(count)
    if 3 * count > 2 * mask { grow() }
    return true
  }

  /// Whether the words from `start` on are those of `record`.
  private func isRecord(_ record: Int, at start: Int) -> Bool {
    let beginning = beginnings[record]
    let length = beginnings[record + 1] - beginning
    guard length == words.count - start else { return false }
    for i in 0..<length where words[beginning + i] != words[start + i] { return false }
    return true
  }

  private mutating func grow() {
    let old = slots
    mask = 2 * mask + 1
    slots = ContiguousArray(repeating: 0, count: mask + 1)
    for value in old where value != 0 {
      var slot = Int(value >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = value
    }
  }
}
