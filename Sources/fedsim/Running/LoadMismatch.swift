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
      return all.prefix(mostTold) + (rest > 0 ? ["and \(rest) more differences"] : [])
    }
  }

  private var sentences: [String] {
    var found: [String] = []
    if base.duration != other.duration {
      found.append(told("the duration", seconds(base.duration), seconds(other.duration)))
    }
    if base.warmup != other.warmup {
      found.append(told("the warm-up", seconds(base.warmup), seconds(other.warmup)))
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

  /// "90 s"; a fraction only where there is one.
  private func seconds(_ nanoseconds: Int64) -> String {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest == 0 { return "\(whole) s" }
    return rest % 1_000_000 == 0 ? "\(nanoseconds / 1_000_000) ms" : "\(nanoseconds) ns"
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

/// Reading the description of a value: "Name(a: 1, b: Other(c: 2))".
enum SignatureText {
  /// The parts at the top, with the names of modules and types taken off their values.
  static func parts(of text: some StringProtocol) -> [(name: String, value: String)] {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return [] }
    var parts: [String] = []
    var part = ""
    var depth = 0
    var isQuoted = false
    for character in text[text.index(after: open)...].dropLast() {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted {
        if "([".contains(character) { depth += 1 }
        if ")]".contains(character) { depth -= 1 }
        if character == ",", depth == 0 {
          parts.append(part)
          part = ""
          continue
        }
      }
      part.append(character)
    }
    return (parts + [part]).compactMap { part in
      guard let colon = part.firstIndex(of: ":") else { return nil }
      let name = part[..<colon].drop { $0 == " " }
      let value = part[part.index(after: colon)...].drop { $0 == " " }
      return (String(name), withoutTypes(value))
    }
  }

  /// "ScenarioFormat.LoadPlan.KeyChoice.zipf" is "zipf".
  private static func withoutTypes(_ value: Substring) -> String {
    String(value).replacing(/(?:\b[A-Z]\w*\.)+(?=\w)/, with: "")
  }
}
