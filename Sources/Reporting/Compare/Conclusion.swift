import Results
import Statistics

/// What was gained and what was paid, in plain words, for each outcome after the baseline.
struct Conclusion {
  let comparison: Comparison
  let frame: Frame

  func lines() -> [Line] {
    comparison.outcomes.indices.dropFirst().flatMap { index in
      sentences(index).flatMap { $0.wrapped(to: frame.width).map { Line($0) } }
    }
  }

  private func sentences(_ index: Int) -> [String] {
    let name = "\(letter(index)) \(comparison.outcomes[index].name)"
    let gained = phrases(index, .better)
    let paid = phrases(index, .worse)
    if gained.isEmpty && paid.isEmpty {
      return ["\(name): no difference is shown on any row."]
    }
    var result = [
      "\(name) gained: " + (gained.isEmpty ? "nothing." : gained.joined(separator: "; ") + ".")
    ]
    result.append(
      "\(name) paid: " + (paid.isEmpty ? "nothing shown." : paid.joined(separator: "; ") + "."))
    return result
  }

  /// A phrase a row with that verdict; rows that say the same more finely are left to the table,
  /// as are changes below one per cent, which seeds can tell apart and nobody notices.
  private func phrases(_ index: Int, _ verdict: Change.Verdict) -> [String] {
    comparison.rows.compactMap { row in
      let change = row.changes[index - 1]
      guard row.measure.isHeadline, change.verdict == verdict else { return nil }
      if let ratio = change.ratio?.median, 0.99...1.01 ~= ratio { return nil }
      if row.measure.metric == .outage, isNoOutage(index) { return nil }
      let now = row.median(index)
      if row.measure.metric.isFederationPrice, change.text == "new" {
        return Self.price(row.measure, now)
      }
      return "\(row.measure.title) \(change.text) (\(row.median(0)) to \(now))"
    }
  }

  /// Whether neither side was silent for a second: such gaps are latency, and not an outage.
  private func isNoOutage(_ index: Int) -> Bool {
    [0, index].allSatisfy {
      (comparison.outcomes[$0].value(.outage, .value).merged ?? 0) < 1_000_000_000
    }
  }

  /// What asynchronous copies cost, said without a ratio.
  private static func price(_ measure: Measure, _ now: String) -> String {
    switch measure.metric {
    case .staleness: "reads lack updates for up to \(now) (\(measure.statistic.rawValue))"
    case .staleReadRatio: "\(now) of reads lack an update"
    case .syncLag: "a write is seen elsewhere after up to \(now) (\(measure.statistic.rawValue))"
    case .convergence: "copies agree again \(now) after a cut"
    case .federationUnseen: "\(now) updates not yet everywhere at the end"
    case .federationResyncs: "\(now) full re-lists"
    default: "\(measure.title) \(now)"
    }
  }
}

extension Measure {
  /// Whether the conclusion speaks of it.
  fileprivate var isHeadline: Bool {
    guard filter == .none, metric != .okRatio else { return false }
    switch statistic {
    case .p99, .value: return true
    case .p50: return metric != .staleness
    default: return false
    }
  }
}
