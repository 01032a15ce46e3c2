/// Lines of reports.
enum ReportLine {
  static let columns = 80

  /// A line that fits, with its middle left out if it must be: beginnings and ends tell most.
  static func fitted(_ text: String) -> String {
    let line = text.replacing("\n", with: " ")
    guard line.count > columns else { return line }
    let tail = 14
    return "\(line.prefix(columns - tail - 3))...\(line.suffix(tail))"
  }

  static func padded(_ text: String, to width: Int, fromRight: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return fromRight ? blanks + text : text + blanks
  }
}
