import Results

/// The sources of the round trips and the links that are estimated, in full.
struct SourceLines {
  let outcome: Outcome
  let frame: Frame

  func lines() -> [Line] {
    var lines: [Line] = []
    if outcome.sources.count > 1 || (outcome.sources.first?.columns ?? 0) >= frame.width - 13 {
      lines.append("SOURCES of round trips")
      for source in outcome.sources {
        lines += source.wrapped(to: frame.width - 2).map { Line("  " + $0) }
      }
    }
    if !outcome.estimatedLinks.isEmpty {
      let list = RunHead.list(outcome.estimatedLinks, of: "links", upTo: 12)
      lines += "estimated: \(list)".wrapped(to: frame.width).map { Line($0) }
    }
    return lines
  }
}

/// The head of a report: what was asked, of what, how often, and on which figures it rests.
struct RunHead {
  let outcome: Outcome
  let frame: Frame

  func lines() -> [Line] {
    let named = outcome.title.isEmpty ? outcome.name : outcome.title
    var lines = folded(named, .title)
    lines += folded(outcome.question)
    lines += folded("\(outcome.name): \(outcome.summary)")
    lines += folded(runText)
    let faults = outcome.faults.map(Self.text)
    if !faults.isEmpty { lines += folded("faults: " + faults.joined(separator: "; ")) }
    if !outcome.sources.isEmpty || !outcome.estimatedLinks.isEmpty { lines += folded(origin) }
    return lines
  }

  /// Where the round trips come from, in a line.
  private var origin: String {
    let estimated = outcome.estimatedLinks.count
    var text = "round trips: "
    if outcome.sources.isEmpty {
      text += "given by the scenario"
    } else if let only = outcome.sources.first, outcome.sources.count == 1,
      only.columns < frame.width - 13
    {
      text += only
    } else {
      let count = outcome.sources.count
      text += "from \(count) source\(count == 1 ? "" : "s"), named below"
    }
    if estimated > 0 {
      text += ", \(estimated) link\(estimated == 1 ? "" : "s") estimated and not measured"
    }
    return text
  }

  private func folded(_ text: String, _ style: Style = .plain) -> [Line] {
    text.wrapped(to: frame.width).map { Line($0, style) }
  }

  private var runText: String {
    let seconds = { (time: Int64) in Quantity.duration.scale(for: [time]).text(time) }
    var text = "\(outcome.seedsText), \(seconds(outcome.duration)) simulated"
    if outcome.runs.count > 1 { text += " each" }
    if outcome.warmup > 0 { text += ", the first \(seconds(outcome.warmup)) not measured" }
    let unfinished = outcome.runs.count { !$0.isComplete }
    if unfinished > 0 { text += ", \(unfinished) interrupted" }
    return text + ", digest \(outcome.digestText)"
  }

  /// "cut eu-west at 32.0 s for 14.0 s".
  static func text(_ fault: Outcome.FaultSummary) -> String {
    guard let start = fault.start else { return "\(fault.text) by a trigger" }
    let begin = "\(fault.text) at \(Quantity.duration.text(start))"
    guard let end = fault.end, end > start else { return begin }
    return begin + " for \(Quantity.duration.text(end - start))"
  }

  /// The first names, and how many more there are.
  static func list(_ names: [String], of what: String, upTo count: Int) -> String {
    let shown = names.prefix(count).joined(separator: ", ")
    return names.count > count ? "\(shown) and \(names.count - count) more \(what)" : shown
  }
}
