import ConsensusTesting
import XCTest

/// How people use the library: a subject, options, and one call.
final class WorkedExampleTests: XCTestCase {
  /// Paxos decides each key once; clients race for twenty of them.
  private func paxos(_ configuration: inout SimulationConfiguration) {
    configuration.load = ClientLoad(operations: 40, keys: 20, putWeight: 0, swapWeight: 6)
    configuration.load.writesOnce = true
  }

  func testPaxosIsSafeAndRecovers() throws {
    let summary = try simulate(Paxos.self, options: .init(), runs: 200, paxos)
    XCTAssertGreaterThan(summary.counts.crashes, 100, "\(summary)")
    XCTAssertGreaterThan(summary.counts.operationsAnswered, 10_000, "\(summary)")
  }

  func testPaxosThatForgetsItsPromisesIsFound() throws {
    let example = try counterexample {
      try simulate(Paxos.self, options: .init(forgetsPromises: true), runs: 2_000) {
        paxos(&$0)
        $0.fixtures = .none
      }
    }
    XCTAssertEqual(example.finding.kind, .client, "\(example)")
  }

  func testPaxosThatAdoptsAnyValueIsFound() throws {
    let example = try counterexample {
      try simulate(Paxos.self, options: .init(adoptsAnyValue: true), runs: 100) {
        paxos(&$0)
        $0.fixtures = .none
      }
    }
    XCTAssertEqual(example.finding.kind, .client, "\(example)")
  }

  func testPrimaryThatAnswersBeforeItsBackupsKnowIsFound() throws {
    let example = try counterexample {
      try simulate(PrimaryBackup.self, options: .init(), runs: 100) {
        $0.load = ClientLoad(keys: 2, swapWeight: 0)
        $0.fixtures = .none
      }
    }
    XCTAssertEqual(example.finding.kind, .client, "\(example)")
  }

  /// The counterexample that `body` throws; a failure if it finds none.
  private func counterexample(
    line: UInt = #line, _ body: () throws -> Void
  ) throws -> Counterexample {
    var found: Counterexample?
    XCTAssertThrowsError(try body(), "no counterexample was found", line: line) {
      found = $0 as? Counterexample
    }
    return try XCTUnwrap(found, "another error", line: line)
  }
}
