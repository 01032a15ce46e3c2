import Conformance
import TestSupport
import XCTest

/// Stories in the data-driven format, one for each section of the Raft paper and of Ongaro's thesis
/// that says what must happen. The folder `Scripts` holds them.
final class PaperScriptsTests: XCTestCase {
  private static let folder = "Tests/ConformanceTests/Scripts"

  /// The sections that have a story.
  private static let sections = [
    "Raft §5.2", "Raft §5.3", "Raft §5.4.1", "Raft §5.4.2", "Raft §5.5", "Raft §6", "Raft §7",
    "Thesis §3.8", "Thesis §3.10", "Thesis §4.1", "Thesis §4.2.1", "Thesis §4.2.2",
    "Thesis §4.2.3", "Thesis §4.3", "Thesis §6.2", "Thesis §6.4", "Thesis §6.4.1", "Thesis §9.6",
    "Thesis §10.2.1",
  ]

  private func scripts() throws -> [(name: String, text: String)] {
    let names = Repository.files(below: Self.folder, withExtension: "txt")
    XCTAssertGreaterThanOrEqual(names.count, 22, "the stories were not found")
    return try names.map { ($0, try Repository.text(of: $0)) }
  }

  /// To take over what is printed, run `fedsim conformance --rewrite` on the folder, and read the
  /// difference: the paper decides what is right.
  func testEveryStoryEndsAsItIsTold() throws {
    for (name, text) in try scripts() {
      let result = ScriptRunner.run(text: text, name: name)
      if let complaint = result.complaint { XCTFail(complaint) }
      XCTAssertGreaterThan(result.passed, 10, name)
      XCTAssertEqual(result.rewritten, text, name)
    }
  }

  /// Every story says in its first line what it shows, and explains itself on the way.
  func testEveryStoryCitesItsSection() throws {
    var told: Set<String> = []
    for (name, text) in try scripts() {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let cited = lines[0].matches(of: /(Raft|Thesis) §[0-9]+(\.[0-9]+)*/).map { String($0.0) }
      let section = try XCTUnwrap(cited.first, "\(name) cites nothing")
      told.formUnion(cited)
      XCTAssertTrue(lines[0].hasPrefix("# \(section), "), name)
      let stem = section.lowercased().replacing(" §", with: "-") + "-"
      XCTAssertTrue(name.hasPrefix("\(Self.folder)/\(stem)"), "\(name) tells of \(section)")
      XCTAssertGreaterThanOrEqual(lines.count { $0.hasPrefix("# ") }, 7, "\(name) tells too little")
      XCTAssertLessThan(lines.count, 230, "\(name) tells too much")
      for (index, line) in lines.enumerated() where line.hasPrefix("#") {
        XCTAssertLessThanOrEqual(line.count, 100, "\(name):\(index + 1)")
      }
    }
    for section in Self.sections {
      XCTAssertTrue(told.contains(section), "\(section) has no story")
    }
  }
}
