import SimKernel

/// Puts a matrix together from lines, and gathers what is wrong with them.
struct RoundTripMatrixReader {
  private typealias Line = CSVText.Line

  private enum Cell {
    case blank
    /// Reported already.
    case wrong
    case given(SimDuration)
  }

  private let nearest: (String, [String]) -> String?
  private var problems: [RoundTripMatrixError.Problem] = []
  private var names: [String] = []
  private var indexByName: [String: Int] = [:]
  private var separator = UInt8(ascii: ",")
  /// The line of each region's row, once read.
  private var rowLines: [Int?] = []
  /// Whether some row could not be told to be a region's: a missing row may be that one.
  private var hasLostRow = false
  private var headerLine = 1
  private var cells: [Cell] = []

  init(nearest: @escaping (String, [String]) -> String?) {
    self.nearest = nearest
  }

  var problemsByPosition: [RoundTripMatrixError.Problem] {
    problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private var isFull: Bool { problems.count >= RoundTripMatrixError.maximumProblems }

  /// The matrix, or nil when there are problems.
  mutating func read(_ bytes: [UInt8]) -> RoundTripMatrix? {
    do throws(CSVText.Refusal) {
      let text = try CSVText(bytes)
      read(text)
    } catch {
      report(error.line, error.index, error.message, expected: error.expected)
    }
    guard problems.isEmpty else { return nil }
    return RoundTripMatrix(names: names, cells: names.indices.flatMap(completedRow))
  }

  private mutating func read(_ text: CSVText) {
    var lines = text.lines().lazy.filter { !$0.isBlank }.makeIterator()
    guard let header = lines.next() else {
      let empty = Line(number: 1, bytes: [])
      return report(empty, 0, "there is nothing in the text", expected: "a row of region names")
    }
    guard readHeader(header) else { return }
    while !isFull, let line = lines.next() { readRow(line) }
    if !isFull { checkCompleteness() }
  }

  // MARK: The header

  /// Reads the regions' names; false when the rows cannot be read without them.
  private mutating func readHeader(_ line: Line) -> Bool {
    separator = line.separator
    headerLine = line.number
    guard let all = fields(of: line) else { return false }
    let fields = all.dropFirst().prefix(through: all.lastIndex { !$0.text.isEmpty } ?? 0)
    guard !fields.isEmpty else {
      report(
        line, line.bytes.startIndex, "the first row names no regions",
        expected: "region names after the first comma, semicolon or tab")
      return false
    }
    guard fields.count <= RoundTripMatrix.maximumRegions else {
      report(
        line, line.bytes.startIndex, "the first row names \(fields.count) regions",
        expected: "at most \(RoundTripMatrix.maximumRegions)")
      return false
    }
    for field in fields where !isFull { addName(field, in: line) }
    rowLines = Array(repeating: nil, count: names.count)
    cells = Array(repeating: .blank, count: names.count * names.count)
    return names.count == fields.count
  }

  private mutating func addName(_ field: Line.Field, in line: Line) {
    if field.text.isEmpty {
      report(line, field.index, "this column has no name", expected: "a region's name")
    } else if field.text.utf8.count > 200 {
      report(line, field.index, "this name is too long", expected: "at most 200 bytes")
    } else if indexByName[field.text] != nil {
      report(
        line, field.index, "\(quoted(field.text)) heads two columns",
        expected: "each region once")
    } else {
      indexByName[field.text] = names.count
      names.append(field.text)
    }
  }

  // MARK: The rows

  private mutating func readRow(_ line: Line) {
    guard let fields = fields(of: line) else {
      hasLostRow = true
      return
    }
    guard fields.contains(where: { !$0.text.isEmpty }) else { return }
    guard let row = row(named: fields[0], in: line) else {
      hasLostRow = true
      return
    }
    rowLines[row] = line.number
    for (column, field) in fields.dropFirst().enumerated() where !isFull && !isBlank(field) {
      guard column < names.count else {
        return report(
          line, field.index, "a value beyond the last column",
          expected: "\(names.count) values, as many as the first row names regions")
      }
      cells[row * names.count + column] = cell(field, in: line, isDiagonal: row == column)
    }
  }

  /// The region whose row this is, if it has none yet.
  private mutating func row(named field: Line.Field, in line: Line) -> Int? {
    guard !field.text.isEmpty else {
      report(line, field.index, "this row has no name", expected: "a region of the first row")
      return nil
    }
    guard let row = indexByName[field.text] else {
      report(
        line, field.index, "\(quoted(field.text)) is not in the first row",
        expected: "a region of the first row", suggestion: nearest(field.text, names))
      return nil
    }
    if let earlier = rowLines[row] {
      report(
        line, field.index, "\(quoted(field.text)) has a row already, on line \(earlier)",
        expected: "one row for each region")
      return nil
    }
    return row
  }

  private mutating func cell(_ field: Line.Field, in line: Line, isDiagonal: Bool) -> Cell {
    do throws(RoundTripCell.Refusal) {
      let duration = try RoundTripCell.parse(field.text)
      if duration > .zero { return .given(duration) }
      if isDiagonal { return .blank }
      report(line, field.index, "a round trip of 0 between two regions", expected: "more than 0")
    } catch {
      report(
        line, field.index, error.message, expected: error.expected, suggestion: error.suggestion)
    }
    return .wrong
  }

  private func isBlank(_ field: Line.Field) -> Bool {
    field.text.isEmpty || field.text == "-"
  }

  private mutating func fields(of line: Line) -> [Line.Field]? {
    do throws(Line.StrayQuote) {
      return try line.fields(separatedBy: separator)
    } catch {
      report(line, error.index, error.message, expected: error.expected)
      return nil
    }
  }

  // MARK: The whole

  /// Reports the pairs that are given in neither direction; for a region without a row only that.
  private mutating func checkCompleteness() {
    for row in names.indices where !isFull {
      let missing = names.indices.filter { $0 != row && isMissing(row, $0) }
      guard let line = rowLines[row] else {
        if !missing.isEmpty && !hasLostRow {
          report(
            Line(number: headerLine, bytes: []), 0, "\(quoted(names[row])) has no row",
            expected: "a row for each region of the first row")
        }
        continue
      }
      for column in missing where column > row && rowLines[column] != nil && !isFull {
        report(
          Line(number: line, bytes: []), 0,
          "no round trip between \(quoted(names[row])) and \(quoted(names[column]))",
          expected: "one in either direction")
      }
    }
  }

  private func isMissing(_ row: Int, _ column: Int) -> Bool {
    if case .blank = cells[row * names.count + column],
      case .blank = cells[column * names.count + row]
    {
      return true
    }
    return false
  }

  /// The row with blanks taken from the opposite direction.
  private func completedRow(_ row: Int) -> [SimDuration?] {
    names.indices.map { column in
      if case .given(let duration) = cells[row * names.count + column] { return duration }
      if case .given(let duration) = cells[column * names.count + row] { return duration }
      return nil
    }
  }

  private mutating func report(
    _ line: Line, _ index: Int, _ message: String, expected: String, suggestion: String? = nil
  ) {
    problems.append(
      .init(
        line: line.number, column: line.column(of: index), message: message, expected: expected,
        suggestion: suggestion))
  }
}
