/// What a command takes: from this one table come its parser, its help and its suggestions.
struct CommandSpec: Sendable {
  struct Argument: Sendable {
    /// As the help shows it: "<scenario>".
    let label: String
    let help: String
    init(_ label: String, _ help: String) { (self.label, self.help) = (label, help) }
  }

  struct Table: Sendable {
    let title: String
    let rows: [Argument]
  }

  /// Empty for the root.
  let name: String
  /// The line of the command in the list of subcommands.
  let summary: String
  /// The first paragraph of its help.
  let overview: String
  /// What follows the name in the usage line: "[<options>] <scenario> ...".
  let usage: String
  var arguments: [Argument] = []
  /// How many arguments there may be.
  var count: ClosedRange<Int> = 0...0
  var options: [OptionSpec] = []
  /// Whole lines under EXAMPLES.
  var examples: [String] = []
  /// Tables that this command alone has, such as the words of a language that it reads.
  var tables: [Table] = []
  /// A last paragraph.
  var note = ""

  /// "fedsim run".
  var invocation: String { name.isEmpty ? "fedsim" : "fedsim \(name)" }

  var usageLine: String { "\(invocation) \(usage)" }

  /// The option that `name` ("-o", "--output") names, global ones included.
  func option(named name: String) -> OptionSpec? {
    (options + GlobalOptions.all).first { $0.names.contains(name) }
  }
}
