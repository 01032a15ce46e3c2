import Results

/// What makes two outcomes incomparable: other load, duration or warm-up.
enum LoadMismatch {
  /// More lines than these of each side are counted and not told.
  private static let mostTold = 3

  /// What each outcome has of its own against the first; empty when all are alike.
  static func sentences(_ outcomes: [Outcome]) -> [String] {
    guard let base = outcomes.first else { return [] }
    return outcomes.dropFirst().filter { $0.loadSignature != base.loadSignature }.flatMap { other in
      let (mine, theirs) = (lines(of: base), lines(of: other))
      return own(mine, against: theirs, name: base.name)
        + own(theirs, against: mine, name: other.name)
    }
  }

  private static func lines(of outcome: Outcome) -> [String] {
    outcome.loadSignature.split(separator: "\n").map(String.init)
  }

  /// Lines of one side that the other lacks, a line that stands twice counting twice.
  private static func own(_ lines: [String], against others: [String], name: String) -> [String] {
    var left = others
    let found = lines.filter { line in
      guard let place = left.firstIndex(of: line) else { return true }
      left.remove(at: place)
      return false
    }
    let rest = found.count - mostTold
    let told = found.prefix(mostTold).map { "only in \(name): \($0)" }
    return told + (rest > 0 ? ["and \(rest) more of \(name)"] : [])
  }
}
