/// Columns of text that share a width; columns leave by priority, and rows never wrap.
struct Table {
  struct Column {
    enum Alignment { case left, right }
    var title: String
    var alignment = Alignment.right
    /// Columns it takes when there is room; more where its cells need it.
    var preferred = 0
    /// Columns between it and the one before.
    var gap = 1
    /// 0 stays at any width; of the others the highest leave first, equals together.
    var priority = 0
    var style = Style.plain
    /// What a note calls it when it had to leave; its title otherwise.
    var note: String?
  }

  struct Cell {
    var text: String
    var style: Style
    init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// The first column is the widest that fits, and is cut where nothing else helps.
  var columns: [Column]
  var rows: [[Cell]] = []
  /// Whether the first column takes all the room that is left, or only its preferred width.
  var fills = true

  /// Fewest columns that the first column is cut to before others leave.
  private static let leastFirst = 14

  struct Layout {
    var lines: [Line]
    /// Titles of the columns that had to leave.
    var dropped: [String]
  }

  /// The table in `width` columns, or fewer when it does not fill; a rule under the head.
  func laidOut(in width: Int) -> Layout {
    var kept = Array(columns.indices)
    let needed = columns.indices.map { index in
      rows.map { $0[index].text.columns }.reduce(columns[index].title.columns, Swift.max)
    }
    func total(_ widths: [Int]) -> Int {
      kept.dropFirst().reduce(0) { $0 + widths[$1] + columns[$1].gap }
    }
    let roomy = columns.indices.map { Swift.max(needed[$0], columns[$0].preferred) }
    var widths = roomy
    let whole = needed.first ?? 0
    while true {
      if whole + total(roomy) <= width {
        widths = roomy
        break
      }
      widths = needed
      if Swift.min(whole, Self.leastFirst) + total(needed) <= width { break }
      let leaving = kept.map { columns[$0].priority }.max() ?? 0
      guard leaving > 0 else { break }
      kept.removeAll { columns[$0].priority == leaving }
    }
    if !widths.isEmpty {
      let room = Swift.max(4, width - total(widths))
      widths[0] = fills ? room : Swift.min(room, roomy[0])
    }
    let width = widths.isEmpty ? width : widths[0] + total(widths)
    let head = kept.map { Cell(columns[$0].title, columns[$0].style) }
    var lines = [line(head, kept, widths), .rule(width)]
    for row in rows {
      lines.append(line(kept.map { row[$0] }, kept, widths))
    }
    let dropped = columns.indices.filter { !kept.contains($0) }
      .map { columns[$0].note ?? columns[$0].title }
    return Layout(lines: lines, dropped: dropped)
  }

  /// The lines of the table, and one that names what had to leave.
  func lines(in width: Int) -> [Line] {
    let layout = laidOut(in: width)
    guard !layout.dropped.isEmpty else { return layout.lines }
    let note = "not shown at this width: " + Self.distinct(layout.dropped).joined(separator: ", ")
    return layout.lines + note.wrapped(to: width).map { Line($0) }
  }

  private static func distinct(_ names: [String]) -> [String] {
    names.enumerated().filter { !names[..<$0].contains($1) }.map(\.element)
  }

  private func line(_ cells: [Cell], _ kept: [Int], _ widths: [Int]) -> Line {
    var line = Line()
    for (cell, index) in zip(cells, kept) {
      if index != kept.first { line.append(String(repeating: " ", count: columns[index].gap)) }
      let text = cell.text.cut(to: widths[index])
      let isLeft = columns[index].alignment == .left
      line.append(
        isLeft ? text.paddedRight(to: widths[index]) : text.paddedLeft(to: widths[index]),
        cell.style)
    }
    return line
  }
}
