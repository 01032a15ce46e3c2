import Results

/// Numbers with units, as limits of rules are typed; exact, in whole units of the metric.
enum Quantity {
  /// The value in the metric's own unit: nanoseconds, bytes, thousandths a second, parts per
  /// million, or a count.
  static func read(
    _ text: String, for reference: MetricReference
  ) throws(BadValue) -> Int64 {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(number.count).drop { $0 == " " }
    let units = units(of: reference)
    guard let scale = units.first(where: { $0.name == unit })?.scale else {
      throw badUnit(text, String(number), units.map(\.name))
    }
    guard let value = whole(number, times: scale) else {
      throw BadValue("'\(text)' is not a number this rule can be held against.")
    }
    return value
  }

  private typealias Unit = (name: String, scale: Int64)

  private static func units(of reference: MetricReference) -> [Unit] {
    if reference.statistic == .count, reference.metric.entry.kind == .distribution {
      return [("", 1)]
    }
    switch reference.metric.entry.unit {
    case .duration:
      return [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000),
      ]
    case .count: return [("", 1)]
    case .bytes:
      return [
        ("", 1), ("B", 1), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("KiB", 1_024), ("MiB", 1_048_576), ("GiB", 1_073_741_824),
      ]
    case .rate: return [("/s", 1_000), ("", 1_000)]
    case .ratio: return [("%", 10_000), ("", 1_000_000)]
    }
  }

  private static func badUnit(_ text: String, _ number: String, _ units: [String]) -> BadValue {
    let named = units.filter { !$0.isEmpty }
    guard let example = named.first(where: { $0 == "ms" }) ?? named.first else {
      return BadValue("'\(text)' must be a whole number without unit.")
    }
    let figure = number.isEmpty ? "1" : number
    return BadValue(
      "'\(text)' needs a unit, such as \(figure)\(example) "
        + "(units: \(named.joined(separator: ", "))).")
  }

  /// The decimal number times `scale`; nil when that is no whole number or too large.
  static func whole(_ text: some StringProtocol, times scale: Int64) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    guard let first = parts.first, !first.isEmpty, parts.count == 1 || !fraction.isEmpty,
      first.count <= 18, fraction.count <= 12,
      let digits = Int128(String(first) + String(fraction))
    else { return nil }
    var divisor: Int128 = 1
    for _ in fraction { divisor *= 10 }
    let (value, rest) = (digits * Int128(scale)).quotientAndRemainder(dividingBy: divisor)
    return rest == 0 ? Int64(exactly: value) : nil
  }
}
