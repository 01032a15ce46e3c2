import Foundation
import ScenarioFormat
import TestSupport
import XCTest

final class SchemaTests: XCTestCase {
  private func schema() throws -> [String: Any] {
    let parsed = try JSONSerialization.jsonObject(with: Data(ScenarioSchema.jsonSchema.utf8))
    return try XCTUnwrap(parsed as? [String: Any])
  }

  /// The templates as plain JSON: what the reader understood of them.
  private func documents() throws -> [(name: String, value: Any)] {
    try Templates.all.map { template in
      let result = ScenarioReader.read(
        bytes: Array(template.text.utf8), name: "t." + template.fileExtension)
      let document = try XCTUnwrap(result.plan?.document, template.name)
      return (template.name, try JSONSerialization.jsonObject(with: Data(document.utf8)))
    }
  }

  /// `FEDSIM_UPDATE_GOLDEN=1` rewrites the file.
  func testTheSchemaIsTheOneOnFile() throws {
    let path = "Tests/ScenarioFormatTests/Fixtures/fedsim-scenario.schema.json"
    if ProcessInfo.processInfo.environment["FEDSIM_UPDATE_GOLDEN"] == "1" {
      let url = Repository.root.appending(path: path)
      try Data(ScenarioSchema.jsonSchema.utf8).write(to: url)
    }
    XCTAssertEqual(try Repository.text(of: path), ScenarioSchema.jsonSchema)
  }

  func testTemplatesFollowTheSchema() throws {
    let checker = MiniSchema(root: try schema())
    for (name, value) in try documents() {
      XCTAssertEqual(checker.problems(value), [], name)
    }
  }

  func testTheSchemaRefusesWhatTheReaderRefuses() throws {
    let checker = MiniSchema(root: try schema())
    let rows: [(parts: [String: String], line: UInt)] = [
      (["duration": "\"90\""], #line), (["duration": ""], #line), (["durations": "1"], #line),
      (["seed": "-1"], #line), (["regions": "[]"], #line), (["format": "\"x\""], #line),
      (["links": "[{ \"between\": [\"east\", \"west\"], \"latency\": \"1ms\" }]"], #line),
      (["links": "[{ \"between\": [\"east\"], \"rtt\": \"1ms\" }]"], #line),
      (["groups": "[{ \"members\": { \"east\": 1 } }]"], #line),
      (["groups": "[{ \"name\": \"a b\", \"members\": { \"east\": 1 } }]"], #line),
      (["groups": "[{ \"name\": \"a\", \"members\": { \"east\": 1.5 } }]"], #line),
      (["load": "[{ \"from\": \"east\", \"clients\": 1, \"operation\": \"get\" }]"], #line),
      (["faults": "[{ \"at\": \"1s\", \"kind\": \"crash\" }]"], #line),
      (
        [
          "faults": "[{ \"at\": \"1s\", \"kind\": \"pause\", \"target\": \"x\", \"loss\": \"1%\" }]"
        ], #line
      ),
      (["expect": "[{ \"metric\": \"write\", \"stat\": \"p98\", \"below\": \"1s\" }]"], #line),
    ]
    for row in rows {
      let text = scenario(row.parts)
      XCTAssertNil(read(text).plan, line: row.line)
      let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
      XCTAssertFalse(checker.problems(value).isEmpty, text, line: row.line)
    }
    let right = try JSONSerialization.jsonObject(with: Data(scenario().utf8))
    XCTAssertEqual(checker.problems(right), [])
  }

  func testTheAnnotatedTemplateShowsEveryKey() throws {
    let text = try XCTUnwrap(Templates.named("annotated")).text
    for object in try keysByObject() {
      for key in object.keys {
        XCTAssertTrue(text.contains("\"\(key)\""), "\(object.name) has the key \(key)")
      }
    }
  }

  private func keysByObject() throws -> [(name: String, keys: [String])] {
    let root = try schema()
    var objects = try XCTUnwrap(root["$defs"] as? [String: [String: Any]])
    objects["scenario"] = root
    return objects.keys.sorted().map { name in
      let properties = objects[name]?["properties"] as? [String: Any]
      return (name, (properties ?? [:]).keys.sorted())
    }
  }

  func testUnknownKeysAreComparedWithThoseOfTheirPlace() {
    let rows: [(parts: [String: String], help: String, line: UInt)] = [
      (["durration": "\"1s\""], "did you mean \"duration\"?", #line),
      (["Seed": "1"], "did you mean \"seed\"?", #line),
      (["clusters": "[]"], "clusters are declared in \"groups\"", #line),
      (["seeds": "\"1..4\""], "--seeds 1..16", #line),
      (["zzz": "1"], "keys: duration, expect", #line),
      (
        ["groups": "[{ \"name\": \"e\", \"members\": { \"east\": 1 }, \"hartbeat\": \"1s\" }]"],
        "did you mean \"heartbeat\"?", #line
      ),
      (
        ["groups": "[{ \"name\": \"e\", \"members\": { \"east\": 1 }, \"voters\": 3 }]"],
        "voters are counted in \"members\"", #line
      ),
      (
        [
          "faults":
            """
          [{ "at": "1s", "kind": "slowDisk", "target": "leader", "extra": "1ms", "extar": 1 }]
          """
        ],
        "did you mean \"extra\"?", #line
      ),
    ]
    for row in rows {
      let result = read(scenario(row.parts))
      XCTAssertEqual(codes(result), ["E102"], line: row.line)
      let help = result.diagnostics.first?.help ?? ""
      XCTAssertTrue(help.contains(row.help), help, line: row.line)
    }
  }

  func testFaultKindsAndPresetsAreListed() {
    XCTAssertEqual(
      ScenarioSchema.faultKinds.map(\.value),
      [
        "crash", "regionLoss", "partition", "linkDelay", "linkLoss", "pause", "slowDisk",
        "transferLeader", "endpoints",
      ])
    XCTAssertEqual(ScenarioSchema.presets.first?.name, "etcd-3.6")
  }

  func testEveryTemplateIsRightAndQuiet() {
    for template in Templates.all {
      let result = ScenarioReader.read(
        bytes: Array(template.text.utf8), name: "builtin:" + template.name)
      XCTAssertEqual(
        Diagnostic.render(result.diagnostics, of: template.name), "", template.name)
      XCTAssertNotNil(result.plan)
      XCTAssertTrue(template.text.hasSuffix("}\n"))
      XCTAssertEqual(Templates.named(template.name), template)
    }
    XCTAssertNil(Templates.named("no such template"))
  }

  func testTheScenariosOfTheRepositoryAreRight() throws {
    let paths = Repository.files(below: "scenarios", withExtension: "json")
    XCTAssertFalse(paths.isEmpty)
    for path in paths {
      let result = read(try Repository.text(of: path), name: path)
      XCTAssertNotNil(result.plan, Diagnostic.render(result.diagnostics, of: path))
    }
  }
}

/// As much of JSON Schema as the generated one uses.
private struct MiniSchema {
  let root: [String: Any]

  func problems(_ value: Any) -> [String] { problems(value, root, "$") }

  private func problems(_ value: Any, _ schema: Any, _ path: String) -> [String] {
    if let isAllowed = schema as? Bool { return isAllowed ? [] : ["\(path) is not allowed"] }
    guard let schema = schema as? [String: Any] else { return ["no schema at \(path)"] }
    if let name = schema["$ref"] as? String {
      let definitions = root["$defs"] as? [String: Any]
      return problems(value, definitions?[String(name.dropFirst("#/$defs/".count))] ?? 0, path)
    }
    var found: [String] = []
    if let type = schema["type"] as? String, !matches(value, type) {
      return ["\(path) is no \(type)"]
    }
    if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
      found.append("\(path) is none of \(choices)")
    }
    if let constant = schema["const"] as? String, constant != value as? String {
      found.append("\(path) is not \(constant)")
    }
    if let options = schema["anyOf"] as? [Any],
      options.allSatisfy({ !problems(value, $0, path).isEmpty })
    {
      found.append("\(path) fits no alternative")
    }
    for rule in schema["allOf"] as? [[String: Any]] ?? [] {
      if problems(value, rule["if"] ?? true, path).isEmpty {
        found += problems(value, rule["then"] ?? true, path)
      }
    }
    return found + scalarProblems(value, schema, path) + objectProblems(value, schema, path)
      + arrayProblems(value, schema, path)
  }

  private func matches(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": value is Bool
    case "number": value is Double && !(value is String)
    case "integer": (value as? Double).map { $0 == $0.rounded() } ?? false
    default: false
    }
  }

  private func scalarProblems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    var found: [String] = []
    if let text = value as? String {
      if let pattern = schema["pattern"] as? String, !fits(text, pattern) {
        found.append("\(path) does not match \(pattern)")
      }
      if text.count < schema["minLength"] as? Int ?? 0 { found.append("\(path) is too short") }
    } else if let number = value as? Double {
      if number < schema["minimum"] as? Double ?? number { found.append("\(path) is too small") }
      if number > schema["maximum"] as? Double ?? number { found.append("\(path) is too large") }
    }
    return found
  }

  private func fits(_ text: String, _ pattern: String) -> Bool {
    (try? Regex(pattern)).map { text.contains($0) } ?? false
  }

  private func objectProblems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    let required = schema["required"] as? [String] ?? []
    var found = required.filter { object[$0] == nil }.map { "\(path) lacks \($0)" }
    let properties = schema["properties"] as? [String: Any] ?? [:]
    for key in object.keys.sorted() {
      guard let child = object[key], !key.hasPrefix("x-") else { continue }
      if let property = properties[key] {
        found += problems(child, property, path + "." + key)
      } else if let others = schema["additionalProperties"] {
        found += problems(child, others, path + "." + key)
      }
    }
    return found
  }

  private func arrayProblems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    guard let array = value as? [Any] else { return [] }
    var found: [String] = []
    if array.count < schema["minItems"] as? Int ?? 0 { found.append("\(path) is too short") }
    if array.count > schema["maxItems"] as? Int ?? .max { found.append("\(path) is too long") }
    let first = schema["prefixItems"] as? [Any] ?? []
    for (index, item) in array.enumerated() {
      let rule = index < first.count ? first[index] : schema["items"] ?? true
      found += problems(item, rule, "\(path)[\(index)]")
    }
    return found
  }
}
