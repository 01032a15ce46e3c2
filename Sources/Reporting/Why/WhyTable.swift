import Results

/// The split of one kind of operation as a table: a row a part, a column a client region or
/// scenario. What is shown adds up to the total shown.
struct WhyTable {
  struct Column {
    /// One or two lines.
    var titles: [String]
    var style = Style.plain
    var parts: [Int64]
    /// Rows under the total; nil in a column that has none.
    var floor: Attribution.Floor?
    var floorTotal: Int64? { floor?.total }
  }

  let columns: [Column]
  let frame: Frame
  /// A watch's way ends elsewhere than where it began.
  var isOneWay = false

  private static let labelWidth = 20

  /// Which parts have a row: those that some column has.
  private var shown: [LatencyPart] {
    LatencyPart.allCases.filter { part in columns.contains { $0.parts[part.rawValue] > 0 } }
  }

  /// One unit and as many decimals for the whole table: three digits of the smallest total, but
  /// always one.
  private var scale: (unit: Quantity.Scale, decimals: Int) {
    let totals = columns.map { $0.parts.reduce(0, +) }.filter { $0 > 0 }
    let unit = Quantity.duration.scale(
      for: totals,
      unit: frame.options.timeUnit == .auto ? .milliseconds : frame.options.timeUnit)
    let least = totals.min() ?? unit.size
    var decimals = 1
    while decimals < 3, Int128(least) * (decimals == 1 ? 10 : 100) < Int128(unit.size) * 100 {
      decimals += 1
    }
    return (unit, decimals)
  }

  /// The tables, as many side by side as fit, under a caption; the unit is said in the caption.
  func lines(caption: String) -> [Line] {
    let (unit, decimals) = scale
    let unitSize = (0..<decimals).reduce(unit.size) { size, _ in max(1, size / 10) }
    let cells = columns.map { cellTexts($0, unitSize, decimals) }
    let valueWidth = cells.joined().map { $0.value.columns }.max() ?? 0
    let cellWidth = valueWidth + (frame.isNarrow ? 0 : 5)
    let room = frame.width - Self.labelWidth
    let titleWidth = columns.flatMap(\.titles).map(\.columns).max() ?? 0
    let perTable = max(1, room / (max(cellWidth, min(titleWidth, 9)) + 1))
    let tables = (columns.count + perTable - 1) / perTable
    let inEach = (columns.count + tables - 1) / max(1, tables)
    let width = max(cellWidth, min(titleWidth, room / max(1, inEach) - 1))
    var lines = "\(caption), \(unit.name)".wrapped(to: frame.width).map { Line($0) }
    for start in stride(from: 0, to: columns.count, by: inEach) {
      let part = start..<min(start + inEach, columns.count)
      lines += block(part, cells, valueWidth, width)
    }
    return lines
  }

  private struct CellText {
    var value: String
    var share: String
  }

  /// The texts of one column from top to bottom: parts, total, floor and its four parts.
  private func cellTexts(_ column: Column, _ unitSize: Int64, _ decimals: Int) -> [CellText] {
    func number(_ units: Int64) -> String {
      let power = (0..<decimals).reduce(Int64(1)) { power, _ in power * 10 }
      return NumberText.fixed(units, per: power, decimals: decimals)
    }
    let parts = shown.map { column.parts[$0.rawValue] }
    let units = Apportion.rounded(parts, unit: unitSize)
    let shares = Apportion.percent(parts)
    var cells = zip(units, shares).map { CellText(value: number($0), share: "\($1)%") }
    cells.append(CellText(value: number(units.reduce(0, +)), share: "100%"))
    guard hasFloor else { return cells }
    guard let floor = column.floor else {
      return cells + Array(repeating: CellText(value: "", share: ""), count: 1 + floorRows.count)
    }
    let floorUnits = Apportion.rounded(floorRows.map { $0.value(floor) }, unit: unitSize)
    cells.append(CellText(value: number(floorUnits.reduce(0, +)), share: ""))
    return cells + floorUnits.map { CellText(value: number($0), share: "") }
  }

  private var hasFloor: Bool { columns.contains { $0.floor != nil } }

  /// The parts of the floor that some column has.
  private var floorRows: [(title: String, value: (Attribution.Floor) -> Int64)] {
    let rows: [(title: String, value: (Attribution.Floor) -> Int64)] = [
      (isOneWay ? "  writer, watcher" : "  client and back", { $0.clientRoundTrip }),
      (isOneWay ? "  over the leader" : "  leader and back", { $0.leaderRoundTrip }),
      ("  quorum and back", { $0.quorumRoundTrip }), ("  disk", { $0.disk }),
    ]
    return rows.filter { row in columns.contains { $0.floor.map(row.value) ?? 0 > 0 } }
  }

  private func block(
    _ part: Range<Int>, _ cells: [[CellText]], _ valueWidth: Int, _ width: Int
  ) -> [Line] {
    var lines: [Line] = []
    for row in 0..<(columns.map(\.titles.count).max() ?? 1) {
      var line = Line(String(repeating: " ", count: Self.labelWidth))
      for index in part {
        let title = row < columns[index].titles.count ? columns[index].titles[row] : ""
        line.append(" " + title.cut(to: width).paddedLeft(to: width), columns[index].style)
      }
      lines.append(line)
    }
    let ruleWidth = Self.labelWidth + part.count * (width + 1)
    lines.append(.rule(ruleWidth))
    var labels = shown.map(\.title) + ["total"]
    if hasFloor { labels += ["floor"] + floorRows.map(\.title) }
    for (row, label) in labels.enumerated() {
      if row == shown.count { lines.append(.rule(ruleWidth)) }
      var line = Line(label.cut(to: Self.labelWidth).paddedRight(to: Self.labelWidth))
      for index in part {
        let cell = cells[index][row]
        let share = frame.isNarrow ? "" : " " + cell.share.paddedLeft(to: 4)
        line.append(" " + (cell.value.paddedLeft(to: valueWidth) + share).paddedLeft(to: width))
      }
      lines.append(line)
    }
    return lines
  }
}
