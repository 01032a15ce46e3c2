import Foundation
import Linearizability
import TestSupport
import XCTest

/// The published histories that Porcupine is tested with have the verdicts that were published
/// (github.com/anishathalye/porcupine, test_data; Jepsen's from ahorn/linearizability-checker).
final class PublishedHistoryTests: XCTestCase {
  func testJepsenHistoriesOfEtcd() throws {
    let folder = try SharedFolder.item(at: "conformance/porcupine/jepsen")
    struct Verdicts: Decodable {
      var linearizable: [String: Bool]
    }
    let verdicts = try JSONDecoder().decode(
      Verdicts.self, from: Data(contentsOf: folder.appending(path: "verdicts.json")))
    XCTAssertGreaterThan(verdicts.linearizable.count, 50)
    for (name, isLinearizable) in verdicts.linearizable.sorted(by: { $0.key < $1.key }) {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let history = try JepsenLog.history(text)
      XCTAssertGreaterThan(history.count, 50, name)
      let result = checkLinearizable(history, model: RegisterModel<Int>())
      expect(result, isLinearizable: isLinearizable, name)
    }
  }

  func testKeyValueHistories() throws {
    let folder = try SharedFolder.item(at: "conformance/porcupine/kv")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    XCTAssertGreaterThan(names.count, 3)
    for name in names {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let result = checkLinearizable(try KeyValueLog.history(text), model: KeyValueModel())
      expect(result, isLinearizable: name.hasSuffix("-ok.txt"), name)
    }
  }

  private func expect(
    _ result: LinearizabilityResult, isLinearizable: Bool, _ name: String, line: UInt = #line
  ) {
    switch result.verdict {
    case .linearizable: XCTAssertTrue(isLinearizable, "\(name) passed", line: line)
    case .violation(let violation):
      XCTAssertFalse(isLinearizable, "\(name): \(violation)", line: line)
      XCTAssertTrue(violation.isShortest, name, line: line)
    case .unknown(let states): XCTFail("\(name) undecided after \(states) states", line: line)
    }
  }
}
