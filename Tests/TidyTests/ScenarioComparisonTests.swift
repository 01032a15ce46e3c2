import Foundation
import XCTest

/// The comparison that CI makes of two runs of every scenario cannot pass on nothing.
final class ScenarioComparisonTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fedsim-same-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

  /// Exit status of the comparison when the simulator is this shell script.
  private func status(_ script: String) throws -> Int32 {
    let tool = folder.appendingPathComponent("fedsim")
    try "#!/usr/bin/env bash\n\(script)\n".write(to: tool, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: tool.path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "bash", Self.root.appendingPathComponent(".ci/same").path, tool.path, tool.path,
      "some.json",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  func testOnlyTwoEqualResultsWithADigestPass() throws {
    let digest = "\"digest\": \"0123456789abcdef0123456789abcdef\""
    let rows: [(script: String, passes: Bool, line: UInt)] = [
      ("echo '{ \(digest) }'", true, #line),
      ("true", false, #line),
      ("echo '{}'", false, #line),
      ("echo '{ \"digest\": \"\" }'", false, #line),
      ("echo '{ \(digest) }'; exit 1", false, #line),
      ("echo '{ \(digest) }' $$", false, #line),
    ]
    for row in rows {
      XCTAssertEqual(try status(row.script) == 0, row.passes, row.script, line: row.line)
    }
  }
}
