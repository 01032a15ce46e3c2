import Foundation

/// A small table of text in each of the forms of `--format`.
struct Listing: Sendable {
  let columns: [String]
  let rows: [[String]]
  /// The columns that plain text shows; the other forms have all.
  let textColumns: [Int]

  init(_ columns: [String], _ rows: [[String]], textColumns: [Int]? = nil) {
    (self.columns, self.rows) = (columns, rows)
    self.textColumns = textColumns ?? Array(columns.indices)
  }

  func rendered(as format: GlobalOptions.Format, width: Int) -> String {
    switch format {
    case .text: text(width: width)
    case .json: json
    case .csv: csv
    case .markdown: markdown
    }
  }

  /// Columns side by side, the last one folded at the width; with a head when there are several.
  private func text(width: Int) -> String {
    let hasHead = textColumns.count > 2
    let shown = ((hasHead ? [columns] : []) + rows).map { row in textColumns.map { row[$0] } }
    let last = textColumns.count - 1
    let widths = (0..<last).map { column in shown.map { $0[column].count }.max() ?? 0 }
    let indent = widths.reduce(0) { $0 + $1 + 2 }
    var text = ""
    for row in shown {
      var start = ""
      for column in 0..<last { start += pad(row[column], to: widths[column] + 2) }
      for line in TextFold.lines(row[last], width: max(width - indent, 20)) {
        text += trimmed(start + line) + "\n"
        start = String(repeating: " ", count: indent)
      }
    }
    return text
  }

  private var json: String {
    let objects = rows.map { row in
      let members = zip(columns, row).sorted { $0.0 < $1.0 }
        .map { "\(JSONText.string($0.0)): \(JSONText.string($0.1))" }
      return "  { \(members.joined(separator: ", ")) }"
    }
    return objects.isEmpty ? "[]\n" : "[\n\(objects.joined(separator: ",\n"))\n]\n"
  }

  /// RFC 4180, with a line feed at the end of a line.
  private var csv: String {
    ([columns] + rows).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }

  private var markdown: String {
    let rule = columns.map { _ in "---" }
    return ([columns, rule] + rows).map { row in
      "| \(row.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ")) |\n"
    }.joined()
  }

  private func csvField(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
  }

  private func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
