import KeyValue
import RaftCore
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import TestSupport
import XCTest

@testable import Experiments

/// The parts of one operation add up to its latency, whatever stations were missed or reordered.
final class LatencySplitTests: XCTestCase {
  private func time(_ draws: inout Draws) -> SimTime {
    SimTime(nanoseconds: Int64(draws.below(1_000_000_000)))
  }

  private func operation(
    _ kind: LoadPlan.Operation, _ draws: inout Draws
  ) -> Experiments.Operation {
    var operation = Experiments.Operation(
      load: 0, kind: kind, key: KeyID(1), value: Value(identity: 1, sizeInBytes: 1),
      intended: time(&draws), member: 0, isMeasured: true)
    operation.way.sent = time(&draws)
    operation.way.arrived = time(&draws)
    operation.way.processed = time(&draws)
    operation.way.proposed = time(&draws)
    operation.way.answered = time(&draws)
    operation.way.commit.index = LogIndex(draws.below(2))
    operation.way.commit.leader = MemberID(1 + draws.below(3))
    operation.way.commit.decider = MemberID(1 + draws.below(3))
    operation.way.commit.proposed = time(&draws)
    operation.way.commit.sent = time(&draws)
    operation.way.commit.received = time(&draws)
    operation.way.commit.acknowledged = time(&draws)
    operation.way.commit.committed = time(&draws)
    operation.way.read.roundStarted = time(&draws)
    operation.way.read.atLeader = time(&draws)
    operation.way.read.confirmed = time(&draws)
    operation.way.read.indexKnown = time(&draws)
    return operation
  }

  func testPartsAddUpToTheLatency() {
    var draws = Draws(seed: 9, .keys, 3)
    for round in 0..<20_000 {
      let kind = LoadPlan.Operation.allCases[round % LoadPlan.Operation.allCases.count]
      let operation = operation(kind, &draws)
      let finished =
        operation.intended + SimDuration(nanoseconds: Int64(draws.below(1_000_000_000)))
      let parts = LatencySplit.parts(
        of: operation, server: 1 + draws.below(3), finished: finished)
      XCTAssertEqual(
        parts.reduce(0, +), (finished - operation.intended).nanoseconds, "round \(round)")
      XCTAssertTrue(parts.allSatisfy { $0 >= 0 }, "round \(round)")
    }
  }

  func testRanksAreSplitByTheirShare() {
    var histogram = PartHistogram()
    var parts = [Int64](repeating: 0, count: LatencyPart.allCases.count)
    for latency in [Int64](repeating: 10, count: 99) + [1_000] {
      parts[LatencyPart.replication.rawValue] = latency
      histogram.record(parts, latency: latency)
    }
    XCTAssertEqual(histogram.mean(from: 0, to: 1_000_000)?.latency, (990 + 1_000) / 100)
    XCTAssertEqual(histogram.mean(from: 0, to: 990_000)?.latency, 10)
    XCTAssertEqual(histogram.mean(from: 990_000, to: 1_000_000)?.latency, 1_000)
    XCTAssertNil(PartHistogram().mean(from: 0, to: 1_000_000))
  }
}
