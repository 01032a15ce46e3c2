import ConsensusTesting
import HostileWorld
import RaftHost
import RaftSubject
import SimKernel
import Swarm
import XCTest

/// Our Raft under the trials that it is checked with by default.
final class SwarmTests: XCTestCase {
  private let seeds = SweepSeeds(campaign: 77)

  func testASwarmPassesAndReachesWhatItShould() throws {
    let check = RaftCheck()
    let runner = check.runner
    var summary = SweepSummary()
    for number in 0..<60 {
      let seed = seeds.seed(number)
      let result = try runner.run(check.trial(seed: seed))
      if case .violation(let finding) = result.verdict {
        XCTFail("seed \(seed): \(finding.invariant) \(finding.message)")
      }
      summary.add(seed: seed, result)
    }
    XCTAssertEqual(summary.failed, 0)
    XCTAssertEqual(summary.undecided.count, 0)
    XCTAssertGreaterThan(summary.passed, 55)
    for fact in [HealthFact.leaderChange, .truncation, .snapshotInstall, .configurationChange] {
      XCTAssertGreaterThan(summary.health.count(fact), 0, fact.text)
    }
  }

  func testATrialGoesTheSameWayTwice() throws {
    let check = RaftCheck()
    for number in 0..<8 {
      let trial = check.trial(seed: seeds.seed(number))
      let (first, second) = (try check.runner.run(trial), try check.runner.run(trial))
      XCTAssertEqual(first.digest, second.digest, "seed \(trial.seed)")
      XCTAssertEqual(first.counts, second.counts, "seed \(trial.seed)")
    }
  }
}
