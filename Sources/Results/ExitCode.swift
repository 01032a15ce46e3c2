/// What the process tells its caller. The words are those of `fedsim help exit-codes`.
public enum ExitCode: Int32, CaseIterable, Sendable {
  case done = 0
  case expectationFailed = 1
  case violation = 2
  case replayDiffered = 3
  case undecided = 4
  case usage = 64
  case badInput = 65
  case noInput = 66
  case simulatorBug = 70
  case cannotCreateOutput = 73
  case cannotWrite = 74
  case interrupted = 130
  case pipeClosed = 141

  /// One line for `fedsim help exit-codes`.
  public var meaning: String {
    switch self {
    case .done: "done; every error-level expectation met"
    case .expectationFailed: "an expectation or a --fail-on rule failed"
    case .violation: "a safety invariant was violated (beats 1, 3, 4)"
    case .replayDiffered: "replay differed: determinism broken"
    case .undecided: "undecided: budget spent, or no data for an expectation"
    case .usage: "bad command line"
    case .badInput: "bad scenario or result file"
    case .noInput: "cannot read input"
    case .simulatorBug: "bug in the simulator"
    case .cannotCreateOutput: "cannot create output"
    case .cannotWrite: "cannot write"
    case .interrupted: "interrupted; results are partial"
    case .pipeClosed: "pipe closed"
    }
  }

  /// The code of several judgements together: a violation beats a failed expectation, that beats
  /// a replay that differed, that beats an undecided rule.
  public static func combined(_ codes: [ExitCode]) -> ExitCode {
    let order: [ExitCode] = [.violation, .expectationFailed, .replayDiffered, .undecided]
    return order.first { codes.contains($0) } ?? codes.first { $0 != .done } ?? .done
  }
}
