/// The file of one outcome: everything that was found, as JSON with sorted keys.
public enum ResultFile {
  /// Name and version of the format. Adding keys keeps the version; anything else raises it.
  public static let format = "fedsim.result/1"
  /// The version of the tool, as the file names it.
  public static let toolVersion = "0.1.0"

  /// The bytes of `outcome`'s file: a pure function of it. `exitCode` is the judgement's by default.
  public static func encode(_ outcome: Outcome, exitCode: ExitCode? = nil) -> [UInt8] {
    []
  }

  /// The outcome that `bytes` were made from.
  public static func decode(_ bytes: [UInt8]) throws(ResultFileError) -> Outcome {
    throw ResultFileError(reason: .syntax("empty"), path: "", line: 1, column: 1)
  }
}
