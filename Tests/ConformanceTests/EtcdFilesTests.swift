import Conformance
import Foundation
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
}
