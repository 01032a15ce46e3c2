import Federation
import TestSupport
import XCTest

/// Division: sums, bounds, monotony (invariant F11), and Webster by a second way of counting.
final class ReplicaDivisionTests: XCTestCase {
  private func candidates(_ weights: [Int64]) -> [ReplicaDivision.Candidate] {
    weights.enumerated().map { ReplicaDivision.Candidate(ClusterID($0), weight: $1) }
  }

  func testWebsterTable() {
    let rows: [(Int, [Int64], [Int], UInt)] = [
      (3, [3, 2, 1], [1, 1, 1], #line), (4, [3, 2, 1], [2, 1, 1], #line),
      (6, [3, 2, 1], [3, 2, 1], #line), (7, [3, 2, 1], [4, 2, 1], #line),
      (0, [3, 2, 1], [0, 0, 0], #line), (2, [1, 1, 1], [1, 1, 0], #line),
      (5, [1, 0, 1], [3, 0, 2], #line),
    ]
    for (replicas, weights, counts, line) in rows {
      let division = ReplicaDivision.weighted(replicas, over: candidates(weights))
      XCTAssertEqual(division.counts, counts, line: line)
      XCTAssertEqual(division.unplaced, 0, line: line)
    }
    XCTAssertEqual(ReplicaDivision.weighted(4, over: candidates([0, 0])).unplaced, 4)
  }

  /// One replica at a time, looking at all clusters each time.
  private func naive(_ replicas: Int, _ weights: [Int64]) -> [Int] {
    var held = weights.map { _ in 0 }
    for _ in 0..<replicas {
      var best = 0
      for i in weights.indices.dropFirst() {
        let (a, b) = (
          weights[i] * Int64(2 * held[best] + 1), weights[best] * Int64(2 * held[i] + 1)
        )
        if a > b || (a == b && held[i] < held[best]) { best = i }
      }
      held[best] += 1
    }
    return held
  }

  func testWebsterAgreesWithCountingOneByOneAndIsHouseMonotone() {
    forEverySeed(count: 200) { draws in
      let weights = (0..<draws.int(in: 1...6)).map { _ in Int64(draws.int(in: 1...9)) }
      let replicas = draws.int(in: 0...40)
      let counts = ReplicaDivision.weighted(replicas, over: self.candidates(weights)).counts
      XCTAssertEqual(counts, self.naive(replicas, weights), "\(replicas) over \(weights)")
      let more = ReplicaDivision.weighted(replicas + 1, over: self.candidates(weights)).counts
      XCTAssertTrue(zip(counts, more).allSatisfy { $0 <= $1 }, "\(counts) then \(more)")
    }
  }

  func testBoundsAreKeptAndTheSumIsTheRequest() {
    var unplaced = 0
    forEverySeed(count: 300) { draws in
      let candidates = (0..<draws.int(in: 1...6)).map { i in
        let least = draws.int(in: 0...3)
        return ReplicaDivision.Candidate(
          ClusterID(i), weight: Int64(draws.int(in: 0...5)),
          bounds: least...(least + draws.int(in: 0...8)))
      }
      let replicas = draws.int(in: 0...40)
      let division = ReplicaDivision.weighted(replicas, over: candidates)
      XCTAssertEqual(division.total, replicas)
      let leasts = candidates.reduce(0) { $0 + $1.bounds.lowerBound }
      for (candidate, count) in zip(candidates, division.counts) {
        XCTAssertLessThanOrEqual(count, candidate.bounds.upperBound)
        if replicas >= leasts { XCTAssertGreaterThanOrEqual(count, candidate.bounds.lowerBound) }
      }
      if division.unplaced > 0 {
        unplaced += 1
        for (candidate, count) in zip(candidates, division.counts) where candidate.weight > 0 {
          XCTAssertEqual(count, candidate.bounds.upperBound, "room was left")
        }
      }
    }
    XCTAssertGreaterThan(unplaced, 10)
  }

  func testRebalancingKeepsWhatRunsAndNobodyGainsWhenScaledDown() {
    forEverySeed(count: 300) { draws in
      let weights = (0..<draws.int(in: 1...6)).map { _ in Int64(draws.int(in: 1...9)) }
      let current = weights.map { _ in draws.int(in: 0...9) }
      let replicas = draws.int(in: 0...60)
      let division = ReplicaDivision.rebalanced(
        current, to: replicas, over: self.candidates(weights))
      XCTAssertEqual(division.total, replicas)
      XCTAssertEqual(division.unplaced, 0)
      let grows = replicas >= current.reduce(0, +)
      for (before, after) in zip(current, division.counts) {
        if grows {
          XCTAssertGreaterThanOrEqual(after, before)
        } else {
          XCTAssertLessThanOrEqual(after, before)
        }
      }
    }
  }

  func testAggregatedUsesTheFewestClustersAndOrdinalsAreDisjoint() {
    let division = ReplicaDivision.aggregated(9, rooms: [3, 8, 8, 1])
    XCTAssertEqual(division.counts, [0, 8, 1, 0])
    XCTAssertEqual(ReplicaDivision.aggregated(30, rooms: [3, 8]).unplaced, 19)
    XCTAssertEqual(division.ordinals, [0..<0, 0..<8, 8..<9, 9..<9])
    XCTAssertEqual(ReplicaDivision.duplicated(2, over: 3), [2, 2, 2])
  }
}
