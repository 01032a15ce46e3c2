import TestSupport
import XCTest

/// Imports follow the table of dependencies in Package.swift, which goes one way.
final class ImportTests: XCTestCase {
  /// What each target says it needs.
  private func table() throws -> [String: [String]] {
    let text = CodeTable.read(try Repository.text(of: "Package.swift"))
    XCTAssertGreaterThan(text.count, 20, "the table was not found")
    return text
  }

  private func imports(_ file: SwiftFile) -> [String] {
    file.lines.prefix(40).compactMap { line in
      let words = line.split(separator: " ")
      guard let i = words.firstIndex(of: "import"), words[..<i].allSatisfy({ $0.hasPrefix("@") })
      else { return nil }
      return words.last.map(String.init)
    }
  }

  func testSourcesImportWhatTheirTargetNeeds() throws {
    let table = try table()
    /// Parts of the toolchain that some targets use.
    let toolchain: [String: Set<String>] = [
      "Experiments": ["Synchronization"],
      "fedsim": ["Foundation", "Synchronization", "Dispatch", "Glibc", "Darwin", "Musl"],
      "bench": ["Foundation"],
      "ConsensusTesting": ["Foundation"],
    ]
    for file in try SwiftFile.all() where file.root != "Tests" {
      let needs = try XCTUnwrap(table[file.target], "\(file.path) is in no target")
      let allowed = Set(needs).union(toolchain[file.target] ?? [])
      for name in imports(file) where !allowed.contains(name) {
        XCTFail("\(file.path) imports \(name), which \(file.target) does not need")
      }
    }
  }

  func testTestsImportWhatTheirTargetNeeds() throws {
    let table = try table()
    let toolchain: Set = ["Foundation", "XCTest", "Dispatch", "Synchronization", "Glibc"]
    for file in try SwiftFile.all() where file.root == "Tests" {
      XCTAssertNotNil(table[file.target], "\(file.path) is in no target")
      let allowed = toolchain.union(below(file.target, table))
      for name in imports(file) where !allowed.contains(name) {
        XCTFail("\(file.path) imports \(name), which \(file.target) does not need")
      }
    }
  }

  /// All that a target needs, and all that those need.
  private func below(_ target: String, _ table: [String: [String]]) -> Set<String> {
    var found: Set<String> = []
    var rest = table[target] ?? []
    while let next = rest.popLast() {
      if found.insert(next).inserted { rest += table[next] ?? [] }
    }
    return found
  }

  func testNoTargetIsBelowItself() throws {
    let table = try table()
    for target in table.keys.sorted() {
      XCTAssertFalse(below(target, table).contains(target), "\(target) needs itself")
    }
  }

  func testAModuleNeverSharesItsNameWithAType() throws {
    let targets = Set(try table().keys)
    let kinds: Set = ["struct", "class", "enum", "protocol", "typealias"]
    for file in try SwiftFile.all() where file.root == "Sources" {
      for line in file.code {
        let words = line.split { !$0.isWord }.map(\.text)
        for (kind, name) in zip(words, words.dropFirst())
        where kinds.contains(kind) && targets.contains(name) {
          XCTFail("\(file.path): type \(name) is called like a module")
        }
      }
    }
  }
}

/// Reads the targets of Package.swift: every name, and the names of modules that follow it before
/// the next target begins.
private enum CodeTable {
  static func read(_ text: String) -> [String: [String]] {
    let beginnings = ["library(", "tests(", ".executableTarget(", ".target("]
    guard let list = text.range(of: "targets: [\n") else { return [:] }
    var table: [String: [String]] = [:]
    var target = ""
    var isExcluding = false
    for line in text[list.upperBound...].split(separator: "\n") {
      var words = quoted(line)
      let trimmed = line.drop { $0 == " " }
      if beginnings.contains(where: { trimmed.hasPrefix($0) }) {
        target = ""
        isExcluding = false
      }
      if line.contains("exclude:") || line.contains("path:") {
        let mark = line.range(of: "exclude:") ?? line.range(of: "path:")
        words = quoted(mark.map { line[..<$0.lowerBound] } ?? line)
        isExcluding = true
      }
      if target.isEmpty, let name = words.first {
        target = name
        table[name] = Array(words.dropFirst())
      } else if !isExcluding || !words.isEmpty {
        table[target, default: []] += words
      }
    }
    return table
  }

  private static func quoted(_ line: Substring) -> [String] {
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
  }
}
