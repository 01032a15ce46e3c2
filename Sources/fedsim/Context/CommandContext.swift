import Results

/// All that a command can reach: streams, global options, and the way to stop it.
struct CommandContext: Sendable {
  let terminal: Terminal
  let options: GlobalOptions
  let simulator: Simulator
  let interrupt: Interrupt

  /// Columns for a document in a file, or on standard output.
  func width(isFile: Bool) -> Int {
    let surroundings = terminal.surroundings
    return TerminalWidth.decide(
      options.width, for: isFile ? .pipe : surroundings.output, in: surroundings)
  }

  /// Writes to standard output as one piece.
  func print(_ text: String) throws(CommandFailure) {
    guard !text.isEmpty else { return }
    switch terminal.writeOutput(Array(text.utf8)) {
    case .written: return
    case .closed: throw CommandFailure(.pipeClosed)
    case .failed(let reason):
      throw CommandFailure(.cannotWrite, "Cannot write to standard output: \(reason).")
    }
  }

  /// Writes to standard error; what cannot be written is lost, for there is nowhere to say so.
  func printError(_ text: String) { _ = terminal.writeError(Array(text.utf8)) }

  /// Progress, which says itself where it belongs.
  func printProgress(_ text: String) {
    if !text.isEmpty { printError(text) }
  }

  /// A line on standard error, unless the user wants quiet.
  func note(_ line: String) {
    if !options.isQuiet { printError("note: \(line)\n") }
  }

  /// The same, for what is worth attention.
  func warn(_ line: String) {
    if !options.isQuiet { printError("warning: \(line)\n") }
  }

  /// What is being done and why, with `--verbose`.
  func explain(_ line: @autoclosure () -> String) {
    if options.isVerbose { printError("fedsim: \(line())\n") }
  }

  /// Gives the command's document: to standard output, or with `--output` to a file while standard
  /// output gets the text; nothing on standard output when quiet.
  ///
  /// - Parameter render: the document in a format; the flag is true when it goes to a file.
  func publish(
    _ render: (GlobalOptions.Format, _ isFile: Bool) -> String
  ) throws(CommandFailure) {
    var format = options.format
    if let path = options.output, path != "-" {
      explain("writing the \(format.rawValue) document to \(path)")
      try OutputFile(path).write(render(format, true))
      format = .text
    }
    if !options.isQuiet { try print(render(format, false)) }
  }

  /// Gives text that is the whole purpose of the command: to the file of `--output` alone, or to
  /// standard output, quiet or not.
  func deliver(_ text: String) throws(CommandFailure) {
    guard let path = options.output, path != "-" else { return try print(text) }
    try OutputFile(path).write(text)
  }
}
