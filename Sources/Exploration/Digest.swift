/// 128 bits of a canonical word sequence. Two different states share one with a chance of about
/// n^2 / 2^129 among n states: 2e-25 for ten million.
struct Digest: Equatable, Comparable, Sendable {
  var high: UInt64 = 0x243F_6A88_85A3_08D3
  var low: UInt64 = 0x1319_8A2E_0370_7344

  mutating func add(_ word: UInt64) {
    high = Self.mixed(high ^ word &* 0x9E37_79B9_7F4A_7C15) &+ low
    low = Self.mixed(low &+ (word ^ 0xD6E8_FEB8_6659_FD93)) ^ (high << 1 | high >> 63)
  }

  mutating func add(_ other: Digest) {
    add(other.high)
    add(other.low)
  }

  /// Adds an element of a multiset: order does not matter.
  mutating func addUnordered(_ other: Digest) {
    let (sum, carry) = low.addingReportingOverflow(other.low)
    low = sum
    high = high &+ other.high &+ (carry ? 1 : 0)
  }

  static func < (left: Digest, right: Digest) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// The digests of all known states: open addressing, at most half full.
struct DigestSet: Sendable {
  private var slots: [Digest]
  private(set) var count = 0
  private static let none = Digest(high: 0, low: 0)

  init() { slots = Array(repeating: Self.none, count: 1 << 12) }

  /// Whether it was not known before.
  mutating func insert(_ digest: Digest) -> Bool {
    if count * 2 >= slots.count { grow() }
    let place = place(of: digest)
    if slots[place] == digest { return false }
    slots[place] = digest
    count += 1
    return true
  }

  private func place(of digest: Digest) -> Int {
    var place = Int(truncatingIfNeeded: digest.low) & (slots.count - 1)
    while slots[place] != Self.none, slots[place] != digest {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Self.none, count: old.count * 2)
    for digest in old where digest != Self.none { slots[place(of: digest)] = digest }
  }
}
