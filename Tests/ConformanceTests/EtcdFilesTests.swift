import Conformance
import SimKernel
import TestSupport
import XCTest

/// The files of etcd-io/raft, which must be reproduced byte for byte.
final class EtcdFilesTests: XCTestCase {
  func testEveryFilePasses() throws {
    for file in try etcdFiles() {
      let result = ScriptRunner.run(bytes: file.bytes, name: file.name)
      if let complaint = result.complaint { XCTFail(complaint) }
      XCTAssertGreaterThan(result.passed, 0, file.name)
      XCTAssertEqual(result.rewrittenBytes, file.bytes, "\(file.name) rewritten")
    }
  }

  /// Files are told apart by what they do, wherever they lie and whatever they are called.
  func testEveryFilePassesUnderAnotherName() throws {
    for file in try etcdFiles() {
      for name in ["moved.txt", "quorum/testdata/moved.txt", "confchange/a", "testdata/x y.txt"] {
        XCTAssertTrue(ScriptRunner.run(bytes: file.bytes, name: name).isPassed, file.name)
      }
    }
  }

  /// A wrong byte anywhere in what a case expects makes that case fail, and shows its line.
  func testFlippedBytes() throws {
    for file in try etcdFiles() {
      var draws = Draws(seed: 7, .operations, UInt64(file.bytes.count))
      let places = file.expectedBytes
      for _ in 0..<25 {
        let place = draws.pick(places)
        var bytes = file.bytes
        bytes[place.offset] ^= UInt8(1 << draws.below(8))
        let result = ScriptRunner.run(bytes: bytes, name: file.name)
        let what = "\(file.name), byte \(place.offset) of line \(place.line)"
        XCTAssertFalse(result.isPassed, what)
        XCTAssertEqual(result.failures.first?.line, place.caseLine, what)
        XCTAssertEqual(result.failures.first?.differenceLine, place.line, what)
      }
    }
  }

  /// Rewriting puts back what was there, and touches nothing else: neither comments nor spaces.
  func testRewritingRestores() throws {
    for file in try etcdFiles() {
      var draws = Draws(seed: 9, .operations, UInt64(file.bytes.count))
      let places = file.expectedBytes
      var bytes = file.bytes
      for _ in 0..<draws.int(in: 1...9) { bytes[draws.pick(places).offset] = UInt8(ascii: "~") }
      let result = ScriptRunner.run(bytes: bytes, name: file.name)
      XCTAssertGreaterThan(result.failures.count, 0, file.name)
      XCTAssertEqual(result.rewrittenBytes, file.bytes, file.name)
    }
  }

  /// A file that ends too early passes in the cases that are whole, and in no other; unless it ends
  /// between two, it does not pass.
  func testTruncatedFiles() throws {
    for file in try etcdFiles() {
      let ends = file.cases
      for cut in stride(from: 1, to: file.bytes.count, by: max(1, file.bytes.count / 25)) {
        let result = ScriptRunner.run(bytes: Array(file.bytes[..<cut]), name: file.name)
        let whole = ends.count { $0.upperBound <= cut }
        let isInside = ends.contains { $0.lowerBound < cut && cut < $0.upperBound }
        XCTAssertEqual(result.passed, whole, "\(file.name), \(cut) bytes")
        XCTAssertEqual(result.isPassed, whole > 0 && !isInside, "\(file.name), \(cut) bytes")
        XCTAssertEqual(result.isPassed, result.complaint == nil)
      }
    }
  }

  /// Whatever is written over a file, running it ends.
  func testOverwrittenFiles() throws {
    for file in try etcdFiles() {
      var draws = Draws(seed: 8, .operations, UInt64(file.bytes.count))
      for _ in 0..<5 {
        var bytes = file.bytes
        for _ in 0..<draws.int(in: 1...4) {
          bytes[draws.int(in: 0...bytes.count - 1)] = UInt8(draws.below(128))
        }
        _ = ScriptRunner.run(bytes: bytes, name: file.name)
      }
    }
  }
}

extension FileResult {
  /// What is wrong, with file and line; nil if nothing is.
  var complaint: String? {
    if let failure = failures.first {
      let difference = failure.difference.map(\.description).joined(separator: "\n")
      return "\(name):\(failure.line): \(failure.directive.text)\n\(difference)"
    }
    return diagnostic?.description
  }
}
