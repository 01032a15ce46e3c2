import Results
import Statistics

/// Numbers with a shade that repeats them: round trips between regions, and latencies by region.
struct HeatmapChart {
  let outcomes: [Outcome]
  let frame: Frame

  private static let cellWidth = 12

  func blocks() -> [[Line]] {
    var blocks: [[Line]] = []
    var shown: [[[Int64]]] = []
    for outcome in outcomes where !outcome.roundTrips.isEmpty {
      guard !shown.contains(outcome.roundTrips) else { continue }
      shown.append(outcome.roundTrips)
      blocks.append(roundTrips(outcome))
    }
    return blocks + [latencies()]
  }

  /// Upper ends of the shades in nanoseconds.
  private static let breaks: [Int64] = [5_000_000, 20_000_000, 100_000_000]

  private func cell(_ value: Int64?) -> String {
    guard let value else { return "-".paddedLeft(to: Self.cellWidth) }
    let level = Self.breaks.count { value >= $0 }
    let number = NumberText.fixed(value, per: 1_000_000, decimals: 1)
    return (number + " " + frame.glyphs.shade(level)).paddedLeft(to: Self.cellWidth)
  }

  private var legend: [Line] {
    let words = ["below 5", "5 to 20", "20 to 100", "100 and over"]
    let items = words.enumerated().map { "\(frame.glyphs.shade($0)) \($1)" }
    return folded(["shade "] + items, to: frame.width, gap: 4)
  }

  private func roundTrips(_ outcome: Outcome) -> [Line] {
    let prefix = PlaceNames.commonProvider(outcome.regions)
    let names = outcome.regions.map { String($0.dropFirst(prefix.count)) }
    let labelWidth = min(max(9, (names.map(\.columns).max() ?? 0) + 1), 16)
    let perTable = max(1, (frame.width - labelWidth) / Self.cellWidth)
    let caption = "HEATMAP: RTT between regions, ms, \(outcome.name)"
    var lines = caption.wrapped(to: frame.width).map { Line($0) }
    for start in stride(from: 0, to: names.count, by: perTable) {
      let part = start..<min(names.count, start + perTable)
      var head = Line("from".paddedRight(to: labelWidth))
      for index in part {
        let title = "to \(names[index])".cut(to: Self.cellWidth - 1)
        head.append(title.paddedLeft(to: Self.cellWidth))
      }
      lines.append(head)
      for (index, row) in outcome.roundTrips.enumerated() where index < names.count {
        var line = Line(names[index].cut(to: labelWidth - 1).paddedRight(to: labelWidth))
        for column in part where column < row.count { line.append(cell(row[column])) }
        lines.append(line)
      }
    }
    return lines + legend
  }

  private func latencies() -> [Line] {
    var names: [String] = []
    for outcome in outcomes {
      for name in outcome.labelValues(.region, of: .writeLatency) where !names.contains(name) {
        names.append(name)
      }
    }
    guard !names.isEmpty else { return [] }
    let labelWidth = min(max(9, (names.map(\.columns).max() ?? 0) + 1), 20)
    let width = max(Self.cellWidth, min(18, (frame.width - labelWidth) / outcomes.count))
    var head = Line("region".paddedRight(to: labelWidth))
    for (index, outcome) in outcomes.enumerated() {
      head.append(
        "\(letter(index)) \(outcome.name)".cut(to: width - 1).paddedLeft(to: width),
        .series(index))
    }
    var lines = [Line("HEATMAP: write p99 by client region, ms"), head]
    for name in names {
      var line = Line(name.cut(to: labelWidth - 1).paddedRight(to: labelWidth))
      for outcome in outcomes {
        let filter = Labels([.init(.region, name)])
        let value = outcome.histogram(.writeLatency, filter: filter).value(of: .p99)
        line.append(cell(value).paddedLeft(to: width))
      }
      lines.append(line)
    }
    return lines + legend
  }
}
