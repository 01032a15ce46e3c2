import TestSupport
import XCTest

/// Words that do not belong into a finished repository.
final class WordTests: XCTestCase {
  private func texts() throws -> [(path: String, text: String)] {
    let folders = ["Sources", "Tests", "Benchmarks", "scenarios"]
    let paths = folders.flatMap { folder in
      ["swift", "md", "json", "sh"].flatMap { Repository.files(below: folder, withExtension: $0) }
    }
    return try (paths + ["README.md", "Package.swift"]).map { ($0, try Repository.text(of: $0)) }
  }

  func testNothingIsLeftToDo() throws {
    // Put together here, so that this file does not hold them.
    let words = [("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("place", "holder"), ("HA", "CK")]
      .map { $0 + $1 }
    for (path, text) in try texts() {
      for word in words where text.contains(word) {
        XCTFail("\(path) says \(word)")
      }
    }
  }

  func testNoPathOfTheMachineItWasWrittenOn() throws {
    let paths = [("/wo", "rk/"), ("/ho", "me/"), ("/Us", "ers/"), ("/tm", "p/h")].map { $0 + $1 }
    for (file, text) in try texts() {
      for path in paths where text.contains(path) {
        XCTFail("\(file) names \(path)")
      }
    }
  }
}
