import Results

/// What the program says of itself.
enum Tool {
  /// As `--version` shows it.
  static let version = ResultFile.toolVersion
}
