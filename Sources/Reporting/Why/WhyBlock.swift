import Results

/// Why operations take as long as they do: tables for writes and linearizable reads, and a sentence
/// for each client region that says what dominates and what would change it.
struct WhyBlock {
  let frame: Frame

  /// For one scenario: a column a client region, for the mean and for the slowest.
  func lines(_ outcome: Outcome) -> [Line] {
    joined(Attribution.Operation.allCases.map { lines(outcome, $0) })
  }

  private func lines(_ outcome: Outcome, _ operation: Attribution.Operation) -> [Line] {
    let splits = WhySplit.all(of: outcome, operation)
    guard !splits.isEmpty else { return [] }
    let names = PlaceNames(outcome, splits)
    let mean = WhyTable(
      columns: splits.map {
        WhyTable.Column(titles: names.titles($0), parts: $0.mean, floor: $0.floor)
      }, frame: frame, isOneWay: operation == .watch)
    let slow = WhyTable(
      columns: splits.map { WhyTable.Column(titles: names.titles($0), parts: $0.p99) },
      frame: frame)
    let word = Self.subject(operation, [outcome])
    var lines = mean.lines(caption: "WHY  mean \(word) by \(operation.place)")
    for split in splits {
      lines += split.sentence(operation, from: names.sentencePlace(split))
        .wrapped(to: frame.width).map { Line($0) }
    }
    lines.append(.blank)
    lines += slow.lines(caption: "WHY  p99 \(word) (mean of p98.5 to p99.5)")
    return lines
  }

  /// What is split: where some operations failed, only those that were answered.
  private static func subject(
    _ operation: Attribution.Operation, _ outcomes: [Outcome]
  ) -> String {
    let word = operation.noun
    if operation == .watch { return word }
    return outcomes.contains(where: \.hasFailures) ? "answered \(word)" : word
  }

  /// For several scenarios: a column each, over all client regions, and a line a region.
  func lines(_ outcomes: [Outcome]) -> [Line] {
    joined(Attribution.Operation.allCases.map { lines(outcomes, $0) })
  }

  private func lines(_ outcomes: [Outcome], _ operation: Attribution.Operation) -> [Line] {
    let wholes = outcomes.map { WhySplit.whole(of: $0, operation) }
    var columns: [WhyTable.Column] = []
    for (index, whole) in wholes.enumerated() {
      guard let whole else { continue }
      columns.append(
        WhyTable.Column(
          titles: ["\(letter(index)) \(outcomes[index].name)"], style: .series(index),
          parts: whole.mean, floor: whole.floor))
    }
    guard !columns.isEmpty else { return [] }
    let word = Self.subject(operation, outcomes)
    let table = WhyTable(columns: columns, frame: frame, isOneWay: operation == .watch)
    return table.lines(caption: "WHY  mean \(word) of all regions")
      + regions(outcomes, operation)
  }

  /// The mean of each client region in each scenario, and what most of it is.
  private func regions(_ outcomes: [Outcome], _ operation: Attribution.Operation) -> [Line] {
    let splits = outcomes.map { WhySplit.all(of: $0, operation) }
    var names: [String] = []
    for split in splits.joined() where !names.contains(split.region) { names.append(split.region) }
    guard names.count > 1 else { return [] }
    let means = splits.joined().map(\.meanTotal)
    let scale = Quantity.duration.scale(for: means, unit: frame.options.timeUnit)
    var table = Table(
      columns: [.init(title: "client region", alignment: .left, preferred: 20)], fills: false)
    for index in outcomes.indices {
      table.columns.append(
        .init(title: "\(letter(index)) mean", preferred: 10, style: .series(index)))
      table.columns.append(.init(title: "mostly", alignment: .left, priority: 1))
    }
    table.rows = names.map { name in
      [Table.Cell(name)]
        + splits.flatMap { own -> [Table.Cell] in
          guard let split = own.first(where: { $0.region == name }) else {
            return [.init("-"), .init("")]
          }
          return [.init(scale.text(split.meanTotal)), .init(Self.mostly(split))]
        }
    }
    return [.blank] + table.lines(in: frame.width)
  }

  private static func mostly(_ split: WhySplit) -> String {
    guard let (cause, time) = WhyCause.dominating(split) else { return "" }
    return "\(split.percent(time))% \(cause.shortName)"
  }
}
