import Dispatch
import Experiments
import Results
import ScenarioFormat
import SimKernel
import Statistics
import Synchronization
import XCTest

/// A run is a pure function of plan and seed (simulation testing: T1, T5 and T6).
final class RepetitionTests: XCTestCase {
  func testTheSameSeedTwiceGivesTheSameEverything() throws {
    for family in Family.allCases {
      let plan = family.plan
      let first = try Experiment(plan: plan).run(seed: 77)
      let second = try Experiment(plan: plan).run(seed: 77)
      assertSame(first, second, "\(family)")
    }
  }

  func testARunAmongEightInParallelIsTheRunAlone() throws {
    let cases = Family.allCases.flatMap { family in
      let plan = family.plan
      return [1, 2].map { (family, plan, $0 as UInt64) }
    }
    let together = Mutex<[Int: String]>([:])
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      for i in cases.indices where i % 8 == worker {
        let digest = (try? Experiment(plan: cases[i].1).run(seed: cases[i].2).digest) ?? "failed"
        together.withLock { $0[i] = digest }
      }
    }
    let seen = together.withLock { $0 }
    for (i, entry) in cases.enumerated() {
      let alone = try Experiment(plan: entry.1).run(seed: entry.2).digest
      XCTAssertEqual(seen[i], alone, "\(entry.0), seed \(entry.2)")
    }
  }

  /// What is only watched or printed decides nothing.
  func testObserversChangeNothing() throws {
    for family in Family.allCases {
      let plain = family.plan
      let expected = try Experiment(plan: plain).run(seed: 3)
      var watched = plain
      watched.warmup = .milliseconds(1_200)
      watched.title = "Another title"
      watched.document = "{}"
      watched.warnings = ["a warning"]
      for i in watched.faults.indices { watched.faults[i].text = "renamed \(i)" }
      for i in watched.links.indices { watched.links[i].source = "elsewhere" }
      let seen = try Experiment(plan: watched).run(seed: 3)
      XCTAssertEqual(seen.digest, expected.digest, "\(family)")
      XCTAssertEqual(seen.events, expected.events, "\(family)")
    }
  }

  /// The families are worth pinning: each provokes what it is there for.
  func testTheFamiliesProvokeWhatTheyAreFor() throws {
    func run(_ family: Family) throws -> RunResult {
      try Experiment(plan: family.plan).run(seed: 1)
    }
    for family in Family.allCases {
      let result = try run(family)
      XCTAssertGreaterThan(result.events, 1_000, "\(family)")
      XCTAssertEqual(result.violations, [], "\(family)")
      XCTAssertTrue(result.isComplete)
    }
    func count(_ result: RunResult, _ kind: TimelineEvent.Kind) -> Int {
      result.timeline.count { $0.kind == kind }
    }
    let struck = try run(.struck)
    XCTAssertGreaterThanOrEqual(count(struck, .faultStarted), 10)
    XCTAssertGreaterThanOrEqual(count(struck, .crash), 3)
    XCTAssertGreaterThanOrEqual(count(struck, .leaderElected), 3)
    XCTAssertGreaterThanOrEqual(count(try run(.storm), .leaderElected), 3)
    XCTAssertGreaterThan(try run(.federated).histogram(.syncLag)?.count ?? 0, 20)
  }

  private func assertSame(_ a: RunResult, _ b: RunResult, _ name: String) {
    XCTAssertEqual(a.digest, b.digest, name)
    XCTAssertEqual(a.events, b.events, name)
    XCTAssertEqual(a.records.map(\.labels), b.records.map(\.labels), name)
    for (x, y) in zip(a.records, b.records) {
      switch (x.value, y.value) {
      case (.scalar(let p), .scalar(let q)): XCTAssertEqual(p, q, "\(name): \(x.metric)")
      case (.distribution(let p), .distribution(let q)):
        XCTAssertEqual(p, q, "\(name): \(x.metric)")
      default: XCTFail("\(name): \(x.metric) is not \(y.metric)")
      }
    }
    XCTAssertEqual(a.timeline, b.timeline, name)
    XCTAssertEqual(a.attributions.map(\.meanParts), b.attributions.map(\.meanParts), name)
    XCTAssertEqual(a.series.map(\.values), b.series.map(\.values), name)
  }
}
