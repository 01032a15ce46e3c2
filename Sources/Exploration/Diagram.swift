extension ExplorationResult {
  /// The counterexample as numbered steps beside a diagram with a column for each member.
  public func diagram(members: Int) -> String {
    var text = "      " + (1...members).map { "n\($0)  " }.joined() + "\n"
    for (number, step) in path.enumerated() {
      var cells = [Character](repeating: " ", count: 4 * members)
      for member in 0..<members { cells[4 * member] = "|" }
      let words: String
      switch step {
      case .start: words = ""
      case .campaign(let member, let fate):
        cells[4 * (member - 1)] = "C"
        words = "n\(member) campaigns" + Self.text(fate)
      case .propose(let member, let fate):
        cells[4 * (member - 1)] = "P"
        words = "n\(member) takes a proposal" + Self.text(fate)
      case .crash(let member, let losing):
        cells[4 * (member - 1)] = "X"
        words = "n\(member) restarts" + (losing ? ", without what was not synced" : "")
      case .deliver(let message, let from, let to, let keepsCopy, let fate):
        Self.draw(from, to, in: &cells)
        words = "n\(from) to n\(to): \(message)" + (keepsCopy ? " (a copy stays)" : "")
          + Self.text(fate)
      }
      let label = "\(number + 1)"
      text += String(repeating: " ", count: max(0, 4 - label.count)) + label + "  "
      text += String(cells) + "  " + words + "\n"
    }
    return text
  }

  private static func text(_ fate: ExplorationStep.Fate) -> String {
    fate == .lives ? "" : ", and restarts before it wrote"
  }

  private static func draw(_ from: Int, _ to: Int, in cells: inout [Character]) {
    let (start, stop) = (4 * (from - 1), 4 * (to - 1))
    for cell in min(start, stop) + 1..<max(start, stop) { cells[cell] = "-" }
    cells[from < to ? stop - 1 : stop + 1] = from < to ? ">" : "<"
  }
}
