import Results
import Statistics
import XCTest

final class OutcomeValueTests: XCTestCase {
  private func labels(_ region: String, _ load: String) -> Labels {
    Labels([.init(.load, load), .init(.region, region)])
  }

  func testDistributionsMergeOverWhatTheFilterLeavesOpen() {
    let outcome = tinyOutcome(seeds: [
      [
        latency([1, 2], labels("a", "x")), latency([3], labels("b", "x")),
        latency([9], labels("b", "y")),
      ],
      [latency([5], labels("b", "x"))],
    ])
    let rows: [(filter: Labels, merged: Int64?, perSeed: [Int64?])] = [
      (.none, 4 + 1, [4, 1]),
      (SampleOutcome.label(.region, "b"), 3, [2, 1]),
      (SampleOutcome.label(.load, "x"), 4, [3, 1]),
      (labels("b", "y"), 1, [1, nil]),
      (SampleOutcome.label(.region, "c"), nil, [nil, nil]),
    ]
    for (filter, merged, perSeed) in rows {
      let values = outcome.value(.writeLatency, .count, filter: filter)
      XCTAssertEqual(values.merged, merged, "\(filter)")
      XCTAssertEqual(values.perSeed.map { $0.value }, perSeed, "\(filter)")
    }
    XCTAssertEqual(outcome.value(.writeLatency, .max).merged, 9)
    XCTAssertEqual(outcome.value(.writeLatency, .max).perSeed.map(\.value), [9, 5])
  }

  func testTheSameSamplesAtTwoFinenessesCountOnce() {
    let outcome = tinyOutcome(seeds: [
      [latency([1, 2, 3]), latency([1, 2], labels("a", "x")), latency([3], labels("b", "x"))]
    ])
    XCTAssertEqual(outcome.value(.writeLatency, .count).merged, 3)
    let b = SampleOutcome.label(.region, "b")
    XCTAssertEqual(outcome.value(.writeLatency, .count, filter: b).merged, 1)
  }

  func testScalarsAddUpButTheOutageIsTheLongest() {
    let a = SampleOutcome.label(.region, "a")
    let b = SampleOutcome.label(.region, "b")
    let outcome = tinyOutcome(seeds: [
      [
        SampleOutcome.scalar(.operationsFailed, a, 3),
        SampleOutcome.scalar(.operationsFailed, b, 4),
        SampleOutcome.scalar(.outage, a, 3), SampleOutcome.scalar(.outage, b, 4),
      ],
      [SampleOutcome.scalar(.operationsFailed, a, 1), SampleOutcome.scalar(.outage, a, 1)],
      [],
    ])
    XCTAssertEqual(
      outcome.value(.operationsFailed, .value).perSeed.map(\.value), [7, 1, nil])
    XCTAssertEqual(outcome.value(.outage, .value).perSeed.map(\.value), [4, 1, nil])
    XCTAssertEqual(outcome.value(.outage, .value, filter: a).perSeed.map(\.value), [3, 1, nil])
    XCTAssertEqual(outcome.value(.operationsFailed, .value).merged, 4)
  }

  func testSharesArePooledByWhatTheyAreSharesOf() {
    let a = SampleOutcome.label(.region, "a")
    let b = SampleOutcome.label(.region, "b")
    let outcome = tinyOutcome(seeds: [
      [
        SampleOutcome.scalar(.operationsOffered, a, 900),
        SampleOutcome.scalar(.operationsOffered, b, 100),
        SampleOutcome.scalar(.operationsSucceeded, a, 900),
        SampleOutcome.scalar(.operationsSucceeded, b, 0),
        SampleOutcome.scalar(.okRatio, a, 1_000_000), SampleOutcome.scalar(.okRatio, b, 0),
      ],
      [
        SampleOutcome.scalar(.staleReadRatio, a, 1_000_000),
        SampleOutcome.scalar(.staleReadRatio, b, 0),
      ],
    ])
    XCTAssertEqual(outcome.value(.okRatio, .value).perSeed.map(\.value), [900_000, nil])
    XCTAssertEqual(outcome.value(.okRatio, .value).samples, 1_000)
    XCTAssertEqual(outcome.value(.staleReadRatio, .value).perSeed.map(\.value), [nil, 500_000])
  }

  func testAWindowIsNotTheWholeRun() {
    var inside = latency([7])
    inside.window = .init(from: 1, to: 2)
    let outcome = tinyOutcome(seeds: [[latency([1]), inside]])
    XCTAssertEqual(outcome.value(.writeLatency, .max).merged, 1)
    XCTAssertEqual(
      outcome.value(.writeLatency, .max, window: .init(from: 1, to: 2)).merged, 7)
    XCTAssertNil(outcome.value(.writeLatency, .max, window: .init(from: 1, to: 3)).merged)
  }
}
