/// The units of one kind of quantity. The multiplier of each is exact.
struct UnitTable: Sendable {
  /// What is measured: "a duration".
  let noun: String
  /// In the order in which they are listed to the author.
  let units: [(name: String, factor: Int64)]
  /// The unit that a bare number is most likely meant in.
  let usual: String
  /// Whether a JSON number without unit is meant in `units[0]`.
  let allowsBareNumber: Bool
  /// The smallest step, for the message when a value is finer: "nanosecond".
  let grain: String
  /// What the value in the first unit is divided by, for units that are parts of the grain.
  let divisor: Int64

  init(
    _ noun: String, _ units: [(String, Int64)], usual: String, grain: String, divisor: Int64 = 1,
    allowsBareNumber: Bool = false
  ) {
    self.noun = noun
    self.usual = usual
    self.units = units.map { (name: $0.0, factor: $0.1) }
    self.grain = grain
    self.divisor = divisor
    self.allowsBareNumber = allowsBareNumber
  }

  /// Whole nanoseconds.
  static let duration = UnitTable(
    "a duration",
    [
      ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
      ("h", 3_600_000_000_000),
    ], usual: "ms", grain: "nanosecond")

  /// Whole parts per million.
  static let percentage = UnitTable("a percentage", [("%", 10_000)], usual: "%", grain: "millionth")

  /// Whole bytes.
  static let size = UnitTable(
    "a size",
    [
      ("B", 1), ("kB", 1_000), ("KiB", 1_024), ("MB", 1_000_000), ("MiB", 1_048_576),
      ("GB", 1_000_000_000), ("GiB", 1_073_741_824),
    ], usual: "B", grain: "byte", allowsBareNumber: true)

  /// Whole bytes a second.
  static let bandwidth = UnitTable(
    "a bandwidth",
    [
      ("bit/s", 1), ("kbit/s", 1_000), ("Mbit/s", 1_000_000), ("Gbit/s", 1_000_000_000),
      ("B/s", 8), ("kB/s", 8_000), ("MB/s", 8_000_000), ("GB/s", 8_000_000_000),
    ], usual: "Mbit/s", grain: "byte a second", divisor: 8)

  /// Operations in 3,600,000 seconds, so that "/s" in thousandths and "/h" are whole.
  static let rate = UnitTable(
    "a rate", [("/s", 3_600_000), ("/m", 60_000), ("/h", 1_000)], usual: "/s",
    grain: "thousandth an hour")

  var unitNames: [String] { units.map(\.name) }
}

/// Why a text is no quantity.
enum QuantityProblem: Error, Equatable {
  /// A number without unit; it would be read in the unit given.
  case missingUnit
  case unknownUnit(String)
  case notANumber
  case negative
  /// Finer than the grain.
  case tooFine
  case tooLarge
}

extension UnitTable {
  /// The quantity that `text` writes, in grains.
  func reading(_ text: String) -> Result<Int64, QuantityProblem> {
    let numeral = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
    let unit = text.dropFirst(numeral.count).drop { $0 == " " }
    guard case .success(let number) = JSONNumber.reading(String(numeral)) else {
      return .failure(.notANumber)
    }
    guard !unit.isEmpty else { return .failure(.missingUnit) }
    guard let known = units.first(where: { $0.name == unit }) else {
      return .failure(.unknownUnit(String(unit)))
    }
    return scaled(number, by: known.factor)
  }

  /// `number` of the unit that is worth `factor`, in grains.
  func scaled(_ number: JSONNumber, by factor: Int64) -> Result<Int64, QuantityProblem> {
    if number.digits < 0 { return .failure(.negative) }
    var product = Int128(number.digits) * Int128(factor)
    if number.exponent > 0 {
      guard number.exponent <= 18 else { return .failure(.tooLarge) }
      for _ in 0..<number.exponent { product *= 10 }
    } else {
      for _ in 0..<(-number.exponent) {
        if product == 0 { break }
        guard product % 10 == 0 else { return .failure(.tooFine) }
        product /= 10
      }
    }
    guard product % Int128(divisor) == 0 else { return .failure(.tooFine) }
    return Int64(exactly: product / Int128(divisor)).map { .success($0) } ?? .failure(.tooLarge)
  }

  /// `grains` in the largest unit that keeps it short: "190.4ms".
  func text(_ grains: Int64) -> String {
    let value = Int128(grains) * Int128(divisor)
    let largestFirst = units.sorted { $0.factor > $1.factor }
    for unit in largestFirst where value >= Int128(unit.factor) {
      let factor = Int128(unit.factor)
      if let decimals = shortDecimals(value % factor, of: factor) {
        return "\(value / factor)\(decimals)\(unit.name)"
      }
    }
    return "\(value)\(largestFirst[units.count - 1].name)"
  }

  /// ".4" for a remainder of two fifths; nil when more than three places would be needed.
  private func shortDecimals(_ remainder: Int128, of factor: Int128) -> String? {
    if remainder == 0 { return "" }
    guard (remainder * 1_000) % factor == 0 else { return nil }
    let places = String(Int(remainder * 1_000 / factor) + 1_000).dropFirst()
    return "." + String(places.reversed().drop { $0 == "0" }.reversed())
  }
}

/// `nanoseconds` as a scenario writes it: "190.4ms".
func durationText(_ nanoseconds: Int64) -> String { UnitTable.duration.text(nanoseconds) }
