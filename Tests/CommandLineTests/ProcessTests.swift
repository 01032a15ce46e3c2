import Foundation
import XCTest

@testable import fedsim

/// What only a process of its own can show: signals, pipes and exit statuses.
final class ProcessTests: XCTestCase {
  /// The executable beside the test bundle.
  private func executable() throws -> String {
    let bundle = Bundle(for: Self.self)
    let folders = [bundle.bundleURL, bundle.bundleURL.deletingLastPathComponent()]
    let paths = folders.map { $0.appendingPathComponent("fedsim").path }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
      throw XCTSkip("no executable among \(paths)")
    }
    return path
  }

  private func shell(_ script: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, "sh", try executable()]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  func testAReaderThatGoesAwayEndsTheProcessWith141() throws {
    // The reader closes its end, and only then lets the writer begin.
    try withFolder { folder in
      let result = try shell(
        "exec 3>&1; mkfifo \(folder)/gone; "
          + "{ cat \(folder)/gone; \"$1\" list regions; echo \"=$?\" >&3; } "
          + "| { exec <&-; : >\(folder)/gone; }")
      XCTAssertEqual(result.output, "=141\n")
    }
  }

  func testTheExitStatusReachesTheCaller() throws {
    _ = try executable()
    XCTAssertEqual(try shell("\"$1\" list >/dev/null").status, 0)
    XCTAssertEqual(try shell("\"$1\" rnu 2>/dev/null").status, 64)
    XCTAssertEqual(try shell("\"$1\" run none.json 2>/dev/null").status, 66)
    XCTAssertEqual(try shell("\"$1\" list >/dev/full 2>/dev/null").status, 74)
  }

  func testAnInterruptedFitPrintsTheBestSoFarAndEndsWith130() throws {
    try withFolder { folder in
      try Data(CalibrateFitTests.measurement.utf8).write(
        to: URL(fileURLWithPath: folder + "/m.json"))
      let result = try shell(
        "\"$1\" calibrate --fit --evaluations 100000 \(folder)/m.json --progress json "
          + ">\(folder)/out 2>\(folder)/err & p=$!; "
          + "until grep -q 'best error' \(folder)/err; do sleep 0.05; done; "
          + "kill -INT $p; wait $p; echo \"=$?\"")
      XCTAssertEqual(result.output, "=130\n")
      XCTAssertTrue(try read(folder + "/out").contains("\"peerHop\": "))
      XCTAssertTrue(try read(folder + "/err").contains("interrupted, the best so far"))
    }
  }

  func testAnInterruptedProcessReportsWhatItHasAndEndsWith130() throws {
    try withFolder { folder in
      // Progress is told only once the process listens.
      let result = try shell(
        "\"$1\" run builtin:three-regions --set duration=1h --seeds 1..9 --format json "
          + "--progress json >\(folder)/out 2>\(folder)/err & p=$!; "
          + "until grep -q finished \(folder)/err; do sleep 0.05; done; "
          + "kill -INT $p; wait $p; echo \"=$?\"")
      XCTAssertEqual(result.output, "=130\n")
      let text = try read(folder + "/out")
      XCTAssertTrue(text.contains("\"complete\": false"), String(text.prefix(500)))
      XCTAssertTrue(text.contains("\"exitCode\": 130"))
    }
  }

  func testACrashIsReportedAsABug() throws {
    XCTAssertTrue(try signalled("ILL", "This is a bug in fedsim").hasSuffix("=70\n"))
  }

  /// What a command that waits for its input prints, and "=" with its status, after a signal.
  private func signalled(_ signal: String, _ words: String) throws -> String {
    var output = ""
    try withFolder { folder in
      // Told with --verbose that it reads, the process has set up its handlers.
      output = try shell(
        "mkfifo \(folder)/in; exec 3<>\(folder)/in; \"$1\" run -v - <&3 2>\(folder)/err & p=$!; "
          + "until grep -q reading \(folder)/err; do sleep 0.02; done; "
          + "kill -\(signal) $p; wait $p; code=$?; cat \(folder)/err; echo \"=$code\""
      ).output
    }
    XCTAssertTrue(output.contains(words), output)
    return output
  }
}
