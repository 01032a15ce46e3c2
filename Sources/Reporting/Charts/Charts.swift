import Results
import Statistics

/// All charts by name. On a narrow screen, or when drawings are not wanted, a chart is a table.
struct Charts {
  let frame: Frame

  func lines(
    _ kind: ChartKind, _ outcomes: [Outcome], _ judgements: [Judgement]
  ) -> [Line] {
    switch kind {
    case .percentiles: percentiles(outcomes)
    case .timeline:
      each(outcomes, judgements) { TimelineChart(outcome: $0, run: $1, frame: frame).lines() }
    case .leaders:
      each(outcomes, judgements) { LeaderChart(outcome: $0, run: $1, frame: frame).lines() }
    case .staleness:
      each(outcomes, judgements) { StalenessChart(outcome: $0, run: $1, frame: frame).lines() }
    case .heatmap: joined(HeatmapChart(outcomes: outcomes, frame: frame).blocks())
    case .table, .summary, .why: []
    }
  }

  /// Writes, or reads where nothing was written.
  private func percentiles(_ outcomes: [Outcome]) -> [Line] {
    let metrics = [Metric.writeLatency, .readLatency, .staleReadLatency, .resolveLatency]
    let shown = metrics.first { metric in
      outcomes.contains { $0.histogram(metric).count > 0 }
    }
    return shown.map { PercentileChart(metric: $0, outcomes: outcomes, frame: frame).lines() }
      ?? []
  }

  /// A chart of one run an outcome: the worst seed of the first rule that failed, else the first.
  private func each(
    _ outcomes: [Outcome], _ judgements: [Judgement],
    _ draw: (Outcome, RunResult) -> [Line]
  ) -> [Line] {
    joined(
      outcomes.enumerated().map { index, outcome in
        let items = index < judgements.count ? judgements[index].items : []
        let worst = items.first { $0.verdict == .failed && $0.worstSeed != nil }?.worstSeed
        guard let run = outcome.runs.first(where: { $0.seed == worst }) ?? outcome.runs.first else {
          return []
        }
        return draw(outcome, run)
      })
  }
}
