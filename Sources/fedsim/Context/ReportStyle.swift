import Reporting

extension CommandContext {
  /// How reports are drawn for a file or for standard output.
  func reportOptions(isFile: Bool) -> ReportOptions {
    let surroundings = terminal.surroundings
    let stream = isFile ? Surroundings.Stream.pipe : surroundings.output
    let color = TerminalColor.decide(
      isFile && options.color == .auto ? .never : options.color, theme: options.theme,
      for: stream, in: surroundings)
    return ReportOptions(
      width: width(isFile: isFile),
      charset: TerminalCharset.decide(options.charset, for: stream, in: surroundings).forReports,
      color: color != .none, has256Colors: color != .sixteen,
      theme: ReportOptions.Theme(rawValue: options.theme.rawValue) ?? .dark,
      timeUnit: ReportOptions.TimeUnit(rawValue: options.timeUnit.rawValue) ?? .auto,
      accessible: options.isAccessible)
  }
}

extension TerminalCharset {
  fileprivate var forReports: ReportOptions.Charset {
    switch self {
    case .ascii: .ascii
    case .block: .block
    case .braille: .braille
    }
  }
}
