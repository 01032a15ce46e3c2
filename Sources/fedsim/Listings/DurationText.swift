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

  /// The nanoseconds of "3.2s"; nil for what is no such text, finer, or too long.
  static func read(_ text: String) -> Int64? {
    guard let match = text.wholeMatch(of: /(\d{1,9})(?:\.(\d{1,9}))?(ns|us|ms|s)/),
      let unit = units.first(where: { $0.name == match.3 })?.size,
      let whole = Int64(match.1)
    else { return nil }
    let decimals = match.2 ?? ""
    guard let part = decimals.isEmpty ? 0 : Int64(decimals) else { return nil }
    let scale = decimals.reduce(Int64(1)) { scale, _ in scale * 10 }
    let fraction = part.multipliedReportingOverflow(by: unit)
    guard !fraction.overflow, fraction.partialValue % scale == 0 else { return nil }
    return whole * unit + fraction.partialValue / scale
  }

  /// A round time before `nanoseconds`, but not much; nil if there is none.
  static func shortly(before nanoseconds: Int64) -> Int64? {
    guard nanoseconds > 1 else { return nil }
    var grain: Int64 = 1_000_000_000_000
    while true {
      let time = (nanoseconds - 1) / grain * grain
      if time > 0, nanoseconds - time <= max(1, nanoseconds / 20) { return time }
      if grain == 1 { return nanoseconds - 1 }
      grain /= 10
    }
  }
}
