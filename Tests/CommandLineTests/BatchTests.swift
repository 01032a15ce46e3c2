import Experiments
import Foundation
import Results
import ScenarioFormat
import Synchronization
import XCTest

@testable import fedsim

final class BatchTests: XCTestCase {
  private func seeds(
    _ batch: Batch, threads: Int, isInterrupted: Bool = false
  ) throws -> [[UInt64]] {
    batch.start(threads: threads).wait()
    return try batch.collect(isInterrupted: isInterrupted).map { $0.map(\.seed) }
  }

  func testResultsDoNotDependOnTheNumberOfThreads() throws {
    for threads in [1, 2, 8, 100] {
      let batch = Batch(
        [.idle("a"), .idle("b")], seeds: [3, 5, 9], simulator: .quick)
      XCTAssertEqual(try seeds(batch, threads: threads), [[3, 5, 9], [3, 5, 9]])
      XCTAssertEqual(batch.progress.finished, 6)
    }
  }

  func testEverythingUpToTheFirstLastResultIsKept() throws {
    for threads in [1, 2, 8] {
      let batch = Batch([.idle()], seeds: Array(1...50), simulator: .quick) { $1.seed % 7 == 0 }
      XCTAssertEqual(try seeds(batch, threads: threads), [Array(1...7)])
    }
  }

  func testAStoppedBatchKeepsWhatWasSimulated() throws {
    let stopping = Mutex<Batch?>(nil)
    let simulator = Simulator(
      run: { plan, seed, control throws(SimulatorBug) in
        if seed == 3 { stopping.withLock { $0?.stop() } }
        return RunResult.made(seed: seed, isComplete: !control.isStopped, plan: plan)
      },
      outcome: Simulator.quick.outcome)
    let batch = Batch([.idle()], seeds: Array(1...10), simulator: simulator)
    stopping.withLock { $0 = batch }
    batch.start(threads: 1).wait()
    stopping.withLock { $0 = nil }
    let runs = try batch.collect(isInterrupted: true)[0]
    XCTAssertEqual(runs.map(\.seed), [1, 2, 3])
    XCTAssertEqual(runs.map(\.isComplete), [true, true, false])
  }

  func testABugNamesScenarioSeedAndVersion() throws {
    let simulator = Simulator(
      run: { plan, seed, _ throws(SimulatorBug) in
        throw SimulatorBug(scenario: plan.name, seed: seed, reason: "it broke")
      },
      outcome: Simulator.quick.outcome)
    let batch = Batch([.idle("eu")], seeds: [4, 5], simulator: simulator)
    batch.start(threads: 2).wait()
    XCTAssertThrowsError(try batch.collect(isInterrupted: false)) {
      let failure = $0 as? CommandFailure
      XCTAssertEqual(failure?.status, .simulatorBug)
      for part in ["'eu'", "seed 4", Tool.version, "it broke"] {
        XCTAssertTrue(failure?.message.contains(part) == true, part)
      }
    }
  }
}
