import ConsensusTesting
import XCTest

/// Trials of one's own: as drawn by default, but all clients race for one key after the other, a
/// new one every 150 ms.
struct Races: TrialSource {
  func trial(seed: UInt64, _ configuration: SimulationConfiguration) -> Trial {
    var trial = DefaultTrialSource().trial(seed: seed, configuration)
    for i in trial.clients.indices {
      let client = Int64(trial.clients[i].id + 1)
      var draws = Draws(seed: seed, .think, UInt64(client))
      trial.clients[i].operations = (0..<60).flatMap { key in
        let start = SimTime(nanoseconds: Int64(key) * 150_000_000 + Int64(draws.below(30_000_000)))
        let value = client * 1_000_000 + Int64(key)
        return [
          PlannedOperation(
            .compareAndSwap(key: key, expected: nil, value: value), .at(start)),
          PlannedOperation(.get(key: key), .think(.milliseconds(5))),
        ]
      }
    }
    return trial
  }
}

/// How people use the library: a subject, options, and one call.
final class WorkedExampleTests: XCTestCase {
  private func paxos(_ configuration: inout SimulationConfiguration) {
    configuration.source = Races()
    configuration.maximumFaults = 100
    // Its messages take milliseconds; what goes wrong should take about as long.
    configuration.timescale = .milliseconds(100)
  }

  func testPaxosIsSafeAndRecovers() throws {
    let summary = try simulate(Paxos.self, options: .init(), runs: 50, paxos)
    XCTAssertGreaterThan(summary.counts.crashes, 50, "\(summary)")
    XCTAssertGreaterThan(summary.counts.operationsAnswered, 5_000, "\(summary)")
  }

  func testPaxosThatForgetsItsPromisesIsFound() throws {
    let example = try counterexample {
      try simulate(Paxos.self, options: .init(forgetsPromises: true), runs: 2_000) {
        paxos(&$0)
        // The mistake shows when an acceptor is back before the rivals are done with each other.
        $0.faultKinds = [.crash, .crashAtStep]
        $0.timescale = .milliseconds(30)
        $0.members = 3...3
        $0.clients = 4...4
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
