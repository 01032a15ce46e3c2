import TestSupport
import XCTest

/// Lines of at most 100 columns, files of at most 400 lines, functions of at most 70.
final class SizeTests: XCTestCase {
  private func files() throws -> [SwiftFile] {
    let files = try SwiftFile.all()
    XCTAssertGreaterThan(files.count, 100, "the repository was not found")
    return files + [try SwiftFile(path: "Package.swift")]
  }

  func testLinesHaveAtMost100Columns() throws {
    var found: [String: Int] = [:]
    for file in try files() {
      let count = file.lines.count { $0.utf8.count > 100 && $0.count > 100 }
      if count > 0 { found[file.path] = count }
    }
    try Offenders.check("long lines", found, limit: 0)
  }

  func testFilesHaveAtMost400Lines() throws {
    let sizes = try files().map { ($0.path, $0.lines.count - 1) }
    try Offenders.check("long files", Dictionary(uniqueKeysWithValues: sizes), limit: 400)
  }

  func testFunctionsHaveAtMost70Lines() throws {
    var found: [String: Int] = [:]
    for file in try files() {
      for function in FunctionFinder.functions(in: file) {
        let name = "\(file.path) \(function.name)"
        found[name] = max(found[name] ?? 0, function.lineCount)
      }
    }
    XCTAssertGreaterThan(found.count, 500, "the functions were not found")
    try Offenders.check("long functions", found, limit: 70)
  }

  func testNoTabsAndNoBlanksAtTheEnd() throws {
    for file in try files() {
      for (n, line) in file.lines.enumerated()
      where line.utf8.contains(9) || line.utf8.last == 32 {
        XCTFail("\(file.path):\(n + 1): a tab or a blank at the end")
      }
      XCTAssertEqual(file.lines.last, "", "\(file.path) must end with a line")
    }
  }
}
