/// How numbers are written: three significant digits but never fewer than the whole ones,
/// thousands apart, nothing taken from a locale.
enum NumberText {
  /// `value / unit` with three significant digits; "<0.001" for what would round to nothing.
  static func significant(_ value: Int64, per unit: Int64) -> String {
    if value == 0 { return "0" }
    if value < 0 { return "-" + significant(value == .min ? .max : -value, per: unit) }
    if Int128(value) * 1_000 < Int128(unit) { return "<0.001" }
    var decimals = 0
    while decimals < 4, Int128(value) * power(decimals) < Int128(unit) * 100 { decimals += 1 }
    // 9.996 has two decimals, but what it is rounded to, 10.0, has one.
    if decimals > 0, scaled(value, unit, decimals) >= 1_000 { decimals -= 1 }
    return fixed(value, per: unit, decimals: decimals)
  }

  /// `value / unit` with exactly so many decimals.
  static func fixed(_ value: Int64, per unit: Int64, decimals: Int) -> String {
    let number = scaled(value, unit, decimals)
    let sign = number < 0 ? "-" : ""
    let (whole, rest) = number.magnitude.quotientAndRemainder(
      dividingBy: UInt128(power(decimals)))
    let grouped = sign + grouped(String(whole))
    if decimals == 0 { return grouped }
    let digits = String(rest)
    return grouped + "." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  /// A whole number with its thousands apart.
  static func whole(_ value: some BinaryInteger) -> String {
    (value < 0 ? "-" : "") + grouped(String(value.magnitude))
  }

  private static func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }

  /// `value / unit * 10^decimals`, rounded half away from zero.
  private static func scaled(_ value: Int64, _ unit: Int64, _ decimals: Int) -> Int128 {
    let twice = Int128(value) * power(decimals) * 2
    return (twice + (value < 0 ? -1 : 1) * Int128(unit)) / (2 * Int128(unit))
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (i, digit) in digits.enumerated() {
      if i > 0, (digits.count - i) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
