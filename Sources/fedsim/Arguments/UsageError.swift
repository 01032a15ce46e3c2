/// A command line that cannot be meant; exit 64.
struct UsageError: Error {
  /// A sentence or two.
  let message: String
  /// Whose usage line is shown.
  let spec: CommandSpec

  /// The three lines for standard error.
  var text: String {
    """
    Error: \(message)
    Usage: \(spec.usageLine)
      See '\(spec.invocation) --help' for more information.

    """
  }
}
