import SimKernel

extension SimDuration {
  /// For people, exact: "150 ms", "4.2 s", "12.345 us", "7 ns".
  public var text: String {
    let sign = nanoseconds < 0 ? "-" : ""
    let size = nanoseconds.magnitude
    let units: [(UInt64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us")]
    for (unit, name) in units where size >= unit {
      return sign + Self.decimal(size, unit) + " " + name
    }
    return "\(nanoseconds) ns"
  }

  private static func decimal(_ size: UInt64, _ unit: UInt64) -> String {
    let rest = size % unit
    guard rest > 0 else { return "\(size / unit)" }
    var digits = String(unit + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(size / unit).\(digits)"
  }
}

extension SimTime {
  /// For people: seconds with six decimals.
  public var text: String {
    let micros = nanoseconds / 1_000
    let digits = String(1_000_000 + micros % 1_000_000).dropFirst()
    return "\(micros / 1_000_000).\(digits) s"
  }
}
