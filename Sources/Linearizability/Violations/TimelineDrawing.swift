/// Draws when operations were under way: `|---|`, or `|---...` for those that never returned.
///
/// Columns stand for calls and returns in their order, not for time in proportion: what matters is
/// who overlaps with whom.
struct TimelineDrawing {
  static let width = 26
  private(set) var rows: [String] = []

  init(spans: [(calledAt: Int64, returnedAt: Int64?)]) {
    // At one instant calls come first, as in the search.
    var marks: [(instant: Int64, isReturn: Int)] = []
    for span in spans {
      marks.append((span.calledAt, 0))
      if let end = span.returnedAt { marks.append((end, 1)) }
    }
    marks.sort { $0 < $1 }
    var distinct: [(instant: Int64, isReturn: Int)] = []
    for mark in marks where distinct.last.map({ $0 != mark }) ?? true { distinct.append(mark) }
    func column(_ instant: Int64, _ isReturn: Int) -> Int {
      let place = distinct.firstIndex { $0 == (instant, isReturn) } ?? 0
      return distinct.count > 1 ? place * (Self.width - 1) / (distinct.count - 1) : 0
    }
    for span in spans {
      let start = column(span.calledAt, 0)
      let end = span.returnedAt.map { column($0, 1) }
      var row = Array(repeating: UInt8(ascii: " "), count: Self.width)
      for i in start..<(end ?? Self.width) { row[i] = UInt8(ascii: "-") }
      row[start] = UInt8(ascii: "|")
      if let end {
        row[end] = UInt8(ascii: "|")
      } else {
        for i in max(start + 1, Self.width - 3)..<Self.width { row[i] = UInt8(ascii: ".") }
      }
      rows.append(String(decoding: row, as: UTF8.self))
    }
  }
}
