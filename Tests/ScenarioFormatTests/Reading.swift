import ScenarioFormat
import XCTest

/// Reads `text` as a scenario file.
func read(
  _ text: String, name: String = "test.json", set overrides: [String] = [],
  files: [String: String] = [:]
) -> ReadResult {
  ScenarioReader.read(bytes: Array(text.utf8), name: name, overrides: overrides) { path in
    files[path].map { .success(Array($0.utf8)) } ?? .failure(FileProblem("no such file"))
  }
}

/// The codes of the diagnostics, in order of place.
func codes(_ result: ReadResult) -> [String] { result.diagnostics.map(\.code.rawValue) }

/// A scenario of two regions 80 ms apart and a group of three, with parts replaced or added.
func scenario(_ parts: [String: String] = [:]) -> String {
  let defaults = [
    "duration": "\"60s\"", "regions": "[\"east\", \"west\"]",
    "links": "[{ \"between\": [\"east\", \"west\"], \"rtt\": \"80ms\" }]",
    "groups": "[{ \"name\": \"etcd\", \"members\": { \"east\": 2, \"west\": 1 } }]",
  ]
  let all = defaults.merging(parts) { _, new in new }
  let order = ["duration", "regions", "links", "groups"]
  let keys = order + parts.keys.filter { !order.contains($0) }.sorted()
  let lines = keys.compactMap { key in
    all[key].flatMap { $0.isEmpty ? nil : "  \"\(key)\": \($0)" }
  }
  return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
}

/// The plan of `scenario(parts)`, which must be right.
func readPlan(
  _ parts: [String: String] = [:], set overrides: [String] = [], file: StaticString = #filePath,
  line: UInt = #line
) throws -> Plan {
  let result = read(scenario(parts), set: overrides)
  let shown = Diagnostic.render(result.diagnostics, of: "test.json")
  return try XCTUnwrap(result.plan, shown, file: file, line: line)
}
