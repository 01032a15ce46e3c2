/// Says when progress is to be shown, and how: a function of the state and the wall clock, which
/// touches no stream itself.
struct ProgressMeter: Sendable {
  /// Nothing is drawn for work that ends sooner.
  static let delay = 0.5
  /// At most ten times a second.
  static let interval = 0.1

  var label: String
  /// What is counted: "seeds", "runs" or "evaluations".
  let noun: String
  let style: ProgressStyle
  /// Columns of the terminal.
  let width: Int
  private var lastShown: Double?
  private var lastQuarter = -1

  init(label: String, noun: String, style: ProgressStyle, width: Int) {
    (self.label, self.noun, self.style, self.width) = (label, noun, style, width)
  }

  /// As the user wants progress shown.
  init(label: String, noun: String, in context: CommandContext) {
    let surroundings = context.terminal.surroundings
    self.init(
      label: label, noun: noun,
      style: ProgressStyle.decide(
        context.options.progress, isAccessible: context.options.isAccessible,
        isQuiet: context.options.isQuiet, in: surroundings),
      width: TerminalWidth.decide(nil, for: surroundings.error, in: surroundings))
  }

  private func count(_ state: ProgressState) -> String {
    "\(label)  \(state.finished)/\(state.total) \(noun)"
  }

  /// What to write to standard error now; `elapsed` is in seconds since the start.
  mutating func update(_ state: ProgressState, elapsed: Double) -> String {
    switch style {
    case .none: return ""
    case .plain: return plainLines(state)
    case .redraw:
      guard isDue(elapsed) else { return "" }
      return "\r" + line(state, elapsed: elapsed) + "\u{1B}[K"
    case .json:
      guard isDue(elapsed) else { return "" }
      return json(state)
    }
  }

  /// What to write when the work has ended: the drawn line is erased, lines are completed.
  mutating func end(_ state: ProgressState) -> String {
    switch style {
    case .none: return ""
    case .plain: return plainLines(state)
    case .redraw: return lastShown == nil ? "" : "\r\u{1B}[K"
    case .json: return lastShown == nil ? "" : json(state)
    }
  }

  private mutating func isDue(_ elapsed: Double) -> Bool {
    guard elapsed >= Self.delay, elapsed - (lastShown ?? 0) >= Self.interval else { return false }
    lastShown = elapsed
    return true
  }

  private mutating func plainLines(_ state: ProgressState) -> String {
    let quarter = Int(state.share * 4)
    guard quarter > lastQuarter else { return "" }
    lastQuarter = quarter
    return "\(count(state))  \(quarter * 25)%\n"
  }

  /// One line, cut to one column less than the terminal has, so that it never wraps.
  func line(_ state: ProgressState, elapsed: Double) -> String {
    let percent = Int(state.share * 100)
    let filled = Int(state.share * 12)
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: 12 - filled)
    var line = "\(count(state))  [\(bar)]  \(percent)%"
    if state.events > 0, elapsed > 0 {
      line += "  \(Self.millions(Double(state.events) / elapsed)) M events/s"
    }
    if state.share > 0.01 {
      line += "  ETA \(Int(elapsed * (1 - state.share) / state.share) + 1) s"
    }
    return String(line.prefix(max(width - 1, 1)))
  }

  private static func millions(_ rate: Double) -> String {
    let tenths = Int(rate / 100_000)
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func json(_ state: ProgressState) -> String {
    "{\"finished\":\(state.finished),\"label\":\(JSONText.string(label)),"
      + "\"percent\":\(Int(state.share * 100)),\"total\":\(state.total)}\n"
  }
}
