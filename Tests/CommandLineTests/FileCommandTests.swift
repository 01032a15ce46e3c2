import Foundation
import Results
import ScenarioFormat
import XCTest

@testable import fedsim

/// `new`, `validate`, `list`, `schema` and `conformance`.
final class FileCommandTests: XCTestCase {
  func testEveryTemplateIsValidAndRunsByName() {
    XCTAssertFalse(Templates.all.isEmpty)
    for template in Templates.all {
      let stage = Stage()
      XCTAssertEqual(stage.run("validate", "--strict", "builtin:\(template.name)"), .done)
      XCTAssertEqual(stage.printed, "builtin:\(template.name): valid\n", stage.complained)
    }
    XCTAssertNotNil(Templates.named("three-regions"), "the first page's example names it")
  }

  func testNewNeverOverwritesUnasked() throws {
    try withFolder { folder in
      let path = folder + "/eu.json"
      XCTAssertEqual(Stage().run("new", "three-regions", "-o", path), .done)
      let text = try read(path)
      try write("mine", to: path)
      let stage = Stage()
      XCTAssertEqual(stage.run("new", "three-regions", "-o", path), .cannotCreateOutput)
      XCTAssertTrue(stage.complained.contains("--force overwrites it"), stage.complained)
      XCTAssertEqual(try read(path), "mine")
      XCTAssertEqual(Stage().run("new", "three-regions", "-o", path, "--force"), .done)
      XCTAssertEqual(try read(path), text)
      XCTAssertEqual(Stage().run("new", "annotated", "-o", folder + "/x.json"), .usage)
    }
  }

  func testValidateShowsEveryMistakeInTheFormAskedFor() throws {
    try withFolder { folder in
      let path = folder + "/bad.json"
      try write("{\n  \"duration\": 30,\n  \"wramup\": \"1s\"\n}\n", to: path)
      let text = Stage()
      XCTAssertEqual(text.run("validate", path), .badInput)
      XCTAssertTrue(text.complained.contains("--> \(path):2:15"), text.complained)
      XCTAssertEqual(text.printed, "\(path): not valid\n")
      let short = Stage()
      short.run("validate", path, "--diagnostics", "short")
      XCTAssertTrue(short.complained.contains("\(path):2:15: error: "), short.complained)
      let json = Stage()
      XCTAssertEqual(json.run("validate", path, "--format", "json"), .badInput)
      XCTAssertEqual(json.complained, "")
      let document = try JSONSerialization.jsonObject(with: Data(json.printed.utf8))
      XCTAssertEqual((document as? [[String: Any]])?.count, 1)
    }
  }

  func testValidateTakesFoldersAndGoesOnAfterABadFile() throws {
    try withFolder { folder in
      try write("{}", to: folder + "/a.json")
      try write(XCTUnwrap(Templates.named("three-zones")).text, to: folder + "/b.json")
      try write("{}", to: folder + "/x.schema.json")
      let stage = Stage()
      XCTAssertEqual(stage.run("validate", folder), .badInput)
      XCTAssertEqual(stage.printed, "\(folder)/a.json: not valid\n\(folder)/b.json: valid\n")
    }
  }

  func testStrictLetsWarningsFail() throws {
    let words = ["validate", "builtin:three-regions", "--set", "groups.0.electionTimeout=1s"]
    let lax = Stage()
    XCTAssertEqual(lax.run(words), .done)
    XCTAssertTrue(lax.complained.contains("warning[W"), lax.complained)
    XCTAssertEqual(Stage().run(words + ["--strict"]), .badInput)
    let quiet = Stage()
    XCTAssertEqual(quiet.run(words + ["-q"]), .done)
    XCTAssertEqual(quiet.complained + quiet.printed, "")
  }

  func testAResolvedPlanIsOneJSONDocumentWithNamesForNumbers() throws {
    for template in Templates.all {
      let stage = Stage()
      stage.run("validate", "--print-resolved", "builtin:\(template.name)")
      let object = try JSONSerialization.jsonObject(with: Data(stage.printed.utf8))
      let groups = (object as? [String: Any])?["groups"] as? [[String: Any]]
      XCTAssertEqual(groups?.isEmpty, false, template.name)
      XCTAssertNotNil(groups?.first?["electionTimeout"] as? String)
    }
  }

  func testEveryListingHasEveryForm() throws {
    for topic in ListTopic.allCases {
      let listing = topic.listing(provider: nil)
      XCTAssertFalse(listing.rows.isEmpty, topic.rawValue)
      for width in [40, 80, 120] {
        for line in listing.rendered(as: .text, width: width).split(separator: "\n") {
          XCTAssertFalse(line.hasSuffix(" "), topic.rawValue)
          if width >= 80 { XCTAssertLessThanOrEqual(line.count, width, "\(topic): \(line)") }
        }
      }
      let json = try JSONSerialization.jsonObject(
        with: Data(listing.rendered(as: .json, width: 80).utf8))
      XCTAssertEqual((json as? [[String: String]])?.count, listing.rows.count)
      let csv = listing.rendered(as: .csv, width: 80)
      XCTAssertTrue(csv.hasPrefix(listing.columns.joined(separator: ",") + "\n"))
      let markdown = listing.rendered(as: .markdown, width: 80).split(separator: "\n")
      XCTAssertEqual(markdown.count, listing.rows.count + 2)
    }
  }

  func testTheListedInvariantsAreThoseThatRunsWatch() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Experiments")
    var found: Set<String> = []
    for path in try InputFile.files(in: sources.path, extensions: ["swift"]) {
      for match in try read(path).matches(of: /(?:violated|broken)\(\s*"([^"]+)"/) {
        found.insert(String(match.1))
      }
    }
    XCTAssertEqual(found.sorted(), ScenarioSchema.invariants.map(\.name).sorted())
  }

  func testFieldsThatNeedItAreQuoted() {
    let listing = Listing(["a", "b"], [["x,y", "say \"hi\""], ["p|q", "z"]])
    XCTAssertEqual(
      listing.rendered(as: .csv, width: 80), "a,b\n\"x,y\",\"say \"\"hi\"\"\"\np|q,z\n")
    XCTAssertTrue(listing.rendered(as: .markdown, width: 80).contains("| p\\|q | z |"))
  }

  func testRegionsOfOneProvider() {
    let stage = Stage()
    XCTAssertEqual(stage.run("list", "regions", "gcp"), .done)
    XCTAssertTrue(stage.printed.split(separator: "\n").allSatisfy { $0.hasPrefix("gcp:") })
  }

  func testSchemasAreJSON() throws {
    for subject in ["scenario", "result"] {
      let stage = Stage()
      XCTAssertEqual(stage.run("schema", subject), .done)
      let object = try JSONSerialization.jsonObject(with: Data(stage.printed.utf8))
      XCTAssertNotNil((object as? [String: Any])?["$schema"], subject)
    }
  }

  func testConformanceTellsFailedFromMalformed() throws {
    let table: [(String, ExitCode, part: String, line: Int)] = [
      ("add-nodes 1\n----\nnonsense\n", .expectationFailed, "-nonsense", #line),
      ("add-nodes 1\n", .badInput, "malformed", #line),
      ("committed cfg=(1) idx=(3)\n----\n      idx\n", .expectationFailed, "differ", #line),
    ]
    for (text, expected, part, line) in table {
      let stage = Stage(input: text)
      XCTAssertEqual(stage.run("conformance", "-"), expected, "line \(line)")
      XCTAssertTrue(stage.printed.contains(part), "line \(line): \(stage.printed)")
    }
  }
}
