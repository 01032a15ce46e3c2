import Conformance
import SimKernel
import TestSupport
import XCTest

/// The files of etcd-io/raft, which must be reproduced byte for byte.
final class EtcdFilesTests: XCTestCase {
  func testEveryFilePasses() throws {
    for file in try etcdFiles() {
      let result = ScriptRunner.run(bytes: file.bytes, name: file.name)
      if let diagnostic = result.diagnostic { XCTFail(diagnostic.description) }
      if let failure = result.failures.first {
        let difference = failure.difference.map(\.description).joined(separator: "\n")
        XCTFail("\(file.name):\(failure.line): \(failure.directive.text)\n\(difference)")
      }
      XCTAssertGreaterThan(result.passed, 0, file.name)
      XCTAssertEqual(result.rewrittenBytes, file.bytes, "\(file.name) rewritten")
    }
  }

  /// Files are told apart by what they do, wherever they lie and whatever they are called.
  func testEveryFilePassesUnderAnotherName() throws {
    for file in try etcdFiles() {
      let plain = ScriptRunner.run(bytes: file.bytes, name: "moved.txt")
      let elsewhere = ScriptRunner.run(bytes: file.bytes, name: "quorum/testdata/moved.txt")
      XCTAssertTrue(plain.isPassed, file.name)
      XCTAssertTrue(elsewhere.isPassed, file.name)
    }
  }

  /// A wrong byte anywhere in what a case expects makes that case fail, at its line.
  func testFlippedBytes() throws {
    for file in try etcdFiles() {
      var draws = Draws(seed: 7, .operations, UInt64(file.bytes.count))
      let places = expectedBytes(of: file.bytes)
      for _ in 0..<3 {
        let place = draws.pick(places)
        var bytes = file.bytes
        bytes[place] ^= UInt8(1 << draws.below(8))
        let line = file.bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
        let result = ScriptRunner.run(bytes: bytes, name: file.name)
        XCTAssertFalse(result.isPassed, "\(file.name), byte \(place)")
        guard let failure = result.failures.first else { continue }
        XCTAssertLessThan(failure.line, line, file.name)
        XCTAssertEqual(failure.differenceLine, line, file.name)
      }
    }
  }

  /// Files that end too early or have a line too few end in a difference or a diagnostic, never in
  /// a trap.
  func testTornFiles() throws {
    for file in try etcdFiles() {
      var draws = Draws(seed: 8, .operations, UInt64(file.bytes.count))
      for _ in 0..<3 {
        let cut = draws.int(in: 0...file.bytes.count - 1)
        _ = ScriptRunner.run(bytes: Array(file.bytes[..<cut]), name: file.name)
        var bytes = file.bytes
        for _ in 0..<draws.int(in: 1...4) {
          bytes[draws.int(in: 0...bytes.count - 1)] = UInt8(draws.below(128))
        }
        _ = ScriptRunner.run(bytes: bytes, name: file.name)
      }
    }
  }

  /// The places of the bytes between the `----` lines and the blank lines behind them.
  private func expectedBytes(of bytes: [UInt8]) -> [Int] {
    var places: [Int] = []
    var (start, isExpected) = (0, false)
    for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
      let line = bytes[start..<end]
      if line.elementsEqual("----".utf8), !isExpected {
        isExpected = true
      } else if line.isEmpty {
        isExpected = false
      } else if isExpected {
        places += start..<end
      }
      start = end + 1
    }
    return places
  }
}
