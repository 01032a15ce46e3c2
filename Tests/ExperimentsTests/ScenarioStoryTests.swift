import Dispatch
import Experiments
import Foundation
import Results
import ScenarioFormat
import Synchronization
import TestSupport
import XCTest

/// The scenarios of the gallery: their expectations hold, and are tight enough to fail.
final class ScenarioStoryTests: XCTestCase {
  /// Long scenarios without timed faults are cut short; the others run as they stand.
  private static let overrides = [
    "stretched-three-regions": ["duration=24s", "warmup=4s"],
    "federated-three-regions": ["duration=24s", "warmup=4s"],
    "one-region": ["duration=30s"],
  ]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("scenarios")

  private static func plans() throws -> [Plan] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
    return try names.map { name in
      let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
      let stem = String(name.dropLast(5))
      let result = ScenarioReader.read(
        bytes: bytes, name: name, overrides: overrides[stem] ?? [])
      return try XCTUnwrap(result.plan, "\(name): \(result.diagnostics)")
    }
  }

  /// Every scenario once, on all cores.
  private static let outcomes = Result<[Outcome?], any Error> {
    let plans = try ScenarioStoryTests.plans()
    let outcomes = Mutex<[Outcome?]>(Array(repeating: nil, count: plans.count))
    DispatchQueue.concurrentPerform(iterations: plans.count) { i in
      let experiment = Experiment(plan: plans[i])
      guard let run = try? experiment.run(seed: 1) else { return }
      let outcome = experiment.outcome(of: [run])
      outcomes.withLock { $0[i] = outcome }
    }
    return outcomes.withLock { $0 }
  }

  func testExpectationsHoldAndFailWhenTightenedByTwo() throws {
    let outcomes = try Self.outcomes.get()
    XCTAssertGreaterThanOrEqual(outcomes.count, 10)
    for outcome in outcomes {
      let outcome = try XCTUnwrap(outcome)
      XCTAssertEqual(outcome.runs[0].violations, [], outcome.name)
      XCTAssertFalse(outcome.question.isEmpty || outcome.title.isEmpty, outcome.name)
      XCTAssertFalse(outcome.rules.isEmpty, outcome.name)
      for rule in outcome.rules where rule.versus == nil {
        XCTAssertEqual(verdict(outcome, rule), .met, "\(outcome.name) line \(rule.line)")
        guard let tight = Self.tightened(rule) else { continue }
        XCTAssertEqual(verdict(outcome, tight), .failed, "\(outcome.name) line \(rule.line)")
      }
    }
  }

  private func verdict(_ outcome: Outcome, _ rule: ExpectRule) -> Judgement.Verdict? {
    var outcome = outcome
    outcome.rules = [rule]
    return Judgement(outcome).items.first?.verdict
  }

  /// The rule with half the room; nil for a limit of nothing, which has no half.
  private static func tightened(_ rule: ExpectRule) -> ExpectRule? {
    guard rule.limit > 0 else { return nil }
    var rule = rule
    switch rule.comparison {
    case .below, .atMost: rule.limit /= 2
    case .above, .atLeast: rule.limit *= 2
    }
    return rule
  }

  /// What the first page of the README says: at least twenty times.
  func testFederationIsTwentyTimesFasterAndPaysInStaleness() throws {
    let outcomes = try Self.outcomes.get().compactMap { $0 }
      .filter { $0.name.hasSuffix("-three-regions") && !$0.name.contains("outage") }
    XCTAssertEqual(outcomes.count, 2)
    let federated = try XCTUnwrap(outcomes.first { $0.hasFederation })
    let stretched = try XCTUnwrap(outcomes.first { !$0.hasFederation })
    XCTAssertEqual(federated.loadSignature, stretched.loadSignature)
    func p50(_ outcome: Outcome) throws -> Int64 {
      try XCTUnwrap(outcome.value(.writeLatency, .p50).merged)
    }
    XCTAssertGreaterThanOrEqual(try p50(stretched), 20 * (try p50(federated)))
    XCTAssertEqual(stretched.value(.staleness, .max).merged, 0)
    XCTAssertGreaterThan(try XCTUnwrap(federated.value(.staleness, .p99).merged), 0)
    XCTAssertGreaterThan(try XCTUnwrap(federated.value(.federationUnseen, .value).merged), 0)
  }
}
