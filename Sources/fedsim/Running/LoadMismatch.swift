import Results

/// What makes two outcomes incomparable: other load, duration or warm-up.
enum LoadMismatch {
  /// Sentences for each side that differs from the first; empty when all are alike.
  static func sentences(_ outcomes: [Outcome]) -> [String] {
    guard let base = outcomes.first else { return [] }
    return outcomes.dropFirst().filter { $0.loadSignature != base.loadSignature }.map { other in
      let (mine, theirs) = (parts(base), parts(other))
      let onlyBase = mine.filter { !theirs.contains($0) }
      let onlyOther = theirs.filter { !mine.contains($0) }
      return "\(base.name) has \(listed(onlyBase)), \(other.name) has \(listed(onlyOther))"
    }
  }

  private static func parts(_ outcome: Outcome) -> [String] {
    outcome.loadSignature.split { $0 == ";" || $0.isNewline }.map {
      String($0.drop { $0 == " " })
    }
  }

  private static func listed(_ parts: [String]) -> String {
    parts.isEmpty ? "nothing of the kind" : parts.map { "'\($0)'" }.joined(separator: " and ")
  }
}
