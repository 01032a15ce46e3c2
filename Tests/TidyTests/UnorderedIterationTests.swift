import TestSupport
import XCTest

/// Nothing walks over a dictionary or set whose order could reach an outcome (simulation testing:
/// D4). Text alone cannot know every type; it knows what a file declares as one.
final class UnorderedIterationTests: XCTestCase {
  /// Walks whose order reaches nothing, each with its reason.
  private static let harmless = [
    "Sources/Experiments/Setup/KeySpace.swift blocks": "the blocks fill separate stretches"
  ]

  func testLibrariesDoNotWalkOverDictionariesAndSets() throws {
    for file in try SwiftFile.ofLibraries() {
      for (line, name) in Self.walks(in: file)
      where Self.harmless["\(file.path) \(name)"] == nil {
        XCTFail("\(file.path):\(line): walks over \(name), whose order differs between processes")
      }
    }
  }

  func testFindsWalksAndLeavesLookupsAndSortedOnesAlone() {
    let file = SwiftFile(
      path: "Sources/X/Y.swift",
      text: """
        var ages: [String: Int] = [:]
        private let seen = Set<Int>()
        let rows: [[String]] = []
        func f() {
          for row in rows { use(row) }
          if seen.contains(3), ages["x"] == nil { return }
          for age in ages { use(age) }
          let all = self.seen.map { $0 + 1 }
          let names = ages.keys.filter { $0 != "" }
          use(names)
          use(names)
          use(names)
          use(names)
          let some = seen.map { $0 + 1 }
            .sorted()
          for age in ages.values.sorted() { use(age) }
        }
        """)
    XCTAssertEqual(
      Self.walks(in: file).map { "\($0.line) \($0.name)" }, ["7 ages", "8 seen", "9 ages"])
  }

  private static func walks(in file: SwiftFile) -> [(line: Int, name: String)] {
    let names = declared(in: file)
    guard !names.isEmpty, let regex = walk(over: names) else { return [] }
    var found: [(line: Int, name: String)] = []
    for (n, line) in file.code.enumerated() {
      let text = line.text
      guard names.contains(where: text.contains) else { continue }
      // A chain of calls may sort at its end.
      let statement = file.code[n...].prefix(5).map(\.text)
      guard !statement.contains(where: { $0.contains("sort") }) else { continue }
      for match in text.matches(of: regex) {
        if let name = match.output[1].substring ?? match.output[2].substring {
          found.append((n + 1, String(name)))
        }
      }
    }
    return found
  }

  /// Matches `for x in name {` and `name.map {`, also over the keys or values of one.
  private static func walk(over names: [String]) -> Regex<AnyRegexOutput>? {
    let steps =
      "map|flatMap|compactMap|filter|forEach|reduce|first|enumerated|min|max|prefix|joined"
    let any = "(" + names.joined(separator: "|") + ")"
    let part = #"(?:\.keys|\.values)?"#
    let loop = #"\bfor .* in (?:self\.)?"# + any + part + #"(?: where .*| \{|$)"#
    let call = #"\b"# + any + part + #"\.(?:"# + steps + #")\b"#
    return try? Regex(loop + "|" + call).wordBoundaryKind(.simple)
  }

  /// The properties and variables that `file` declares as a dictionary or set, and never as
  /// something else.
  private static func declared(in file: SwiftFile) -> [String] {
    let kept = #"(?:: | = )(?:\[\w[\w.]*: |Set<)"#
    guard let regex = try? Regex(#"\b(?:let|var) (\w+)\b("# + kept + ")?") else { return [] }
    var names: Set<String> = []
    var others: Set<String> = []
    for line in file.code {
      let text = line.text
      guard text.contains("let ") || text.contains("var ") else { continue }
      for match in text.matches(of: regex) {
        guard let name = match.output[1].substring.map(String.init) else { continue }
        if match.output[2].substring == nil { others.insert(name) } else { names.insert(name) }
      }
    }
    return names.subtracting(others).sorted()
  }
}
