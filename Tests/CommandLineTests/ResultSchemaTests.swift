import Foundation
import Results
import XCTest

@testable import fedsim

/// The schema of results against files as they are written.
final class ResultSchemaTests: XCTestCase {
  /// What `value` does against the part of the schema this program uses; keys must be declared.
  private func faults(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let all = choices.map { faults(value, $0, path) }
      return all.contains(where: \.isEmpty) ? [] : all[0]
    }
    if let words = schema["enum"] as? [String] {
      return words.contains(value as? String ?? "") ? [] : ["\(path): \(value)"]
    }
    if let word = schema["const"] as? String { return word == value as? String ? [] : [path] }
    switch schema["type"] as? String {
    case "object": return members(value, schema, path)
    case "array":
      guard let elements = value as? [Any] else { return ["\(path): no array"] }
      let schema = schema["items"] as? [String: Any] ?? [:]
      return elements.flatMap { faults($0, schema, path + "[]") }
    case "string": return value is String ? [] : ["\(path): no string"]
    case "boolean": return value is Bool ? [] : ["\(path): no boolean"]
    case "null": return value is NSNull ? [] : ["\(path): not null"]
    default:
      guard let number = value as? NSNumber else { return ["\(path): no number"] }
      let least = schema["minimum"] as? Double ?? -.infinity
      return number.doubleValue >= least ? [] : ["\(path): \(number) is under \(least)"]
    }
  }

  private func members(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    guard let object = value as? [String: Any] else { return ["\(path): no object"] }
    let known = schema["properties"] as? [String: [String: Any]] ?? [:]
    var found = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
      .map { "\(path).\($0) is missing" }
    for key in object.keys.sorted() {
      guard let schema = known[key], let value = object[key] else {
        found.append("\(path).\(key) is not declared")
        continue
      }
      found += faults(value, schema, "\(path).\(key)")
    }
    return found
  }

  func testRealResultsFitTheirSchema() throws {
    let schema = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(ResultSchema.text.utf8)) as? [String: Any])
    for template in ["federation", "region-outage"] {
      let stage = Stage(simulator: .experiments)
      stage.run(
        "run", "builtin:\(template)", "--set", "duration=900ms", "--set", "warmup=100ms", "--set",
        "faults=[]", "--seeds", "1..2", "--format", "json", "--expect",
        "invariant raft.election-safety")
      let result = try JSONSerialization.jsonObject(with: Data(stage.printed.utf8))
      XCTAssertEqual(faults(result, schema, ""), [], stage.complained)
    }
  }
}
