/// The file of one outcome: everything that was found, as JSON with sorted keys.
///
/// Numbers are whole (nanoseconds, counts, parts per million), no data is null, lists have a fixed
/// order, and equal outcomes have equal bytes.
public enum ResultFile {
  /// Name and version of the format. Adding keys keeps the version; anything else raises it.
  public static let format = "fedsim.result/1"
  /// The version of the tool, as the file names it.
  public static let toolVersion = "0.1.0"

  /// The bytes of `outcome`'s file: a pure function of it. `exitCode` is by default the
  /// judgement's, or `interrupted` when a run did not end.
  public static func encode(_ outcome: Outcome, exitCode: ExitCode? = nil) -> [UInt8] {
    ResultEncoder(outcome: outcome, exitCode: exitCode).document.encoded()
  }

  /// The outcome that `bytes` were made from. What can be computed from the rest (merged figures,
  /// verdicts, the exit code) is not read.
  public static func decode(_ bytes: [UInt8]) throws(ResultFileError) -> Outcome {
    let document = try JSONCursor(parsing: bytes)
    guard let format = try document.find("format") else {
      throw document.error(.shape("not a result file: the key \"format\" is missing"))
    }
    let met = try format.string
    guard met == Self.format else { throw format.error(.unknownFormat(met)) }
    return try ResultDecoder(document: document).outcome()
  }
}
