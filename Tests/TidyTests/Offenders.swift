import Foundation
import TestSupport
import XCTest

/// Old offences against a limit, by name. None may be added or grow; `FEDSIM_UPDATE_GOLDEN=1`
/// writes the list anew when some have shrunk.
struct Offenders {
  private static let path = "Tests/TidyTests/testdata/offenders.txt"
  private static var environment: String? {
    ProcessInfo.processInfo.environment["FEDSIM_UPDATE_GOLDEN"]
  }

  /// Compares what was found now with the list. `found` gives the size of every offence.
  static func check(_ rule: String, _ found: [String: Int], limit: Int) throws {
    var listed = read()
    let known = listed[rule] ?? [:]
    for (name, size) in found.sorted(by: { $0.key < $1.key }) where size > known[name] ?? limit {
      XCTFail("\(rule): \(name) has \(size), the limit is \(known[name] ?? limit)")
    }
    let shrunk = known.filter { $0.value > found[$0.key] ?? limit }
    guard !shrunk.isEmpty else { return }
    guard environment == "1" else {
      let names = shrunk.keys.sorted().joined(separator: ", ")
      return XCTFail("\(rule): shrunk, write it down with FEDSIM_UPDATE_GOLDEN=1: \(names)")
    }
    listed[rule] = known.reduce(into: [:]) { result, entry in
      let size = min(entry.value, found[entry.key] ?? limit)
      if size > limit { result[entry.key] = size }
    }
    try write(listed)
  }

  private static func read() -> [String: [String: Int]] {
    var listed: [String: [String: Int]] = [:]
    for line in ((try? Repository.text(of: path)) ?? "").split(separator: "\n") {
      let words = line.split(separator: "\t").map(String.init)
      guard words.count == 3, let size = Int(words[2]) else { continue }
      listed[words[0], default: [:]][words[1]] = size
    }
    return listed
  }

  private static func write(_ listed: [String: [String: Int]]) throws {
    let lines = listed.flatMap { rule, sizes in sizes.map { "\(rule)\t\($0.key)\t\($0.value)" } }
    try (lines.sorted().joined(separator: "\n") + "\n").write(
      to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
  }
}
