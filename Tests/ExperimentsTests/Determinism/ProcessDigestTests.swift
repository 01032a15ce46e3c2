import Experiments
import Foundation
import Results
import ScenarioFormat
import TestSupport
import XCTest

/// Two processes, each with its own hash seed, and this one give the same runs: whatever follows
/// the order of a set or dictionary shows here (simulation testing: T2).
final class ProcessDigestTests: XCTestCase {
  private static let overrides = ["duration=1200ms", "warmup=500ms"]

  /// Everything that keeps names in dictionaries or sets: a federation with services, several
  /// regions lost and cut, and clients of every kind.
  private static let crowded = """
    {
      "format": "fedsim.scenario/1",
      "title": "A crowd", "duration": "4s", "warmup": "500ms",
      "regions": ["aws:us-east-1", "aws:eu-west-1", "aws:ap-northeast-1"],
      "groups": [{ "name": "local", "perRegion": 3, "disk": "cloud-ssd-fleet" }],
      "federation": { "strategy": "peerWatch" },
      "load": [
        { "name": "api", "from": "everywhere", "arrivals": { "poisson": "20/s" },
          "mix": { "put": 40, "linearizableGet": 60 }, "objects": "own",
          "keys": { "count": 20, "choice": "zipf" }, "resource": "ConfigMap", "valueSize": 1000 },
        { "name": "peers", "from": "everywhere", "arrivals": { "fixed": "13/s" },
          "operation": "serializableGet", "objects": "others",
          "keys": { "count": 20, "choice": "uniform" }, "resource": "Secret" }
      ],
      "faults": [
        { "at": "1s", "for": "1s", "kind": "regionLoss", "region": "aws:us-east-1" },
        { "at": "2500ms", "for": "500ms", "kind": "partition", "isolate": "aws:eu-west-1" }
      ]
    }
    """

  func testAnotherProcessGivesTheSameDigests() throws {
    let fedsim = try executable()
    let file = FileManager.default.temporaryDirectory
      .appending(path: "crowded-\(ProcessInfo.processInfo.processIdentifier).json")
    try Self.crowded.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    try check(fedsim, file.path, Array(Self.crowded.utf8), overrides: [])
    let scenarios = ["stretched-three-regions", "federated-three-regions", "election-storm"]
    for path in scenarios.map({ "scenarios/\($0).json" }) {
      let bytes = Array(try Repository.text(of: path).utf8)
      try check(fedsim, path, bytes, overrides: Self.overrides)
    }
  }

  private func check(
    _ executable: URL, _ path: String, _ bytes: [UInt8], overrides: [String]
  ) throws {
    let read = ScenarioReader.read(bytes: bytes, name: path, overrides: overrides)
    let plan = try XCTUnwrap(read.plan, "\(read.diagnostics)")
    let here = try Experiment(plan: plan).run(seed: 7).digest
    XCTAssertEqual(try digests(executable, path, overrides), [here], path)
  }

  private struct Saved: Decodable {
    struct Run: Decodable { var digest: String }
    var runs: [Run]
  }

  private func digests(
    _ executable: URL, _ scenario: String, _ overrides: [String]
  ) throws -> [String] {
    let process = Process()
    process.executableURL = executable
    process.currentDirectoryURL = Repository.root
    process.arguments =
      ["run", scenario, "--seed", "7", "--format", "json", "--progress", "never"]
      + overrides.flatMap { ["--set", $0] }
    // Fixed hashing would hide what this test looks for.
    process.environment = ProcessInfo.processInfo.environment.filter {
      $0.key != "SWIFT_DETERMINISTIC_HASHING"
    }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(Saved.self, from: bytes).runs.map(\.digest)
  }

  /// The command line tool, which is built beside the test bundle.
  private func executable() throws -> URL {
    let folder = Bundle(for: Self.self).bundleURL
    let places = [folder, folder.deletingLastPathComponent()].map { $0.appending(path: "fedsim") }
    guard let tool = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) })
    else { throw XCTSkip("no fedsim beside the test bundle: build the whole package first") }
    return tool
  }
}
