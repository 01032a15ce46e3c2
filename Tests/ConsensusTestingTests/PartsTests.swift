import Foundation
import TestSupport
import XCTest

@testable import ConsensusTesting

/// The parts that campaigns are made of.
final class PartsTests: XCTestCase {
  func testSeedsFollowFromTheNameAndAreExactInEveryLanguage() {
    let seeds = Seeds(test: "Module/File.swift.testSafe")
    let all = (0..<10_000).map { seeds.seed($0) }
    XCTAssertEqual(Set(all).count, all.count)
    XCTAssertTrue(all.allSatisfy { $0 < 1 << 53 })
    XCTAssertEqual(all, (0..<10_000).map { Seeds(test: "Module/File.swift.testSafe").seed($0) })
    XCTAssertNotEqual(Seeds(test: "Module/File.swift.testOther").seed(0), all[0])
    XCTAssertNotEqual(Seeds(test: "Module/File.swift.testSafe", fresh: 1).seed(0), all[0])
  }

  func testTheEnvironmentIsRead() {
    let all = Surroundings([
      "FEDSIM_SEED": "12", "FEDSIM_RUNS": "7", "FEDSIM_SHARD": "2/5", "FEDSIM_FRESH": "1",
      "FEDSIM_ANNOUNCE": "1",
    ])
    XCTAssertEqual(all.seed, 12)
    XCTAssertEqual(all.runs, 7)
    XCTAssertEqual(all.shard.index, 2)
    XCTAssertEqual(all.shard.count, 5)
    XCTAssertNotNil(all.fresh)
    XCTAssertTrue(all.announces)
    for odd in ["5/5", "-1/2", "1/0", "x", "1"] {
      let surroundings = Surroundings(["FEDSIM_SHARD": odd, "FEDSIM_SEED": "x"])
      XCTAssertEqual(surroundings.shard.count, 1, odd)
      XCTAssertNil(surroundings.seed)
      XCTAssertNil(surroundings.fresh)
    }
  }

  func testSharesOfACampaignAreTheCampaign() throws {
    let configuration = SimulationConfiguration()
    var all: Set<UInt64> = []
    let recorder = SeedRecorder()
    for i in 0..<3 {
      let runner = TrialRunner(judge: Judge(configuration)) { trial, _ throws(InvalidTrial) in
        recorder.seeds.append(trial.seed)
        return RunResult.empty
      }
      var quiet = configuration
      quiet.fixtures = .none
      quiet.checks = []
      var campaign = Campaign(
        runner, quiet, TestSite(function: "f()", fileID: "M/F.swift", filePath: "", line: 1),
        Surroundings(["FEDSIM_SHARD": "\(i)/3"]))
      try campaign.run(10)
      all.formUnion(recorder.seeds)
    }
    XCTAssertEqual(recorder.seeds.count, 10)
    let seeds = Seeds(test: "M/F.swift.f")
    XCTAssertEqual(all, Set((0..<10).map { seeds.seed($0) }))
  }

  func testEveryTrialOfTheDefaultSourceIsValidAndWithinItsBudget() {
    var configuration = SimulationConfiguration()
    configuration.faultKinds = FaultKind.forMembers + [.bandwidth, .clockJump, .overload]
    configuration.members = 1...7
    let source = DefaultTrialSource()
    var kinds = Set<FaultKind>()
    var calm = 0
    for seed in 0..<500 as Range<UInt64> {
      let trial = source.trial(seed: seed, configuration)
      XCTAssertEqual(trial.problems, [], "seed \(seed)")
      XCTAssertTrue(trial.isQuorumSafe)
      XCTAssertEqual(trial, source.trial(seed: seed, configuration))
      if trial.faults.faults.isEmpty { calm += 1 }
      for fault in trial.faults.faults { kinds.insert(fault.kind) }
    }
    XCTAssertEqual(kinds, Set(configuration.faultKinds))
    XCTAssertTrue(20...90 ~= calm, "\(calm)")
  }

  func testLogUniformStaysInItsRangeAndReachesItsEnds() {
    forEverySeed(count: 300) { draws in
      let low = 1 + Int64(draws.below(1_000))
      let high = low + Int64(draws.below(1 << 40))
      let value = draws.logUniform(in: low...high)
      XCTAssertTrue(low...high ~= value, "\(value) of \(low)...\(high)")
    }
    var draws = Draws(seed: 1, .plan, 0)
    XCTAssertEqual(Set((0..<200).map { _ in draws.logUniform(in: 1...3) }), [1, 2, 3])
  }

  func testAFixtureComesBackAsItWas() throws {
    let trial = DefaultTrialSource().trial(seed: 5, SimulationConfiguration())
    let fixture = FailureFile(test: "M.testX", signature: "safety/R1/election", trial: trial)
    XCTAssertEqual(try FailureFile(json: fixture.json), fixture)
    for (text, part) in [
      ("{}", "schema is missing"), ("[", "not a fixture"),
      (
        fixture.json.replacing("fedsim.failure/1", with: "fedsim.failure/9"),
        "schema fedsim.failure/9"
      ),
      (fixture.json.replacing("\"nodes\" :", with: "\"knots\" :"), "nodes is missing"),
    ] {
      XCTAssertThrowsError(try FailureFile(json: text), part) {
        XCTAssertTrue("\($0)".contains(part), "\($0)")
      }
    }
  }

  /// Registers as ours and as the library's own model must agree on random histories.
  func testKeyedRegistersAgreeWithTheRegisterModel() {
    forEverySeed(count: 300) { draws in
      var ours: [ClientOperation<ClientCommand, ClientReply>] = []
      var theirs: [ClientOperation<RegisterModel<Int64>.Input, RegisterModel<Int64>.Output>] = []
      for n in 0..<draws.int(in: 1...7) {
        let call = Int64(draws.below(20))
        let end = call + 1 + Int64(draws.below(10))
        let value = Int64(draws.below(3)) + 1
        let isUnknown = draws.oneIn(5)
        switch draws.below(3) {
        case 0:
          let found = draws.oneIn(3) ? nil : value
          ours.append(
            .init(client: n, .get(key: 0), calledAt: call, .returned(.value(found), at: end)))
          theirs.append(.init(client: n, .read, calledAt: call, .returned(.value(found), at: end)))
        case 1:
          ours.append(
            .init(
              client: n, .put(key: 0, value: value), calledAt: call,
              isUnknown ? .unknown : .returned(.done, at: end)))
          theirs.append(
            .init(
              client: n, .write(value), calledAt: call,
              isUnknown ? .unknown : .returned(.written, at: end)))
        default:
          let swapped = draws.oneIn(2)
          let other = Int64(draws.below(3)) + 1
          ours.append(
            .init(
              client: n, .compareAndSwap(key: 0, expected: other, value: value),
              calledAt: call, isUnknown ? .unknown : .returned(.swapped(swapped), at: end)))
          theirs.append(
            .init(
              client: n, .compareAndSwap(from: other, to: value), calledAt: call,
              isUnknown ? .unknown : .returned(.swapped(swapped), at: end)))
        }
      }
      XCTAssertEqual(
        checkLinearizable(ours, model: KeyedRegisters()).verdict.isLinearizable,
        checkLinearizable(theirs, model: RegisterModel()).verdict.isLinearizable, "\(ours)")
    }
  }
}

private final class SeedRecorder {
  var seeds: [UInt64] = []
}

extension RunResult {
  static var empty: RunResult {
    RunResult(
      verdict: .pass, digest: RunDigest(), events: 0, endedAt: .zero, history: [],
      recovery: .notTried, counts: RunCounts(), trace: [])
  }
}
