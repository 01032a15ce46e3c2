/// Options that several commands take, with one meaning.
enum SharedOptions {
  static let set = ValueOption<String>(
    "--set <path=value>", "Override a value: --set duration=30s (repeatable)"
  ) { text throws(BadValue) in
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw BadValue("It must be a path, '=' and a value, such as duration=30s.")
    }
    return text
  }

  /// Standard input can be read once only.
  static func checkSingleStandardInput(_ parsed: ParsedArguments) throws(UsageError) {
    if parsed.positional.count(where: { $0 == "-" }) > 1 {
      throw parsed.error("Standard input ('-') can be read only once.")
    }
  }
}
