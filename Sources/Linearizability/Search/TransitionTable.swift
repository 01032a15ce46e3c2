/// What is known of the model: answers to pairs of a state and a question, or of two questions, all
/// numbered. A hash table with linear probing; the model is asked once for each.
struct TransitionTable {
  /// The answer of a step that the model does not allow.
  static let illegal = UInt32.max
  /// No answer is known yet.
  static let absent = UInt32.max - 1

  private var keys: ContiguousArray<UInt64>
  private var answers: ContiguousArray<UInt32>
  private var count = 0
  private var mask: Int

  /// No key looks like it: a state and a question would both be the last that exists.
  private static let free = UInt64.max

  init() {
    let capacity = 64
    keys = ContiguousArray(repeating: Self.free, count: capacity)
    answers = ContiguousArray(repeating: Self.absent, count: capacity)
    mask = capacity - 1
  }

  /// The answer to `question` in `state`, or `absent`.
  func answer(_ state: UInt32, _ question: UInt32) -> UInt32 {
    answers[slot(of: UInt64(state) << 32 | UInt64(question))]
  }

  mutating func learn(_ state: UInt32, _ question: UInt32, _ answer: UInt32) {
    if 2 * count > mask { grow() }
    let key = UInt64(state) << 32 | UInt64(question)
    let slot = slot(of: key)
    if keys[slot] == Self.free { count += 1 }
    keys[slot] = key
    answers[slot] = answer
  }

  /// Where `key` is, or the free slot where it belongs; at least half of all slots are free.
  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
    while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = (keys, answers)
    mask = 2 * mask + 1
    keys = ContiguousArray(repeating: Self.free, count: mask + 1)
    answers = ContiguousArray(repeating: Self.absent, count: mask + 1)
    for (i, key) in old.0.enumerated() where key != Self.free {
      let slot = slot(of: key)
      keys[slot] = key
      answers[slot] = old.1[i]
    }
  }
}
