import Results

/// What makes two outcomes incomparable: other load, duration or warm-up.
struct LoadMismatch {
  let base: Outcome
  let other: Outcome

  /// More differences than these are counted and not told.
  private static let mostTold = 4

  /// What is different in each outcome from the first; empty when all are alike.
  static func sentences(_ outcomes: [Outcome]) -> [String] {
    guard let base = outcomes.first else { return [] }
    return outcomes.dropFirst().filter { $0.loadSignature != base.loadSignature }.flatMap {
      let all = LoadMismatch(base: base, other: $0).sentences
      let rest = all.count - mostTold
      return all.prefix(mostTold) + (rest > 0 ? ["and \(rest) more"] : [])
    }
  }

  private var sentences: [String] {
    var found: [String] = []
    if base.duration != other.duration {
      found.append(told("the duration", DurationText.short(base.duration), DurationText.short(other.duration)))
    }
    if base.warmup != other.warmup {
      found.append(told("the warm-up", DurationText.short(base.warmup), DurationText.short(other.warmup)))
    }
    let (mine, theirs) = (loads(of: base), loads(of: other))
    for load in mine {
      if let match = theirs.first(where: { $0.title == load.title }) {
        found += differences(load, match)
      } else {
        found.append("\(load.title) is only in \(base.name)")
      }
    }
    for load in theirs where !mine.contains(where: { $0.title == load.title }) {
      found.append("\(load.title) is only in \(other.name)")
    }
    return found.isEmpty ? ["\(base.name) and \(other.name) differ in their load"] : found
  }

  private func told(_ subject: String, _ one: String, _ another: String) -> String {
    "\(subject) is \(one) in \(base.name) and \(another) in \(other.name)"
  }

  /// One line of a signature: a load with its parts by name.
  private struct Load {
    var title: String
    var parts: [(name: String, value: String)]
  }

  private func loads(of outcome: Outcome) -> [Load] {
    outcome.loadSignature.split(separator: "\n").dropFirst().map { line in
      var parts = SignatureText.parts(of: line)
      let name = parts.first { $0.name == "name" }?.value ?? "?"
      let number = parts.first { $0.name == "region" }.flatMap { Int($0.value) } ?? -1
      let isKnown = outcome.regions.indices.contains(number)
      parts.removeAll { $0.name == "name" || $0.name == "region" }
      let place = isKnown ? " from \(outcome.regions[number])" : ""
      return Load(title: "load \(name)\(place)", parts: parts)
    }
  }

  private func differences(_ mine: Load, _ theirs: Load) -> [String] {
    mine.parts.compactMap { part in
      let match = theirs.parts.first { $0.name == part.name }?.value ?? "nothing"
      return match == part.value
        ? nil : told("\(part.name) of \(mine.title)", part.value, match)
    }
  }
}
