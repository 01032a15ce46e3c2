/// The table on the terminal.
enum BenchTable {
  /// A row and its figures, one below the other, widest run-to-run spread in brackets.
  static func line(_ row: BenchRow) -> String {
    let head = "\(row.name)  (median of \(row.runs); digest \(row.digest))"
    let figures = row.figures.map { figure in
      "  " + padded(number(figure.median), 12) + " " + figure.unit
        + "  [\(number(figure.least)) to \(number(figure.most))]"
    }
    return ([head] + figures).joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// Three significant digits or more, and never an exponent.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "unknown" }
    let places = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    let scale = [1.0, 10, 100, 1_000][places]
    let whole = Int((value * scale).rounded())
    if places == 0 { return grouped(whole) }
    let (units, rest) = whole.quotientAndRemainder(dividingBy: Int(scale))
    let fraction = String(rest)
    return "\(units)." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  private static func grouped(_ value: Int) -> String {
    var text = ""
    for (i, digit) in String(value).reversed().enumerated() {
      if i > 0, i % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
