/// The options that every subcommand takes, before or after its name.
struct GlobalOptions: Sendable {
  enum Format: String, CaseIterable, Sendable { case text, json, csv, markdown }

  static let format = ValueOption<Format>(
    oneOf: "--format <format>", "text, json, csv or markdown on stdout. (default: text)")
  static let output = ValueOption<String>(
    "-o, --output <file>", "Put that document in a file; stdout gets the text.")
  static let color = ValueOption<When>(
    oneOf: "--color <when>", "auto, always or never. (default: auto)")
  static let theme = ValueOption<Theme>(
    oneOf: "--theme <theme>", "dark, light or mono. (default: dark)")
  static let charset = ValueOption<CharsetChoice>(
    oneOf: "--charset <set>", "auto, braille, block or ascii. (default: auto)")
  static let width = ValueOption<Int>(
    "--width <columns>", "40 to 200. (default: the terminal's, else 80)"
  ) { text throws(BadValue) in
    guard let columns = Int(text), TerminalWidth.range.contains(columns) else {
      throw BadValue("It must be a whole number from 40 to 200.")
    }
    return columns
  }
  static let timeUnit = ValueOption<TimeUnitChoice>(
    oneOf: "--time-unit <unit>", "auto, us, ms or s. (default: auto)")
  static let progress = ValueOption<ProgressChoice>(
    oneOf: "--progress <when>", "auto, never, plain or json. (default: auto)")
  static let accessible = Flag(
    "--accessible", "No redraw, no drawings: every chart as a table.")
  static let quiet = Flag("-q, --quiet", "Errors and exit code only.")
  static let verbose = Flag("-v, --verbose", "Say on stderr what is being done and why.")
  static let version = Flag("--version", "Show the version.")
  static let help = Flag("-h, --help", "Show help information.")

  /// In the order of the help.
  static let all: [OptionSpec] = [
    format.spec, output.spec, color.spec, theme.spec, charset.spec, width.spec, timeUnit.spec,
    progress.spec, accessible.spec, quiet.spec, verbose.spec, version.spec, help.spec,
  ]

  /// Those that are answered instead of running anything.
  static let answers = [version.spec.name, help.spec.name]

  var format = Format.text
  var output: String?
  var color = When.auto
  var theme = Theme.dark
  var charset = CharsetChoice.auto
  var width: Int?
  var timeUnit = TimeUnitChoice.auto
  var progress = ProgressChoice.auto
  var isAccessible = false
  var isQuiet = false
  var isVerbose = false

  /// Whether standard output gets the text: `--output` takes other formats elsewhere.
  var printsText: Bool { !isQuiet && (format == .text || output.map { $0 != "-" } == true) }

  init() {}

  init(_ arguments: ParsedArguments) throws(UsageError) {
    format = try arguments.last(Self.format) ?? .text
    output = try arguments.last(Self.output)
    color = try arguments.last(Self.color) ?? .auto
    theme = try arguments.last(Self.theme) ?? .dark
    charset = try arguments.last(Self.charset) ?? .auto
    width = try arguments.last(Self.width)
    timeUnit = try arguments.last(Self.timeUnit) ?? .auto
    progress = try arguments.last(Self.progress) ?? .auto
    isAccessible = arguments.isOn(Self.accessible)
    isQuiet = arguments.isOn(Self.quiet)
    isVerbose = arguments.isOn(Self.verbose)
    if isQuiet && isVerbose {
      throw arguments.error("'--quiet' and '--verbose' exclude each other.")
    }
  }
}
