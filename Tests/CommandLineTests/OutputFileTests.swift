import Foundation
import Results
import XCTest

@testable import fedsim

final class OutputFileTests: XCTestCase {
  private func status(_ body: () throws -> Void) -> Int32? {
    do {
      try body()
      return nil
    } catch {
      return (error as? CommandFailure)?.status.rawValue
    }
  }

  func testAFileIsReplacedWholeAndNothingElseIsLeft() throws {
    try withFolder { folder in
      let path = folder + "/out.txt"
      try OutputFile(path).write("one")
      try OutputFile(path).write("two")
      XCTAssertEqual(try read(path), "two")
      XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["out.txt"])
    }
  }

  func testALinkIsKeptAndItsTargetReplaced() throws {
    try withFolder { folder in
      try write("old", to: folder + "/real")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: folder + "/real")
      try OutputFile(folder + "/link").write("new")
      XCTAssertEqual(try read(folder + "/real"), "new")
      XCTAssertNotNil(
        try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link"))
    }
  }

  func testPermissionsAreKept() throws {
    try withFolder { folder in
      let path = folder + "/secret"
      try write("old", to: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      try OutputFile(path).write("new")
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      XCTAssertEqual(mode, 0o600)
    }
  }

  func testADeviceIsWrittenToAndNotReplaced() throws {
    try OutputFile("/dev/null").write("gone")
    let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    XCTAssertEqual(kind as? FileAttributeType, .typeCharacterSpecial)
  }

  func testWhatCannotBeCreatedIsRefusedBeforehand() throws {
    try withFolder { folder in
      for path in [folder, folder + "/none/out.txt"] {
        XCTAssertEqual(status { try OutputFile(path).checkCreatable() }, 73, path)
        XCTAssertEqual(status { try OutputFile(path).write("x") }, 73, path)
      }
      try write("x", to: folder + "/there")
      XCTAssertEqual(status { try OutputFile(folder + "/there").checkAbsent() }, 73)
      XCTAssertNil(status { try OutputFile(folder + "/new").checkAbsent() })
    }
  }

  func testOutputsNeverMeetInputsOrEachOther() throws {
    let parsed = ParsedArguments(spec: RunCommand.spec)
    let table: [(outputs: [String], inputs: [String], isFine: Bool)] = [
      (["a", "b"], ["c"], true),
      (["a", "./a"], [], false),
      (["a"], ["./a"], false),
      (["/tmp/../tmp/a"], ["/tmp/a"], false),
      (["-", "-"], ["-"], true),
      (["/dev/null", "/dev/null"], [], true),
    ]
    for (outputs, inputs, isFine) in table {
      let plan = OutputPlan(paths: outputs)
      if isFine {
        XCTAssertNoThrow(try plan.check(against: inputs, parsed))
      } else {
        XCTAssertThrowsError(try plan.check(against: inputs, parsed))
      }
    }
  }

  func testInputsMayBeDevicesButMustEnd() {
    XCTAssertEqual(try InputFile.bytes(of: "/dev/null").get(), [])
    XCTAssertEqual(status { _ = try InputFile.bytes(of: "/dev").get() }, 66)
    XCTAssertEqual(status { _ = try InputFile.bytes(of: "").get() }, 66)
  }

  func testFilesOfAFolderComeInOrder() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/sub", withIntermediateDirectories: false)
      for name in ["b.txt", "a.txt", "sub/c.txt", "d.json"] {
        try write("", to: "\(folder)/\(name)")
      }
      XCTAssertEqual(
        try InputFile.files(in: folder, extensions: ["txt"]),
        ["a.txt", "b.txt", "sub/c.txt"].map { "\(folder)/\($0)" })
      XCTAssertEqual(status { _ = try InputFile.files(in: folder, extensions: ["x"]) }, 66)
    }
  }
}
