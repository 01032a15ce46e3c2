import SimKernel

/// One round trip as people write it: `12.5` (milliseconds), `12.5ms`, `800 us`, `1.2s`.
enum RoundTripCell {
  /// A round trip beyond this is a mistake in the unit.
  static let maximum = SimDuration.seconds(60)

  /// The units, with what they are in nanoseconds.
  static let units: [(name: String, nanoseconds: UInt64)] = [
    ("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
  ]

  /// Why a text is no round trip.
  struct Refusal: Error {
    let message: String
    var expected = "a number of milliseconds (12.5) or a duration (800us; units: ns, us, ms, s)"
    var suggestion: String?
  }

  /// The round trip written as `text`, to the nanosecond; 0 to 60 s.
  static func parse(_ text: String) throws(Refusal) -> SimDuration {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text[number.endIndex...].drop { $0 == " " }
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let last = parts.last, !last.isEmpty, !last.contains(".")
    else { throw refusal(of: text) }
    guard let nanoseconds = nanoseconds(in: unit) else { throw refusal(of: text, number, unit) }
    let digits = whole.drop { $0 == "0" }
    guard digits.count <= 12 else { throw excess(text) }
    let limit = UInt64(maximum.nanoseconds)
    let (wholes, overflows) = value(digits).multipliedReportingOverflow(by: nanoseconds)
    guard !overflows, wholes <= limit else { throw excess(text) }
    // The eleventh decimal of a second is under a nanosecond.
    let fraction = parts.count == 2 ? parts[1].prefix(10) : ""
    let scale = fraction.reduce(UInt64(1)) { power, _ in power * 10 }
    let total = wholes + (value(fraction) * nanoseconds + scale / 2) / scale
    guard total <= limit else { throw excess(text) }
    return SimDuration(nanoseconds: Int64(total))
  }

  /// The number that the digits, at most 12, write.
  private static func value(_ digits: Substring) -> UInt64 {
    digits.utf8.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
  }

  private static func nanoseconds(in unit: Substring) -> UInt64? {
    switch unit {
    case "": 1_000_000
    case "µs", "μs": 1000
    default: units.first { $0.name == unit }?.nanoseconds
    }
  }

  private static func excess(_ text: String) -> Refusal {
    Refusal(message: "\(quoted(text)) is over a minute", expected: "a round trip of 60 s or less")
  }

  private static func refusal(of text: String) -> Refusal {
    if text.hasPrefix("-"), (try? parse(String(text.dropFirst()))) != nil {
      return Refusal(message: "\(quoted(text)) is negative")
    }
    return Refusal(message: "\(quoted(text)) is not a round trip")
  }

  /// Of a text that begins with a number: with a comma for a point, or with an unknown unit.
  private static func refusal(
    of text: String, _ number: Substring, _ unit: Substring
  ) -> Refusal {
    if unit.hasPrefix(",") {
      let pointed = String(text.map { $0 == "," ? "." : $0 })
      guard (try? parse(pointed)) != nil else { return refusal(of: text) }
      return Refusal(
        message: "\(quoted(text)) has a decimal comma", expected: "a decimal point",
        suggestion: pointed)
    }
    let folded = number + unit.lowercased()
    let isKnown = nanoseconds(in: Substring(unit.lowercased())) != nil
    return Refusal(
      message: "\(quoted(text)) has the unknown unit \(quoted(String(unit)))",
      suggestion: isKnown ? String(folded) : nil)
  }
}

/// `text` in quotes, shortened to what fits in a message.
func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  return scalars.count <= 40 ? "\"\(text)\"" : "\"\(String(scalars.prefix(39)))…\""
}
