import ConsensusTesting
import HostileWorld
import Invariants
import KeyValue
import RaftSubject
import SimKernel
import Swarm
import XCTest

/// The checks of stores see what members do, and what is wrong with it.
final class StoreCheckTests: XCTestCase {
  /// Three members without faults, and clients that use the store only.
  private static var profile: SwarmProfile {
    var profile = SwarmProfile.raft
    profile.members = 3...3
    profile.length = 20...20
    profile.operations = 60...80
    profile.operationKinds = [.custom]
    profile.weights.single = 0
    profile.weights.swarm = 0
    profile.weights.everything = 0
    profile.weights.recipe = 0
    return profile
  }

  func testRunsShowAllThatAStoreDoes() throws {
    let check = RaftCheck(profile: Self.profile)
    var kinds: Set<String> = []
    for seed in 1...12 as ClosedRange<UInt64> {
      let seen = Seen()
      let runner = TrialRunner.of(
        RaftUnderTest.self, options: check.options, check.configuration
      ) { _ in
        NoteKinds(seen: seen)
      }
      _ = try runner.run(check.trial(seed: seed))
      kinds.formUnion(seen.kinds)
    }
    let wanted: Set<String> = [
      "put", "delete", "transaction", "batch", "compact", "grant", "revoke", "read", "content",
      "renewed", "expired", "lessor", "watching", "events", "progress", "caughtUp", "ended",
    ]
    XCTAssertEqual(wanted.subtracting(kinds), [])
  }

  func testFaultsInTheStoreAreFoundAndSoundStoresPass() throws {
    let rows: [(StoreMutations, [String])] = [
      ([], []), (.compactionLowersRevision, ["M1", "M2"]), (.watchResends, ["W1", "W2", "W5"]),
      (.starvedWatcherLosesEvents, ["W4"]),
    ]
    for (mutation, invariants) in rows {
      var options = RaftSubjectOptions()
      options.storeMutations = mutation
      let check = RaftCheck(profile: Self.profile, options: options)
      let runner = check.runner
      var found: String?
      for seed in 1...(mutation.isEmpty ? 10 : 40) as ClosedRange<UInt64> where found == nil {
        let result = try runner.run(check.trial(seed: seed))
        if case .violation(let finding) = result.verdict { found = finding.invariant }
      }
      XCTAssertEqual(found != nil, !mutation.isEmpty, "\(mutation): \(found ?? "nothing found")")
      if let found { XCTAssertTrue(invariants.contains(found), "\(mutation): \(found)") }
    }
  }
}

private final class Seen { var kinds: Set<String> = [] }

private struct NoteKinds: WorldObserver {
  let seen: Seen
  var finding: Finding? { nil }

  mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime) {
    guard case .store(let note) = note else { return }
    switch note {
    case .applied(_, let command, _): seen.kinds.insert(Self.kind(of: command))
    case .content: seen.kinds.insert("content")
    case .read: seen.kinds.insert("read")
    case .looksAfterLeases: seen.kinds.insert("lessor")
    case .renewed: seen.kinds.insert("renewed")
    case .expired: seen.kinds.insert("expired")
    case .watching: seen.kinds.insert("watching")
    case .delivered(_, .events): seen.kinds.insert("events")
    case .delivered(_, .progress): seen.kinds.insert("progress")
    case .delivered(_, .caughtUp): seen.kinds.insert("caughtUp")
    case .delivered(_, .compacted): seen.kinds.insert("compacted")
    case .delivered(_, .ended): seen.kinds.insert("ended")
    }
  }

  private static func kind(of command: StoreCommand) -> String {
    switch command {
    case .operation(.put), .operation(.update): "put"
    case .operation(.delete), .operation(.remove): "delete"
    case .operation: "range"
    case .transaction: "transaction"
    case .batch: "batch"
    case .compact: "compact"
    case .grant: "grant"
    case .revoke: "revoke"
    case .nothing: "nothing"
    }
  }
}
