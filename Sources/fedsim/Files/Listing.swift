import Foundation

/// A small table of text in each of the forms of `--format`.
struct Listing: Sendable {
  let columns: [String]
  let rows: [[String]]

  func rendered(as format: GlobalOptions.Format, width: Int) -> String {
    switch format {
    case .text: text(width: width)
    case .json: json
    case .csv: csv
    case .markdown: markdown
    }
  }

  /// Columns side by side, the last one folded at the width.
  private func text(width: Int) -> String {
    let last = columns.count - 1
    let widths = columns.indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    let indent = widths[..<last].reduce(0) { $0 + $1 + 2 }
    var lines = ""
    for row in rows {
      var head = ""
      for column in 0..<last { head += pad(row[column], to: widths[column] + 2) }
      let folded = TextFold.lines(row[last], width: max(width - indent, 20))
      for (number, line) in folded.enumerated() {
        let start = number == 0 ? head : String(repeating: " ", count: indent)
        lines += trimmed(start + line) + "\n"
      }
    }
    return lines
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

/// Breaking text into lines at spaces.
enum TextFold {
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " " + word
    }
    return lines + [line]
  }
}

/// Text as a JSON string (RFC 8259).
enum JSONText {
  static func string(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
