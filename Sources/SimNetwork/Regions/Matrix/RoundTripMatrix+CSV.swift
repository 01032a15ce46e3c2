extension RoundTripMatrix {
  /// The most regions a matrix may have.
  public static let maximumRegions = 1024

  /// Reads a matrix of round trips from comma-separated values in UTF-8.
  ///
  /// ```
  /// rtt,     us-east, eu-west, lab
  /// us-east, ,        68.5,    80ms
  /// eu-west, 68.5,    0.9,     12
  /// lab,     ,        12,
  /// ```
  /// The first row and the first column name the regions; rows may stand in any order. A number is
  /// in milliseconds, or has a unit: ns, us, ms, s. A cell that is blank or `-` takes the value of
  /// its opposite, so half a matrix will do; if both are given they may differ. The diagonal (the
  /// round trip between zones) may be blank or 0, which is the same. Semicolons or tabs may
  /// separate; fields may be quoted (RFC 4180); blank lines and a byte order mark are skipped.
  ///
  /// Throws all that is wrong, up to 20 problems. `nearest` finds the name that a mistyped one was
  /// meant to be. Takes time in proportion to the text, and refuses one over 16 MiB unread.
  public init(
    csv bytes: [UInt8],
    nearest: @escaping (_ name: String, _ names: [String]) -> String? = { _, _ in nil }
  ) throws(RoundTripMatrixError) {
    var reader = RoundTripMatrixReader(nearest: nearest)
    guard let matrix = reader.read(bytes) else {
      throw RoundTripMatrixError(problems: reader.problemsByPosition)
    }
    self = matrix
  }

  /// Reads a matrix of round trips from comma-separated values; see `init(csv:nearest:)`.
  public init(
    csv text: String,
    nearest: @escaping (_ name: String, _ names: [String]) -> String? = { _, _ in nil }
  ) throws(RoundTripMatrixError) {
    try self.init(csv: Array(text.utf8), nearest: nearest)
  }
}
