/// The horizontal axis of simulated time, from 0 to the end of a run.
struct TimeAxis {
  /// Nanoseconds at the right end.
  let duration: Int64
  let columns: Int

  init(duration: Int64, columns: Int) {
    self.duration = Swift.max(1, duration)
    self.columns = columns
  }

  /// The cell column of an instant; outside instants go to the ends.
  func column(_ time: Int64) -> Int { place(time, of: columns) }

  /// The place of an instant among `count` dots.
  func place(_ time: Int64, of count: Int) -> Int {
    let held = Int128(Swift.min(Swift.max(time, 0), duration))
    let twice = held * Int128(2 * (count - 1)) + Int128(duration)
    return Int(twice / (2 * Int128(duration)))
  }

  /// The instant at dot `place` of `count`.
  func time(atDot place: Int, of count: Int) -> Int64 {
    Int64(Int128(duration) * Int128(place) / Int128(Swift.max(1, count - 1)))
  }

  private static let second: Int64 = 1_000_000_000

  /// Unit of the labels, and distance of the ticks: the least of at least six columns.
  private var scale: (unit: Quantity.Scale, step: Int64) {
    let unit: Quantity.Scale =
      if duration > 100 * 3_600 * Self.second {
        .init(name: "d", size: 86_400 * Self.second)
      } else if duration > 16 * 3_600 * Self.second {
        .init(name: "h", size: 3_600 * Self.second)
      } else if duration > 999 * Self.second {
        .init(name: "min", size: 60 * Self.second)
      } else if duration >= 2 * Self.second {
        .init(name: "s", size: Self.second)
      } else {
        .init(name: "ms", size: 1_000_000)
      }
    var step = unit.size
    var power: Int64 = 1
    search: while power < 1_000_000_000 {
      for digit in [1, 2, 5] as [Int64] {
        step = digit * power * unit.size
        if Int128(step) * Int128(columns - 1) >= 6 * Int128(duration) { break search }
      }
      power *= 10
    }
    return (unit, step)
  }

  private var ticks: [Int64] {
    Array(stride(from: 0, through: duration, by: Int(scale.step))).map { Int64($0) }
  }

  /// "┴──────┴───────".
  var tickLine: String {
    var cells = [Character](repeating: "─", count: columns)
    for tick in ticks { cells[column(tick)] = "┴" }
    return String(cells)
  }

  /// Labels that end under their ticks, the first with the unit.
  var labelLine: String {
    let unit = scale.unit
    var text = "0 \(unit.name)"
    for tick in ticks.dropFirst() {
      let label = "\(tick / unit.size)"
      let start = column(tick) - label.count + 1
      if start > text.count { text = text.paddedRight(to: start) + label }
    }
    return text
  }
}
