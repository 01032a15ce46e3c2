import ConsensusTesting
import HostileWorld
import RaftCore
import RaftSubject
import SimKernel
import XCTest

/// Changes of several members at once: which etcd's server never proposes, but its Raft can do.
final class JointChangeTests: XCTestCase {
  private func set(_ nodes: Int...) -> NodeSet { NodeSet(nodes.map { NodeID($0) }) }

  private func bits(_ nodes: Int...) -> Int64 {
    Int64(bitPattern: NodeSet(nodes.map { NodeID($0) }).bits)
  }

  private var five: Bench {
    var bench = Bench()
    bench.nodes = 5
    bench.words = [OptionWord("snapshotEvery", 4), OptionWord("snapshotKeep", 0)]
    return bench
  }

  func testAChangeOfManyEndsByItself() throws {
    var bench = five
    bench.faults = [Bench.command(1, "joint", value: bits(0, 3, 4), at: 1_000)]
    let run = try bench.run()
    assertPasses(run)
    let seen = run.configurations(of: NodeID(0))
    let half = NodeConfiguration(
      voters: set(0, 3, 4), outgoing: set(0, 1, 2), leavesByItself: true)
    XCTAssertTrue(seen.contains(half), "\(seen)")
    XCTAssertEqual(seen.last, NodeConfiguration(voters: set(0, 3, 4)))
    XCTAssertEqual(run.configurations(of: NodeID(4)).last, seen.last)
  }

  func testFormerVotersMayBecomeLearners() throws {
    var bench = five
    bench.faults = [Bench.command(1, "jointDemote", value: bits(0, 3, 4), at: 1_000)]
    let run = try bench.run()
    assertPasses(run)
    XCTAssertEqual(
      run.configurations(of: NodeID(0)).last,
      NodeConfiguration(voters: set(0, 3, 4), learners: set(1, 2)))
    XCTAssertGreaterThan(run.count(.voterDemoted), 0)
  }

  /// The snapshot that brings the last node up is taken while the change is half made.
  func testAHeldChangeWaitsAndGoesWithSnapshots() throws {
    var bench = five
    bench.operations = 50
    bench.duration = .seconds(7)
    bench.faults = [
      Bench.cut(1, 2, at: 700, for: 2_500),
      Bench.command(2, "jointHeld", value: bits(0, 1, 3), at: 1_000),
      Bench.command(3, "leaveJoint", at: 5_500),
    ]
    let run = try bench.run()
    assertPasses(run)
    let held = NodeConfiguration(voters: set(0, 1, 3), outgoing: set(0, 1, 2))
    for node in [0, 1, 2, 3] {
      XCTAssertTrue(run.configurations(of: NodeID(node)).contains(held), "n\(node + 1)")
    }
    let installed = run.notes.contains { note in
      if note.node == NodeID(2), case .snapshotInstalled = note.note { true } else { false }
    }
    XCTAssertTrue(installed)
    XCTAssertEqual(run.configurations(of: NodeID(0)).last, NodeConfiguration(voters: set(0, 1, 3)))
    XCTAssertGreaterThan(run.count(.jointEntered), 0)
    XCTAssertGreaterThan(run.count(.jointLeft), 0)
  }

  func testALeaderThatDoesNotLeaveIsSeen() throws {
    var isSeen = false
    for seed in 1...40 as ClosedRange<UInt64> where !isSeen {
      var bench = five
      bench.seed = seed
      bench.operations = 40
      bench.options.coreMutations = [.newLeaderNeverLeaves]
      bench.faults = [
        Bench.command(1, "joint", value: bits(0, 3, 4), at: 1_000),
        .crash(id: 2, .leader, at: .when(.configEntryUnapplied), downtime: .milliseconds(500)),
      ]
      guard case .violation(let finding) = try bench.run().result.verdict else { continue }
      XCTAssertEqual(finding.invariant, "L2")
      isSeen = true
    }
    XCTAssertTrue(isSeen)
  }
}
