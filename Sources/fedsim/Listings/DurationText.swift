/// Durations as people write them.
enum DurationText {
  private static let units: [(name: String, size: Int64)] = [
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// "90 s", "3.333 ms": the largest unit that leaves a whole part, cut to three decimals.
  static func short(_ nanoseconds: Int64) -> String {
    let (whole, rest, unit) = split(nanoseconds)
    let thousandths = decimals(rest * 1_000 / unit.size, of: 1_000)
    return "\(whole)\(thousandths) \(unit.name)"
  }

  /// "90s", "3.333333ms": the same without loss, as scenarios have it.
  static func exact(_ nanoseconds: Int64) -> String {
    let (whole, rest, unit) = split(nanoseconds)
    return "\(whole)\(decimals(rest, of: unit.size))\(unit.name)"
  }

  private static func split(
    _ nanoseconds: Int64
  ) -> (whole: Int64, rest: Int64, unit: (name: String, size: Int64)) {
    let unit = units.first { nanoseconds >= $0.size } ?? (nanoseconds == 0 ? units[0] : units[3])
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit.size)
    return (whole, rest, unit)
  }

  /// ".25" for 250 of 1,000; nothing for 0.
  private static func decimals(_ part: Int64, of whole: Int64) -> String {
    var digits = String(whole + part).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return digits.isEmpty ? "" : ".\(digits)"
  }
}
