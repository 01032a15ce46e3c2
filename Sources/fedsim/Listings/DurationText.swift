/// Durations as people write them.
enum DurationText {
  private static let units: [(name: String, size: Int64)] = [
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// "90s", "3.333333ms": the largest unit that leaves a whole part, without loss, as scenarios
  /// have it.
  static func exact(_ nanoseconds: Int64) -> String {
    let unit = units.first { nanoseconds >= $0.size } ?? (nanoseconds == 0 ? units[0] : units[3])
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit.size)
    var decimals = String(unit.size + rest).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(whole)\(decimals.isEmpty ? "" : ".")\(decimals)\(unit.name)"
  }
}
