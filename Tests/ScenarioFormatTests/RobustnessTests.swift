import ScenarioFormat
import SimKernel
import TestSupport
import XCTest

/// Whatever the bytes are: a plan, or a diagnostic with a place inside the file.
final class RobustnessTests: XCTestCase {
  private func assertSound(
    _ bytes: [UInt8], _ name: String, file: StaticString = #filePath, line: UInt = #line
  ) {
    let result = ScenarioReader.read(bytes: bytes, name: name)
    let hasError = result.diagnostics.contains { $0.severity == .error }
    XCTAssertEqual(result.plan == nil, hasError, "\(bytes.count) bytes", file: file, line: line)
    guard !result.diagnostics.isEmpty else { return }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for place in result.diagnostics.flatMap({ [$0.place] + $0.related.map(\.place) }) {
      guard lines.indices ~= place.line - 1 else {
        XCTFail("line \(place.line) of \(lines.count)", file: file, line: line)
        continue
      }
      let width = String(decoding: lines[place.line - 1], as: UTF8.self).count
      XCTAssertTrue(
        1...width + 1 ~= place.column && place.column + place.length <= width + 2,
        "\(place.column)+\(place.length) of \(width) in line \(place.line)", file: file, line: line)
    }
    let shown = Diagnostic.render(result.diagnostics, of: name)
    XCTAssertTrue(shown.hasSuffix("\n"), file: file, line: line)
  }

  func testEveryPrefixOfATemplateIsAPlanOrAPlacedDiagnostic() {
    for template in Templates.all {
      let bytes = Array(template.text.utf8)
      let step = template.name == "annotated" ? 3 : 1
      for length in stride(from: 0, through: bytes.count, by: step) {
        assertSound(Array(bytes[..<length]), "t." + template.fileExtension)
      }
    }
  }

  func testRandomDamageGivesAPlanOrAPlacedDiagnostic() {
    let texts = Templates.all.map { Array($0.text.utf8) }
    let pieces = [
      "{", "}", "[", "]", "\"", ",", ":", "-", "1e9", "null", "\u{0}", "0", "ms", "\\u",
    ]
    forEverySeed(count: 2_000) { draws in
      var bytes = draws.pick(texts)
      for _ in 0..<draws.int(in: 1...4) {
        let place = draws.int(in: 0...bytes.count - 1)
        switch draws.below(4) {
        case 0: bytes[place] = UInt8(draws.below(256))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: draws.pick(pieces).utf8, at: place)
        default:
          let end = min(bytes.count, place + draws.int(in: 1...40))
          bytes.removeSubrange(place..<end)
        }
      }
      assertSound(bytes, "t.jsonc")
    }
  }

  func testExchangedValuesGiveAPlanOrAPlacedDiagnostic() {
    let values = [
      "null", "true", "0", "-1", "9007199254740992", "1e-9", "\"\"", "\"0s\"", "\"1ns\"",
      "\"1000h\"",
      "\"100%\"", "\"1000000000/s\"", "[]", "{}", "[[]]", "{\"a\": 1}", "\"aws:us-east-1\"",
      "\"leader\"",
      "[\"aws:us-east-1\", \"aws:us-east-1\"]", "\"etcd/\"", "\"/\"", "51",
    ]
    let pattern = /: ("[^"\n]*"|[0-9.]+|\{[^{}\n]*\}|\[[^\[\]\n]*\])/
    for template in Templates.all {
      let text = template.text
      for (number, match) in text.matches(of: pattern).enumerated() {
        let value = values[number % values.count]
        for value in [value, values[(number * 7 + 3) % values.count]] {
          let changed = text.replacingCharacters(in: match.output.1.indices, with: value)
          assertSound(Array(changed.utf8), "t.jsonc")
        }
      }
    }
  }

  func testRandomArgumentsGiveAValueOrAPlacedDiagnostic() throws {
    let plan = try readPlan()
    let pieces = [
      "client.write.latency", "write", "raft.elections", ".p99", " p99 ", "{", "}", "region=",
      "east",
      ",", "<", "<=", ">", " ", "5", "250ms", "duration", "groups", "etcd", "members", ".", "0",
      "=",
      "[", "\"", "\\u", "é漢", "\u{0}", "-1", "1e9", "null",
    ]
    forEverySeed(count: 2_000) { draws in
      let text = (0..<draws.int(in: 0...9)).map { _ in draws.pick(pieces) }.joined()
      let rule = ExpectationText.read(text, for: plan)
      XCTAssertEqual(rule.rule == nil, rule.diagnostics.contains { $0.severity == .error }, text)
      let set = read(scenario(), set: ["seed=2", text])
      XCTAssertEqual(set.plan == nil, set.diagnostics.contains { $0.severity == .error }, text)
      for place in (rule.diagnostics + set.diagnostics).map(\.place) where place.file != "test.json"
      {
        XCTAssertTrue(1...2 ~= place.line && 1...text.count + 1 ~= place.column, "\(place) \(text)")
      }
    }
  }

  func testLargeScenariosAreReadInBoundedTime() {
    let regions = (0..<256).map {
      "{ \"name\": \"r\($0)\", \"latitude\": \($0 % 90), \"longitude\": 1 }"
    }
    let links = (0..<2_000).map { number in
      "{ \"between\": [\"r\(number % 256)\", \"r\((number * 7 + 1) % 256)\"], \"loss\": \"1%\" }"
    }
    let faults = (0..<1_000).map { number in
      "{ \"at\": \"1s\", \"kind\": \"regionLoss\", \"region\": \"r\(number % 256)\" }"
    }
    let text = scenario([
      "regions": "[\(regions.joined(separator: ","))]",
      "links": "[\(links.joined(separator: ","))]",
      "groups": "[{ \"name\": \"local\", \"perRegion\": 3 }]",
      "faults": "[\(faults.joined(separator: ","))]",
    ])
    assertSound(Array(text.utf8), "large.json")
  }
}

extension String {
  /// The text with the part at `indices` exchanged.
  fileprivate func replacingCharacters(
    in indices: DefaultIndices<Substring>, with other: String
  ) -> String {
    guard let first = indices.first, let last = indices.last else { return self }
    return self[..<first] + other + self[index(after: last)...]
  }
}
