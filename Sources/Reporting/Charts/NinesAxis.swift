/// The horizontal axis of percentiles.
struct NinesAxis {
  /// The right end: 4 is 99.99%.
  let nines: Int
  let columns: Int

  /// Percentiles that have a tick, with their places in nines.
  private var marks: [(text: String, nines: Double)] {
    let all = [
      ("0%", 0), ("50%", 0.3010299956639812), ("90%", 1), ("99%", 2), ("99.9%", 3),
      ("99.99%", 4), ("99.999%", 5), ("99.9999%", 6),
    ]
    return all.filter { $0.1 <= Double(nines) }
  }

  private func column(_ place: Double) -> Int {
    // Halves go down.
    Int(place / Double(nines) * Double(columns - 1) + 0.499_999)
  }

  var lastPartsPerMillion: Int64 { 1_000_000 - Self.beyond(Double(nines)) }

  /// The rank at a dot column.
  func partsPerMillion(atDot x: Int, of count: Int) -> Int64 {
    1_000_000 - Self.beyond(Double(nines) * Double(x) / Double(Swift.max(1, count - 1)))
  }

  /// 10^-place in parts per million, by multiplication only.
  private static func beyond(_ place: Double) -> Int64 {
    var value = 1_000_000.0
    let whole = Int(place)
    for _ in 0..<whole { value /= 10 }
    // 10^-(1/2), 10^-(1/4), ...: the fraction bit by bit.
    let roots = [
      0.31622776601683794, 0.5623413251903491, 0.7498942093324559, 0.8659643233600653,
      0.9305720409296990, 0.9646616199111990, 0.9821718891880377, 0.9910458562488609,
      0.9955128609158184, 0.9977539072913905,
    ]
    var rest = place - Double(whole)
    for (index, root) in roots.enumerated() {
      let bit = 1 / Double(2 << index)
      if rest >= bit {
        rest -= bit
        value *= root
      }
    }
    return Int64(value + 0.5)
  }

  /// "┴────┴─────".
  var ticks: String {
    var cells = [Character](repeating: "─", count: columns)
    for mark in marks { cells[column(mark.nines)] = "┴" }
    return String(cells)
  }

  /// The percentiles under their ticks; one that would touch its neighbour is left out.
  var labels: String {
    var text = ""
    for mark in marks {
      let start = mark.nines == 0 ? 0 : column(mark.nines) - mark.text.count / 2
      guard text.isEmpty || start > text.count else { continue }
      text = text.paddedRight(to: start) + mark.text
    }
    return text
  }
}

/// Labels at the right ends of curves, each on a row of its own.
enum EndLabels {
  /// The label of each row, for ends at the given places in rows; in the order of their places,
  /// moved as little as can be.
  static func placed(_ ends: [(index: Int, place: Double)], rows: Int) -> [Int: Int] {
    let sorted = ends.sorted { $0.place != $1.place ? $0.place < $1.place : $0.index < $1.index }
    var places = sorted.map { Swift.min(Int($0.place), rows - 1) }
    // From the bottom up, each at least one row above the one below it.
    for i in places.indices.reversed().dropFirst() where places[i] >= places[i + 1] {
      places[i] = places[i + 1] - 1
    }
    // Those pushed over the top come down again.
    for i in places.indices { places[i] = Swift.max(places[i], i == 0 ? 0 : places[i - 1] + 1) }
    return Dictionary(uniqueKeysWithValues: zip(places, sorted.map(\.index)))
  }
}
