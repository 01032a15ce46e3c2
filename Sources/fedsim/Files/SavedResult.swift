import Foundation
import Results

/// Files that an earlier run saved.
enum SavedResult {
  /// Whether the file says that it is a result of whatever version: a member "format" whose value
  /// begins with "fedsim.result/".
  static func isOne(_ bytes: [UInt8]) -> Bool {
    let text = Data(bytes)
    let key = Data("\"format\"".utf8)
    let value = Data("\"fedsim.result/".utf8)
    let space = Data([0x20, 0x09, 0x0A, 0x0D])
    var rest = text.startIndex..<text.endIndex
    while let found = text.range(of: key, in: rest) {
      rest = found.upperBound..<text.endIndex
      var after = text[rest].drop { space.contains($0) }
      guard after.popFirst() == UInt8(ascii: ":") else { continue }
      if after.drop(while: { space.contains($0) }).starts(with: value) { return true }
    }
    return false
  }

  /// The outcome in the file.
  static func read(_ bytes: [UInt8], path: String) throws(CommandFailure) -> Outcome {
    do throws(ResultFileError) {
      return try ResultFile.decode(bytes)
    } catch {
      throw CommandFailure(.badInput, "\(path):\(error.description)")
    }
  }
}
