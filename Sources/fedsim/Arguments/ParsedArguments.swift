/// A command line taken apart: which options were given, with what values, and the rest.
struct ParsedArguments: Sendable {
  let spec: CommandSpec
  /// Arguments that belong to no option, in order.
  var positional: [String] = []
  /// Values by the option's long name, in order.
  private(set) var values: [String: [String]] = [:]
  private(set) var flags: [String: Bool] = [:]

  init(spec: CommandSpec) { self.spec = spec }

  mutating func set(_ flag: OptionSpec, to isOn: Bool) { flags[flag.name] = isOn }

  mutating func append(_ value: String, to option: OptionSpec) {
    values[option.name, default: []].append(value)
  }

  /// The same options, for another command: what stood before the subcommand's name.
  func options(for spec: CommandSpec) -> ParsedArguments {
    var copy = ParsedArguments(spec: spec)
    (copy.values, copy.flags) = (values, flags)
    return copy
  }

  /// Whether the flag was given, and not taken back by `--no-`; nil when it was not mentioned.
  func isOn(_ flag: Flag) -> Bool { flags[flag.spec.name] ?? false }

  /// Every value given to a repeatable option, in order.
  func all<Value>(_ option: ValueOption<Value>) throws(UsageError) -> [Value] {
    var read: [Value] = []
    for text in values[option.spec.name] ?? [] {
      do throws(BadValue) {
        read.append(try option.read(text))
      } catch {
        throw invalid(text, for: option.spec, because: error)
      }
    }
    return read
  }

  /// The value of an option; the last one counts.
  func last<Value>(_ option: ValueOption<Value>) throws(UsageError) -> Value? {
    try all(option).last
  }

  /// The argument at `place`, which must be one of an enumeration's words.
  func word<Word: CaseIterable & RawRepresentable>(
    at place: Int
  ) throws(UsageError) -> Word where Word.RawValue == String {
    do throws(BadValue) {
      return try readWord(positional[place])
    } catch {
      let label = spec.arguments[min(place, spec.arguments.count - 1)].label
      throw self.error(
        "The value '\(positional[place])' is invalid for '\(label)'. \(error.reason)")
    }
  }

  func invalid(_ text: String, for option: OptionSpec, because problem: BadValue) -> UsageError {
    error("The value '\(text)' is invalid for '\(option.nameWithValue)'. \(problem.reason)")
  }

  func error(_ message: String) -> UsageError { UsageError(message: message, spec: spec) }
}
