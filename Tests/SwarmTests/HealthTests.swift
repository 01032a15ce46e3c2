import HostileWorld
import SimKernel
import Swarm
import XCTest

/// Campaigns are counted alike however they were split.
final class HealthTests: XCTestCase {
  private func result(_ seed: UInt64) -> RunResult {
    var counts = RunCounts()
    counts.leaderChanges = Int(seed % 3)
    counts.truncations = Int(seed % 5)
    counts.operationsCalled = 60
    counts.operationsAnswered = Int(seed % 61)
    let finding = Finding(.safety, "R\(seed % 4)", "at \(seed)", at: .zero)
    let verdict: RunVerdict =
      switch seed % 7 {
      case 0: .violation(finding)
      case 1: .undecided("events")
      case 2: .unavailableByDesign("no quorum")
      default: .pass
      }
    return RunResult(
      verdict: verdict, digest: RunDigest(), events: seed % 11, endedAt: .zero + .seconds(1),
      history: [], recovery: .notTried, counts: counts, trace: [])
  }

  private func summary(_ numbers: [Int]) -> SweepSummary {
    let seeds = SweepSeeds(campaign: 5)
    return numbers.reduce(into: SweepSummary()) { sum, number in
      let seed = seeds.seed(number)
      sum.add(seed: seed, result(seed))
    }
  }

  func testAnySplitOfACampaignComesToTheSame() {
    let whole = summary(Array(0..<1_000))
    XCTAssertEqual(
      whole.runs, whole.passed + whole.failed + whole.unavailable + whole.undecided.count)
    XCTAssertEqual(whole.clusters.map(\.signature), (0..<4).map { "safety/R\($0)" })
    for count in [1, 3, 8] {
      let shares = (0..<count).map { SweepSeeds.share($0, of: count, in: 0..<1_000) }
      XCTAssertEqual(shares.reduce(0) { $0 + $1.count }, 1_000)
      var merged = SweepSummary()
      for share in shares.reversed() { merged.merge(summary(share)) }
      XCTAssertEqual(merged, whole, "\(count) shares")
    }
  }

  func testWhatFallsShortIsNamed() {
    var health = GeneratorHealth()
    for seed in 0..<600 as Range<UInt64> { health.add(result(seed)) }
    XCTAssertEqual(health.count(.leaderChange), 200)
    XCTAssertEqual(health.perMille(.truncation), 800)
    XCTAssertEqual(
      health.shortfalls(of: [HealthFloor(.truncation, 800), HealthFloor(.leaderChange, 500)]),
      ["leader changes in 333 of 1,000 runs, expected 500"])
    XCTAssertEqual(health.unreached(of: ["a"]), ["a"])
  }
}
