import HostileWorld
import SimKernel
import Swarm
import XCTest

/// Failing trials become small.
final class ShrinkerTests: XCTestCase {
  /// Fails if a crash of n2 and a cut come together, and some client writes.
  private func fails(_ trial: Trial) -> TrialFailure? {
    let faults = trial.faults.faults
    guard trial.nodes >= 2,
      faults.contains(where: { fault in
        guard fault.kind == .crash, case .nodes(let nodes) = fault.target else { return false }
        return nodes.contains(NodeID(1))
      }), faults.contains(where: { $0.kind == .cut }),
      trial.clients.contains(where: { client in
        client.operations.contains { if case .put = $0.command { true } else { false } }
      })
    else { return nil }
    return TrialFailure(
      signature: "safety/T", time: .zero + trial.duration - .milliseconds(1), nodes: [NodeID(1)])
  }

  func testPlansGetDownToWhatMatters() throws {
    var tried = 0
    for seed in 0..<9_000 as Range<UInt64> where tried < 20 {
      let trial = SwarmProfile.sample.trial(seed: seed)
      guard fails(trial) != nil else { continue }
      tried += 1
      let small = try XCTUnwrap(Shrinker.shrink(trial, run: fails))
      XCTAssertEqual(
        small.trial.faults.faults.count, 2,
        "seed \(seed) \(small.trial.faults.faults) \(small.runs)")
      // A cut between groups needs one node in each.
      XCTAssertLessThanOrEqual(small.trial.nodes, 3, "seed \(seed)")
      XCTAssertEqual(small.trial.clients.map(\.operations.count), [1], "seed \(seed)")
      XCTAssertEqual(small.trial.options, [], "seed \(seed)")
      XCTAssertEqual(small.trial.network.jitter, .zero, "seed \(seed)")
      XCTAssertLessThanOrEqual(small.runs, 600)
      XCTAssertTrue(small.trial.isQuorumSafe)
      XCTAssertEqual(small.trial.problems, [])
      XCTAssertEqual(small.trial, Shrinker.shrink(trial, run: fails)?.trial)
    }
    XCTAssertEqual(tried, 20)
  }

  func testAnotherFailureIsNotMistakenForThisOne() throws {
    let trial = SwarmProfile.sample.trial(seed: 3)
    let count = trial.clients.count
    let small = try XCTUnwrap(
      Shrinker.shrink(trial) { candidate in
        let name = candidate.clients.count < count ? "other" : "this"
        return TrialFailure(signature: name, time: .zero)
      })
    XCTAssertEqual(small.trial.clients.count, count)
    XCTAssertEqual(small.failure.signature, "this")
    XCTAssertEqual(small.trial.faults.faults, [])
  }

  func testWhatPassesIsNotShrunkAndTheLimitHolds() {
    let trial = SwarmProfile.sample.trial(seed: 3)
    XCTAssertNil(Shrinker.shrink(trial) { _ in nil })
    var runs = 0
    _ = Shrinker.shrink(trial, limit: 10) { _ in
      runs += 1
      return runs == 1 ? TrialFailure(signature: "s", time: .zero) : nil
    }
    XCTAssertEqual(runs, 10)
  }

  func testChainedFaultsStayWhenTheirFirstGoes() throws {
    var trial = Trial(seed: 1)
    trial.faults = FaultPlan([
      Fault(id: 1, .cut, .all, at: .at(.zero + .milliseconds(100)), for: .milliseconds(5)),
      Fault(id: 2, .pause, .all, at: .when(.after(fault: 1, .milliseconds(20))), for: .seconds(1)),
    ])
    let small = try XCTUnwrap(
      Shrinker.shrink(trial) { trial in
        trial.faults.faults.contains { $0.kind == .pause }
          ? TrialFailure(signature: "s", time: .zero + .seconds(1)) : nil
      })
    XCTAssertEqual(small.trial.faults.faults.map(\.id), [2])
    XCTAssertEqual(small.trial.faults.faults[0].start, .at(.zero))
  }
}
