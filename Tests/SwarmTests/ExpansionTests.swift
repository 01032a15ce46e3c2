import Foundation
import HostileWorld
import SimKernel
import Swarm
import XCTest

/// A profile and a seed make a trial.
final class ExpansionTests: XCTestCase {
  private let seeds: Range<UInt64> = 0..<4_000

  func testEveryTrialIsValidAndQuorumSafe() {
    for profile in [SwarmProfile.sample, SwarmProfile(name: "plain")] {
      for seed in seeds {
        let trial = profile.trial(seed: seed)
        XCTAssertEqual(trial.problems, [], "\(profile.name) \(seed)")
        XCTAssertEqual(trial.budgetOffences, [], "\(profile.name) \(seed)")
        XCTAssertTrue(1...9 ~= trial.members, "\(seed)")
        XCTAssertTrue(1...5 ~= trial.clients.count, "\(seed)")
        let calls = trial.clients.reduce(0) { $0 + $1.operations.count }
        XCTAssertTrue(20...80 ~= calls, "\(seed): \(calls) calls")
        guard trial.problems.isEmpty else { return }
      }
    }
  }

  func testEveryKindTriggerRecipeAndFamilyAppears() {
    let profile = SwarmProfile.sample
    var kinds = Set<FaultKind>()
    var triggers = Set<String>()
    var targets = Set<String>()
    var families: [String: Int] = [:]
    var recipes = Set<SwarmRecipe>()
    for seed in seeds {
      let (trial, family) = profile.expanded(seed: seed)
      for fault in trial.faults.faults {
        kinds.insert(fault.kind)
        targets.insert(name(of: fault.target))
        if case .when(let trigger) = fault.start { triggers.insert(name(of: trigger)) }
      }
      if case .recipe(let recipe) = family { recipes.insert(recipe) }
      families[String("\(family)".prefix(4)), default: 0] += 1
    }
    XCTAssertEqual(kinds, Set(profile.possibleFaultKinds))
    XCTAssertEqual(recipes, Set(SwarmRecipe.allCases))
    XCTAssertEqual(
      triggers,
      [
        "leaderElected", "entryAppended", "commitAdvanced", "snapshotSending",
        "configEntryUnapplied", "leaseWithin", "after",
      ])
    XCTAssertEqual(
      targets, ["all", "nodes", "links", "groups", "regions", "leader", "trigger"])
    for (family, share) in [("calm", 10), ("only", 15), ("swar", 55), ("ever", 5), ("reci", 15)] {
      let found = families[family, default: 0] * 100 / seeds.count
      XCTAssertTrue(share - 3...share + 3 ~= found, "\(family): \(found) %")
    }
  }

  func testSizesPreferThreeAndFiveButReachAll() {
    var sizes = Array(repeating: 0, count: 10)
    for seed in seeds { sizes[SwarmProfile.sample.trial(seed: seed).members] += 1 }
    XCTAssertTrue(sizes[1...9].allSatisfy { $0 > 0 }, "\(sizes)")
    for size in [1, 2, 4, 6, 7, 8, 9] {
      XCTAssertLessThan(sizes[size], sizes[3])
      XCTAssertLessThan(sizes[size], sizes[5])
    }
  }

  func testOptionsAreOftenAbsentAndBringWhatTheyNeed() {
    var with = 0
    var mixed = 0
    for seed in seeds {
      let trial = SwarmProfile.sample.trial(seed: seed)
      XCTAssertEqual(trial.options.filter { $0.name == "tick" }.count, 1)
      if trial.options.contains(where: { $0.name == "size" }) { with += 1 }
      if trial.options.contains(where: { $0.name == "preVote" && $0.node != nil }) { mixed += 1 }
      if trial.options.contains(where: { $0.name == "lease" && $0.value == 1 }) {
        XCTAssertTrue(
          trial.options.contains { $0.name == "checkQuorum" && $0.value == 1 }, "seed \(seed)")
      }
    }
    XCTAssertTrue(1_700...2_300 ~= with, "\(with)")
    XCTAssertGreaterThan(mixed, 100)
  }

  /// Written down: trials of a seed may change only on purpose.
  func testTheExpansionIsStable() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var digest = RunDigest()
    for seed in 0..<200 as Range<UInt64> {
      let trial = SwarmProfile.sample.trial(seed: seed)
      XCTAssertEqual(trial, SwarmProfile.sample.trial(seed: seed))
      digest.combine(bytes: try encoder.encode(trial))
    }
    XCTAssertEqual("\(digest)", Self.golden)
  }

  private static let golden = "303d083fd8353248623488246e133e35"

  func testAProfileComesBackFromItsFile() throws {
    let data = try JSONEncoder().encode(SwarmProfile.sample)
    XCTAssertEqual(try JSONDecoder().decode(SwarmProfile.self, from: data), .sample)
  }

  private func name(of trigger: FaultTrigger) -> String {
    switch trigger {
    case .leaderElected: "leaderElected"
    case .entryAppended: "entryAppended"
    case .commitAdvanced: "commitAdvanced"
    case .snapshotSending: "snapshotSending"
    case .configEntryUnapplied: "configEntryUnapplied"
    case .leaseWithin: "leaseWithin"
    case .after: "after"
    }
  }

  private func name(of target: FaultTarget) -> String {
    switch target {
    case .all: "all"
    case .nodes: "nodes"
    case .links: "links"
    case .groups: "groups"
    case .regions: "regions"
    case .leader: "leader"
    case .trigger: "trigger"
    }
  }
}
