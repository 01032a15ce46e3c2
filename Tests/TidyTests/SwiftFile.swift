import TestSupport

/// A Swift file of the repository, as written and with only its code left.
struct SwiftFile: Sendable {
  /// Relative to the package.
  let path: String
  let lines: [Substring]
  /// The same lines with comments and the insides of strings blanked out, as ASCII.
  let code: [ArraySlice<UInt8>]

  init(path: String) throws {
    self.init(path: path, text: try Repository.text(of: path))
  }

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = CodeText.blanked(Array(text.utf8))
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  /// Its first folder but one: the target of a file in Sources, Tests or Benchmarks.
  var target: String { String(path.split(separator: "/")[1]) }
  /// The first folder.
  var root: String { String(path.split(separator: "/")[0]) }

  /// Every Swift file of the repository.
  static func all() throws -> [SwiftFile] { try everything.get() }

  /// Those of targets that others can depend on; the executables alone may touch the outside.
  static func ofLibraries() throws -> [SwiftFile] {
    try all().filter { $0.root == "Sources" && $0.target != "fedsim" }
  }

  /// Read once for all tests.
  private static let everything = Result {
    try ["Sources", "Tests", "Benchmarks"]
      .flatMap { Repository.files(below: $0, withExtension: "swift") }
      .map { try SwiftFile(path: $0) }
  }
}

extension ArraySlice<UInt8> {
  /// The line as text.
  var text: String { String(decoding: self, as: UTF8.self) }
}

extension UInt8 {
  /// Whether it is part of a name.
  var isWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
