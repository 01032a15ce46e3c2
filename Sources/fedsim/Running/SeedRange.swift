/// Seeds in ascending order: one, or all from one to another.
struct SeedRange: Sendable, Hashable {
  let first: UInt64
  let last: UInt64

  /// 2^53 - 1: what every JSON reader keeps exactly.
  static let greatest: UInt64 = 9_007_199_254_740_991
  /// More in one go is a slip of the keyboard.
  static let mostSeeds: UInt64 = 100_000

  init(_ first: UInt64, _ last: UInt64) {
    precondition(first <= last && last <= Self.greatest, "seeds \(first)..\(last)")
    (self.first, self.last) = (first, last)
  }

  var seeds: [UInt64] { Array(first...last) }

  /// "7", or "1..32".
  var text: String { first == last ? "\(first)" : "\(first)..\(last)" }

  /// Reads "7" or "1..32".
  static func read(_ text: String) throws(BadValue) -> SeedRange {
    guard let dots = text.firstRange(of: ".."), !text.contains("...") else {
      let seed = try readSeed(text)
      return SeedRange(seed, seed)
    }
    let first = try readSeed(String(text[..<dots.lowerBound]))
    let last = try readSeed(String(text[dots.upperBound...]))
    guard first <= last else {
      throw BadValue("The first seed is above the last; did you mean '\(last)..\(first)'?")
    }
    guard last - first < mostSeeds else {
      throw BadValue("These are over 100,000 seeds; give them in parts.")
    }
    return SeedRange(first, last)
  }

  /// Reads one seed.
  static func readSeed(_ text: String) throws(BadValue) -> UInt64 {
    let isDigits = !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    guard isDigits, let seed = UInt64(text), seed <= greatest else {
      throw BadValue("A seed is a whole number from 0 to \(greatest).\(hint(text))")
    }
    return seed
  }

  /// For those who write a range in another way, or where one seed is meant.
  private static func hint(_ text: String) -> String {
    if text.wholeMatch(of: /\d+\.\.\d+/) != nil { return " Several are given with '--seeds'." }
    guard let match = text.wholeMatch(of: /(\d+)(?:-|:|\.{3}|\.\.[<=]?|,)(\d+)/) else { return "" }
    return " A range is written '\(match.1)..\(match.2)'."
  }
}
