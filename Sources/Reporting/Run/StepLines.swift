import Results

/// What operators did in the first run, and how long it took or why it was given up.
struct StepLines {
  let outcome: Outcome
  let frame: Frame

  func lines() -> [Line] {
    guard let run = outcome.runs.first else { return [] }
    let began = run.timeline.filter { $0.kind == .stepStarted }
    guard !began.isEmpty else { return [] }
    var ended = run.timeline.filter { $0.kind == .stepEnded }
    var lines = [Line(outcome.runs.count > 1 ? "STEPS of seed \(run.seed)" : "STEPS")]
    for start in began {
      let match = ended.firstIndex {
        $0.text == start.text || $0.text.hasPrefix(start.text + ": ")
      }
      let end = match.map { ended.remove(at: $0) }
      lines += text(start, end).wrapped(to: frame.width - 2).map { Line("  " + $0) }
    }
    return lines
  }

  private func text(_ start: TimelineEvent, _ end: TimelineEvent?) -> String {
    let begin = "\(Quantity.duration.text(start.time)): \(start.text)"
    guard let end else { return begin + ", not done at the end" }
    let took = Quantity.duration.text(end.time - start.time)
    if end.text == start.text { return end.time > start.time ? begin + ", \(took)" : begin }
    return begin + ", given up after \(took): \(end.text.dropFirst(start.text.count + 2))"
  }
}
