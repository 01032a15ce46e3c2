/// Finds functions and initialisers and how many lines they take.
enum FunctionFinder {
  struct Function: Equatable {
    var name: String
    /// Counted from 1.
    var line: Int
    var lineCount: Int
  }

  /// The functions that have a body, in the order of their first lines.
  static func functions(in file: SwiftFile) -> [Function] {
    var found: [Function] = []
    for (n, line) in file.code.enumerated() {
      guard let (name, column) = declaration(in: line) else { continue }
      if let count = lineCount(file.code[n...], column: column) {
        found.append(Function(name: name, line: n + 1, lineCount: count))
      }
    }
    return found
  }

  /// The function that a line declares, and where the name begins: a line declares one at most.
  private static func declaration(in line: ArraySlice<UInt8>) -> (name: String, column: Int)? {
    var words = line.split { !$0.isWord }
    let modifiers: Set = [
      "public", "private", "fileprivate", "internal", "static", "class", "mutating",
      "nonmutating", "override", "convenience", "required", "consuming", "borrowing", "inline",
      "__always", "never", "inlinable", "usableFromInline", "discardableResult", "isolated",
      "nonisolated", "Sendable", "MainActor", "unsafe",
    ]
    while let word = words.first, modifiers.contains(word.text) { words.removeFirst() }
    guard let word = words.first else { return nil }
    if word.text == "init" { return ("init", word.startIndex) }
    guard word.text == "func" else { return nil }
    let name = line[word.endIndex...].drop { $0 == 32 }
      .prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "<") && $0 != 32 }
    return (name.text, word.startIndex)
  }

  /// Lines until the body ends; nil when there is none before the next declaration.
  private static func lineCount(_ lines: ArraySlice<ArraySlice<UInt8>>, column: Int) -> Int? {
    var (round, curly) = (0, 0)
    for (n, line) in lines.enumerated() {
      let isFirst = n == 0
      if !isFirst, curly == 0, round == 0, declaration(in: line) != nil { return nil }
      for byte in isFirst ? line[column...] : line {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["): round += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): round -= 1
        case UInt8(ascii: "{") where round == 0 || curly > 0: curly += 1
        case UInt8(ascii: "}") where curly > 0:
          curly -= 1
          if curly == 0 { return n + 1 }
        case UInt8(ascii: "}") where round == 0: return nil
        default: break
        }
      }
    }
    return nil
  }
}
