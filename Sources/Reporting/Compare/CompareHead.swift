import Results

/// The head of a comparison: a line for each side, the seeds, and whether the sides had the same
/// load to bear.
struct CompareHead {
  let comparison: Comparison
  let frame: Frame

  func lines() -> [Line] {
    let outcomes = comparison.outcomes
    let longest = outcomes.map(\.name.columns).max() ?? 0
    let nameWidth = min(longest, frame.isNarrow ? 12 : 24)
    var lines: [Line] = []
    for (index, outcome) in outcomes.enumerated() {
      var line = Line()
      line.append(letter(index), .series(index))
      line.append("  " + outcome.name.cut(to: nameWidth).paddedRight(to: nameWidth))
      let baseline = index == 0 ? "      (baseline)" : ""
      let room = frame.width - line.columns - 3
      let fits = outcome.summary.columns + baseline.columns <= room
      let parts = fits ? [outcome.summary + baseline] : outcome.summary.wrapped(to: room)
      line.append("   " + (parts.first ?? ""))
      lines.append(line)
      let indent = String(repeating: " ", count: frame.width - room)
      lines += parts.dropFirst().map { Line(indent + $0) }
    }
    lines += seeds.wrapped(to: frame.width).map { Line($0) }
    if Set(outcomes.map(\.loadSignature)).count > 1 {
      lines += "warning: the scenarios differ in load or duration; ratios are not of like things"
        .wrapped(to: frame.width).map { Line($0, .bad) }
    }
    return lines
  }

  private var seeds: String {
    let outcomes = comparison.outcomes
    let paired = comparison.pairedSeeds
    var text = "seeds \(seedText(paired)) paired"
    let durations = Set(outcomes.map(\.duration))
    if durations.count == 1, let duration = durations.first {
      text += ", \(Quantity.duration.text(duration)) simulated each"
    }
    let faults = Set(outcomes.map(\.faults))
    if faults.count == 1, let shared = faults.first, !shared.isEmpty {
      text += ", " + shared.map(RunHead.text).joined(separator: ", ")
    }
    let digests = outcomes.enumerated().map { "\(letter($0)) \($1.digestText.prefix(12))" }
    return text + ", digests " + digests.joined(separator: " ")
  }
}
