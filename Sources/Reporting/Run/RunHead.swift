import Results

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
    if !outcome.sources.isEmpty {
      lines += folded("round trips: " + outcome.sources.joined(separator: " "))
    }
    if !outcome.estimatedLinks.isEmpty {
      lines += folded(
        "estimated, not measured: " + Self.list(outcome.estimatedLinks, of: "links", upTo: 6))
    }
    return lines
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
