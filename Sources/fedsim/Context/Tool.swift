/// What the program says of itself.
enum Tool {
  /// As `--version` shows it.
  static let version = "0.1.0"
}
