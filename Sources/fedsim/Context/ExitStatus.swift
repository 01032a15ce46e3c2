/// What the process says to its caller: our verdicts below 64, the system's codes from there
/// (sysexits.h), and 128 plus the signal's number.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case expectationFailed = 1
  case violation = 2
  case replayDiffered = 3
  case undecided = 4
  case usage = 64
  case badData = 65
  case noInput = 66
  case bug = 70
  case cannotCreate = 73
  case cannotWrite = 74
  case interrupted = 130
  case pipeClosed = 141

  /// One line for `fedsim help exit-codes`.
  var meaning: String {
    switch self {
    case .done: "Done; every error-level expectation was met."
    case .expectationFailed: "An expectation, a --fail-on rule or a conformance case failed."
    case .violation: "A safety invariant was violated; beats 1, 3 and 4."
    case .replayDiffered: "A replay differed from its original: determinism is broken."
    case .undecided: "Undecided: too few samples to judge an expectation."
    case .usage: "The command line cannot be meant."
    case .badData: "A scenario, result or data file is wrong; diagnostics are on stderr."
    case .noInput: "An input file cannot be read, or a folder holds none."
    case .bug: "A bug in the simulator; please report it with seed and version."
    case .cannotCreate: "An output file cannot be created."
    case .cannotWrite: "Writing failed."
    case .interrupted: "Interrupted; what was simulated is reported as incomplete."
    case .pipeClosed: "The reader of standard output went away."
    }
  }

  /// The one that counts when two things came about: an interruption, then a violation, then a
  /// failure, then what could not be decided.
  func combined(with other: ExitStatus) -> ExitStatus {
    let order: [ExitStatus] = [
      .interrupted, .violation, .expectationFailed, .replayDiffered, .undecided,
    ]
    return order.first { $0 == self || $0 == other } ?? max(self, other)
  }

  private func max(_ one: ExitStatus, _ other: ExitStatus) -> ExitStatus {
    one.rawValue >= other.rawValue ? one : other
  }
}
