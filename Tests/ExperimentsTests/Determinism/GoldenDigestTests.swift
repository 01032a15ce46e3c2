import Dispatch
import Experiments
import Foundation
import Results
import Synchronization
import TestSupport
import XCTest

/// Digests pinned in the repository: debug and release, today's build and the one that wrote them,
/// this machine and another give the same runs (simulation testing: T3, T7 and T8).
///
/// A change that is meant to change runs raises `Experiment.traceFormat`, and then
/// `FEDSIM_UPDATE_GOLDEN=1 swift test --filter GoldenDigestTests` writes the file anew. Before the
/// first release, `FEDSIM_UPDATE_GOLDEN=unreleased` writes it whatever the trace format is.
final class GoldenDigestTests: XCTestCase {
  private static let path = "Tests/ExperimentsTests/testdata/golden-digests.txt"
  private static let seeds: ClosedRange<UInt64> = 1...20

  func testRunsGiveTheirPinnedDigests() throws {
    let pinned = GoldenFile(text: (try? Repository.text(of: Self.path)) ?? "")
    let seen = try Self.current()
    XCTAssertEqual(Set(seen.digests.values).count, seen.digests.count, "two runs are alike")
    switch ProcessInfo.processInfo.environment["FEDSIM_UPDATE_GOLDEN"] {
    case "unreleased": return try write(seen)
    case "1" where pinned.traceFormat != Experiment.traceFormat: return try write(seen)
    case "1" where pinned != seen:
      return XCTFail("runs have changed: raise Experiment.traceFormat first")
    default: break
    }
    XCTAssertEqual(pinned.traceFormat, Experiment.traceFormat)
    XCTAssertEqual(pinned.digests.count, seen.digests.count)
    for name in seen.digests.keys.sorted() where pinned.digests[name] != seen.digests[name] {
      XCTFail(
        "\(name): pinned \(pinned.digests[name] ?? "nothing"), is \(seen.digests[name] ?? "")")
    }
  }

  /// Every family under every seed, on all cores.
  private static func current() throws -> GoldenFile {
    let experiments = Family.allCases.map { ($0.rawValue, Experiment(plan: $0.plan)) }
    let cases = experiments.flatMap { name, experiment in
      seeds.map { (name: "\(name) \($0)", experiment: experiment, seed: $0) }
    }
    let digests = Mutex<[String: String]>([:])
    DispatchQueue.concurrentPerform(iterations: cases.count) { i in
      let digest = try? cases[i].experiment.run(seed: cases[i].seed).digest
      digests.withLock { $0[cases[i].name] = digest }
    }
    var file = GoldenFile(text: "")
    file.traceFormat = Experiment.traceFormat
    file.digests = digests.withLock { $0 }
    XCTAssertEqual(file.digests.count, cases.count, "a run failed")
    return file
  }

  private func write(_ file: GoldenFile) throws {
    try file.text.write(
      to: Repository.root.appending(path: Self.path), atomically: true, encoding: .utf8)
  }
}

/// The text file: the trace format, then one line for every family and seed.
private struct GoldenFile: Equatable {
  var traceFormat = 0
  /// By "family seed".
  var digests: [String: String] = [:]

  init(text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "traceFormat" {
        traceFormat = words.last.flatMap { Int($0) } ?? 0
      } else if words.count == 3 {
        digests["\(words[0]) \(words[1])"] = String(words[2])
      }
    }
  }

  var text: String {
    let lines = digests.keys.sorted { $0.localizedStandardCompare($1) == .orderedAscending }
      .map { "\($0) \(digests[$0] ?? "")" }
    return (["traceFormat \(traceFormat)"] + lines).joined(separator: "\n") + "\n"
  }
}
