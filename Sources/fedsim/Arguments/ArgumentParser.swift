import Results

/// Takes command lines apart as swift-argument-parser does: `--opt value`, `--opt=value`,
/// `-o value`, `-qv`, `--no-flag`, `--` before what must not be taken for an option, `-` for a
/// stream, options and arguments in any order.
struct ArgumentParser {
  private var words: ArraySlice<String>
  private var parsed: ParsedArguments
  private let spec: CommandSpec
  /// What other commands take, for a hint where an option is unknown here.
  private let others: [CommandSpec]

  /// - Parameter known: what was already read, before the subcommand's name.
  init(
    _ words: ArraySlice<String>, for spec: CommandSpec, known: ParsedArguments? = nil,
    others: [CommandSpec] = []
  ) {
    (self.words, self.spec, self.others) = (words, spec, others)
    parsed = known?.options(for: spec) ?? ParsedArguments(spec: spec)
  }

  /// Reads options up to the first argument; returns them with the words from that argument on.
  mutating func parseLeadingOptions() throws(UsageError) -> (ParsedArguments, ArraySlice<String>) {
    while let word = words.first, word.hasPrefix("-"), word != "-", word != "--" {
      words.removeFirst()
      try parseOption(word)
    }
    if words.first == "--" { words.removeFirst() }
    return (parsed, words)
  }

  /// Reads the whole line and checks the number of arguments.
  mutating func parseAll() throws(UsageError) -> ParsedArguments {
    while let word = words.popFirst() {
      if word == "--" {
        parsed.positional += words
        words = []
      } else if word.hasPrefix("-"), word != "-" {
        try parseOption(word)
      } else {
        parsed.positional.append(word)
      }
    }
    try checkCount()
    return parsed
  }

  private mutating func parseOption(_ word: String) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let attached = parts.count > 1 ? String(parts[1]) : nil
    if let option = spec.option(named: name) {
      try take(option, attached: attached)
    } else if let flag = invertedFlag(name), attached == nil {
      parsed.set(flag, to: false)
    } else if !word.hasPrefix("--"), word.count > 2 {
      try parseCluster(word)
    } else {
      throw unknown(name)
    }
  }

  /// Short options in one word: "-qv", and "-ofile" as most tools accept it.
  private mutating func parseCluster(_ word: String) throws(UsageError) {
    let letters = Array(word.dropFirst())
    for (place, letter) in letters.enumerated() {
      guard let option = spec.option(named: "-\(letter)") else {
        throw unknown(place == 0 ? word : "-\(letter)")
      }
      if option.valueName != nil {
        let rest = String(letters[(place + 1)...])
        return try take(option, attached: rest.isEmpty ? nil : rest)
      }
      parsed.set(option, to: true)
    }
  }

  private mutating func take(_ option: OptionSpec, attached: String?) throws(UsageError) {
    guard option.valueName != nil else {
      if let attached {
        throw parsed.error("'\(option.name)' takes no value, but '\(attached)' was given.")
      }
      return parsed.set(option, to: true)
    }
    guard let value = attached ?? nextValue() else {
      throw parsed.error("Missing value for '\(option.nameWithValue)'.")
    }
    if let problem = option.complaint(value) {
      throw parsed.invalid(value, for: option, because: problem)
    }
    parsed.append(value, to: option)
  }

  /// The next word, unless it is an option itself; "-" and negative numbers are values.
  private mutating func nextValue() -> String? {
    guard let word = words.first else { return nil }
    if word.hasPrefix("-"), word != "-", word.dropFirst().first?.isNumber != true { return nil }
    return words.removeFirst()
  }

  private func invertedFlag(_ name: String) -> OptionSpec? {
    guard name.hasPrefix("--no-"),
      let option = spec.option(named: "--" + name.dropFirst(5)), option.valueName == nil,
      !GlobalOptions.answers.contains(option.name)
    else { return nil }
    return option
  }

  private func checkCount() throws(UsageError) {
    let given = parsed.positional
    if given.count > spec.count.upperBound {
      let extra = given[spec.count.upperBound...]
      let list = extra.map { "'\($0)'" }.joined(separator: ", ")
      throw parsed.error(
        extra.count == 1 ? "Unexpected argument \(list)." : "Unexpected arguments: \(list).")
    }
    if given.count < spec.count.lowerBound {
      let missing = spec.arguments.map(\.label).joined(separator: " ").split(separator: " ")
      let label = missing[min(given.count, missing.count - 1)]
      throw parsed.error("Missing expected argument '\(label)'.")
    }
  }

  private func unknown(_ name: String) -> UsageError {
    let owners = others.filter { $0.options.contains { $0.names.contains(name) } }
    if let first = owners.first {
      let names = owners.map { "'\($0.name)'" }
      let list = names.count == 1
        ? names[0] : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
      let advice =
        spec.name.isEmpty
        ? "It belongs to \(list): write it after the subcommand, "
          + "'fedsim \(first.name) \(name) ...'."
        : "It belongs to \(list)."
      return parsed.error("Unknown option '\(name)'. \(advice)")
    }
    let known = (spec.options + GlobalOptions.all).flatMap(\.names).filter { $0.hasPrefix("--") }
    let bare = name.drop { $0 == "-" }
    let guess = nearestName(to: String(bare), among: known.map { String($0.dropFirst(2)) })
    let hint = guess.map { " Did you mean '--\($0)'?" } ?? ""
    return parsed.error("Unknown option '\(name)'.\(hint)")
  }
}
