/// What was wrong with the command line, or with a file it names.
struct UsageError: Error {
  var message: String
}

/// The command line of `bench`.
struct BenchOptions {
  /// How often everything is measured.
  var runs = 5
  /// Where the figures go as JSON, too.
  var jsonPath: String?
  /// Lengths of the simulated scenario.
  var minutes = [1]
  /// Only benchmarks whose name holds this text.
  var only = ""
  var wantsHelp = false

  static let help = """
    Usage: bench [--runs <n>] [--json <file>] [--hour] [--only <text>]

      --runs <n>      measure everything n times and show the median (default 5)
      --json <file>   write the figures to a file as well
      --hour          simulate 10 and 60 minutes of the scenario, too
      --only <text>   only the benchmarks whose name holds the text
    """

  init(arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    func value(of option: String) throws(UsageError) -> String {
      guard let value = rest.popFirst() else {
        throw UsageError(message: "\(option) needs a value")
      }
      return value
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--runs":
        let text = try value(of: argument)
        guard let count = Int(text), 1...1_000 ~= count else {
          throw UsageError(message: "--runs is \(text), must be 1 to 1000")
        }
        runs = count
      case "--json": jsonPath = try value(of: argument)
      case "--hour": minutes = [1, 10, 60]
      case "--only": only = try value(of: argument)
      case "--help", "-h": wantsHelp = true
      default: throw UsageError(message: "unknown argument \(argument)")
      }
    }
  }

  func includes(_ name: String) -> Bool { only.isEmpty || name.contains(only) }
}
