import ConsensusTesting
import HostileWorld
import RaftHost
import RaftSubject
import SimKernel
import XCTest

/// What a member makes of its disk when it starts again.
final class RecoveryTests: XCTestCase {
  /// The checks compare the state after each entry with that of the other members, so a state
  /// that was made wrongly is seen with the next entry.
  private func bench(_ point: StepPoint, seed: UInt64) -> Bench {
    var bench = Bench()
    bench.seed = seed
    bench.words = [OptionWord("snapshotEvery", 6), OptionWord("snapshotKeep", 2)]
    bench.faults = [
      .crashAtStep(
        id: 1, .nodes([NodeID(Int(seed % 3))]), point, armedAt: .at(Bench.time(900)),
        downtime: .milliseconds(400))
    ]
    bench.duration = .seconds(3)
    bench.operations = 20
    return bench
  }

  func testACrashAtAnyStepLosesNothing() throws {
    var seed: UInt64 = 0
    for effect in StepPoint.Effect.allCases {
      for isBefore in [true, false] {
        seed += 1
        // Whom clients ask is drawn: a member may answer few of them.
        let count = effect == .reply ? 1 : Int(1 + seed % 5)
        let point: StepPoint =
          isBefore ? .before(effect, count: count) : .after(effect, count: count)
        let run = try bench(point, seed: seed).run()
        assertPasses(run, "\(isBefore ? "before" : "after") \(effect)")
        if effect == .reply, run.result.counts.crashes == 0 { continue }
        XCTAssertEqual(run.result.counts.crashes, 1, "\(effect)")
        let recovered = run.notes.contains {
          if case .recovered = $0.note { true } else { false }
        }
        XCTAssertTrue(recovered, "\(effect)")
      }
    }
  }

  func testAWrongRecoveryIsSeen() throws {
    var isSeen = false
    for seed in 1...8 as ClosedRange<UInt64> where !isSeen {
      var bench = bench(.after(.send, count: 3), seed: seed)
      bench.options.hostMutations = [.reapplyAfterRestart]
      if case .violation = try bench.run().result.verdict { isSeen = true }
    }
    XCTAssertTrue(isSeen)
  }

  func testADamagedTailIsCut() throws {
    var torn = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      let run = try bench(.before(.sync, count: Int(seed)), seed: seed).run()
      assertPasses(run, "seed \(seed)")
      torn += run.count(.tornTailCut)
    }
    XCTAssertGreaterThan(torn, 0)
  }
}
