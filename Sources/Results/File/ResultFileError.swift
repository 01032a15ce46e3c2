/// Why a result file cannot be read.
public struct ResultFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// Not JSON.
    case syntax(String)
    /// Another format or version than `fedsim.result/1`; carries what the file says it is.
    case unknownFormat(String)
    /// JSON, but not as a result must be.
    case shape(String)
  }
  public var reason: Reason
  /// Where, such as `runs[0].seed`; empty for the whole document.
  public var path: String
  /// Counted from 1, in characters.
  public var line: Int
  public var column: Int

  public init(reason: Reason, path: String, line: Int, column: Int) {
    self.reason = reason
    self.path = path
    self.line = line
    self.column = column
  }

  /// "7:3: runs[0].seed: a whole number is expected", to be put behind the file's name.
  public var description: String {
    let text =
      switch reason {
      case .syntax(let text), .shape(let text): text
      case .unknownFormat(let met):
        "format \"\(met)\" is not known; this version reads \"\(ResultFile.format)\""
      }
    return "\(line):\(column): " + (path.isEmpty ? text : "\(path): \(text)")
  }
}
