/// Writes the story of a violation, at most 80 columns wide.
struct ViolationReport<M: Model> {
  private let vocabulary: Vocabulary<M>
  private let clients: [Int]
  /// By index into the history.
  private var operations: [Int: TimedOperation] = [:]
  private var lines: [String] = []

  /// How many operations are drawn at most, and how many of them that could not come next.
  private static var rows: (all: Int, never: Int) { (12, 6) }

  init(
    vocabulary: Vocabulary<M>, clients: [Int], prefix: [TimedOperation], culprit: Int,
    order: [Int], unplaceable: [Int], isShortest: Bool
  ) {
    self.vocabulary = vocabulary
    self.clients = clients
    for operation in prefix { operations[operation.index] = operation }
    title(culprit: culprit, isShortest: isShortest)
    // The culprit itself has a place if only an answer that it did not get would help the others.
    let first = unplaceable.filter { $0 == culprit }
    timeline(order, first + unplaceable.filter { $0 != culprit }, culprit: culprit)
  }

  var text: String { lines.joined(separator: "\n") }

  private mutating func title(culprit: Int, isShortest: Bool) {
    let all = operations.count < clients.count ? ", of \(clients.count) in all" : ""
    lines.append("Not linearizable: no order explains these \(operations.count) operations\(all).")
    add("All is well until client \(clients[culprit]) sees: \(describe(culprit))")
    if !isShortest { lines.append("A shorter prefix may fail too; the budget was spent.") }
  }

  /// Draws the end of the longest order, and what could not come next, over time.
  private mutating func timeline(_ order: [Int], _ unplaceable: [Int], culprit: Int) {
    let never = unplaceable.prefix(Self.rows.never)
    let placed = order.suffix(Self.rows.all - never.count)
    let drawing = TimelineDrawing(
      spans: (placed + never).map { i in
        (operations[i]?.calledAt ?? 0, operations[i]?.returnedAt)
      })
    lines.append("")
    let first = order.count - placed.count + 1
    lines.append("The longest order that works" + (first > 1 ? ", from its \(first). on:" : ":"))
    for (row, i) in placed.enumerated() {
      add(i, mark: "\(first + row).", drawing.rows[row])
    }
    add("It leaves: \(state(after: order))")
    lines.append("None of these can come next:")
    for (row, i) in never.enumerated() {
      add(i, mark: i == culprit ? "!" : "", drawing.rows[placed.count + row])
    }
    let rest = unplaceable.count - never.count
    if rest > 0 { lines.append("and \(rest) more that were under way") }
  }

  private mutating func add(_ i: Int, mark: String, _ row: String) {
    let left = ReportLine.padded(mark, to: 5, fromRight: true) + " "
    add(left + ReportLine.padded("client \(clients[i])", to: 10) + " \(row) \(describe(i))")
  }

  private func describe(_ i: Int) -> String {
    operations[i].map { vocabulary.describe($0.question) } ?? ""
  }

  private func state(after order: [Int]) -> String {
    var budget = SearchBudget(limit: .max)
    let model = vocabulary.model
    var state = model.initialState
    for i in order {
      guard let operation = operations[i] else { continue }
      let question = vocabulary.questions[Int(operation.question)]
      guard let next = model.step(state, question.input, question.output, budget: &budget) else {
        break
      }
      state = next
    }
    return model.describe(state)
  }

  private mutating func add(_ text: String) { lines.append(ReportLine.fitted(text)) }
}
