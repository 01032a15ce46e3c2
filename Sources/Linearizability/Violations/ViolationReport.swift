/// Writes the story of a violation, at most 80 columns wide.
struct ViolationReport<M: Model> {
  let history: [M.Operation]
  let model: M
  private var lines: [String] = []

  init(history: [M.Operation], model: M) {
    self.history = history
    self.model = model
  }

  var text: String { lines.joined(separator: "\n") }

  private static var columns: Int { 80 }

  mutating func title(_ operations: [Int], culprit: Int, isShortest: Bool) {
    let place = operations.count < history.count ? ", of \(history.count) in all" : ""
    lines.append(
      "Not linearizable: no order explains these \(operations.count) operations\(place).")
    let operation = history[culprit]
    let what = model.describe(operation.input, operation.output)
    lines.append(Self.cut("All is well until client \(operation.client) sees: \(what)"))
    if !isShortest { lines.append("A shorter prefix may fail too; the budget was spent.") }
  }

  /// Draws the end of the longest order, and what could not come next, over time.
  mutating func timeline(
    _ order: [Int], _ unplaceable: [Int], culprit: Int, unknown: Set<Int>
  ) {
    let others = unplaceable.filter { $0 != culprit }
    let never = [culprit] + others.suffix(5)
    let placed = order.suffix(12 - min(6, never.count))
    let drawing = TimelineDrawing(
      spans: (placed + never).map { i in
        (history[i].calledAt, unknown.contains(i) ? nil : history[i].returnedAt)
      })
    lines.append("")
    if placed.count < order.count {
      lines.append(
        "The longest order that works, from its operation \(order.count - placed.count + 1) on:")
    } else {
      lines.append("The longest order that works:")
    }
    for (row, i) in placed.enumerated() {
      add(i, number: "\(order.count - placed.count + row + 1).", drawing.rows[row], unknown)
    }
    lines.append(Self.cut("It leaves: \(state(after: order, unknown: unknown))"))
    lines.append("None of these can come next:")
    for (row, i) in never.enumerated() {
      add(i, number: i == culprit ? "!" : "", drawing.rows[placed.count + row], unknown)
    }
    if others.count > 5 { lines.append("  and \(others.count - 5) more that were under way") }
  }

  private mutating func add(_ i: Int, number: String, _ row: String, _ unknown: Set<Int>) {
    let operation = history[i]
    let output = unknown.contains(i) ? nil : operation.output
    let name = "client \(operation.client)"
    let left = Self.padded(number, to: 5, fromRight: true) + " " + Self.padded(name, to: 10)
    lines.append(Self.cut("\(left) \(row) \(model.describe(operation.input, output))"))
  }

  private func state(after order: [Int], unknown: Set<Int>) -> String {
    var budget = SearchBudget(limit: .max)
    var state = model.initialState
    for i in order {
      let output = unknown.contains(i) ? nil : history[i].output
      guard let next = model.step(state, history[i].input, output, budget: &budget) else { break }
      state = next
    }
    return model.describe(state)
  }

  private static func padded(_ text: String, to width: Int, fromRight: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return fromRight ? blanks + text : text + blanks
  }

  /// A line that fits, with its middle left out if it must be: beginnings and ends tell most.
  private static func cut(_ text: String) -> String {
    let line = text.replacing("\n", with: " ")
    guard line.count > columns else { return line }
    let tail = 14
    return "\(line.prefix(columns - tail - 3))...\(line.suffix(tail))"
  }
}
