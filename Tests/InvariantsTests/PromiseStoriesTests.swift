import HostileWorld
import Invariants
import SimKernel
import XCTest

/// S, C, Q, X and P: what must be found, and what must not, after three members have begun well.
final class PromiseStoriesTests: XCTestCase {
  private func check(_ rows: [Row]) {
    for row in rows { row.check(RaftInvariants(nodes: 5, members: 3), after: Pieces.calm) }
  }

  func testDurability() {
    check([
      Row(
        "a vote that is not durable", finds: "S2/vote",
        [.note(2, .voted(term: 2, candidate: NodeID(1), isPreVote: false))]),
      Row(
        "a pre-vote need not be durable", finds: nil,
        [.note(2, .voted(term: 2, candidate: NodeID(1), isPreVote: true))]),
      Row(
        "a vote that was durable, and left late", finds: nil,
        [
          .note(2, .durableVote(term: 2, candidate: NodeID(1))),
          .note(2, .durableVote(term: 3, candidate: NodeID(0))),
          .note(2, .voted(term: 2, candidate: NodeID(1), isPreVote: false)),
        ]),
      Row(
        "an acknowledgement of what is not durable", finds: "S2/acknowledge",
        [.append(1, 2, 1), .acknowledge(1, 2, 1, to: 0)]),
      Row(
        "an acknowledgement of an entry that another one replaces on the disk",
        finds: "S2/other",
        [.append(0, 2, 1), .append(2, 1, 2), .append(2, 2, 2), .durable(2, 2, 2)]
          + [.acknowledge(2, 2, 1, to: 0)]),
    ])
  }

  func testWhatComesBack() {
    check([
      Row(
        "a term that is lost", finds: "S1/term",
        [.stop(1), .start(1), .recover(1, 0, nil, 1, 1)]),
      Row(
        "a durable log that is lost", finds: "S1/log",
        [.stop(1), .start(1), .recover(1, 1, 0, 0, 0)]),
      Row(
        "what was not durable is lost", finds: nil,
        [.append(1, 2, 1), .stop(1), .start(1), .recover(1, 1, 0, 1, 1), .append(1, 2, 2)]),
      Row(
        "what was not durable survives", finds: nil,
        [.append(1, 2, 1), .stop(1), .start(1), .recover(1, 1, 0, 2, 1), .append(1, 3, 1)]),
      Row(
        "a durable end that was replaced without a sync comes back", finds: nil,
        [
          .append(1, 2, 1), .append(1, 3, 1), .durable(1, 3, 1), .append(1, 2, 2), .stop(1),
          .start(1), .recover(1, 1, 0, 3, 1),
        ]),
      Row(
        "a durable end was replaced by what survived without a sync", finds: nil,
        [
          .append(1, 2, 1), .append(1, 3, 1), .durable(1, 3, 1), .append(1, 2, 2), .stop(1),
          .start(1), .recover(1, 1, 0, 2, 2),
        ]),
      Row(
        "a durable end that was replaced is lost, and so is what replaced it", finds: "S1/log",
        [
          .append(1, 2, 1), .append(1, 3, 1), .durable(1, 3, 1), .append(1, 2, 2), .stop(1),
          .start(1), .recover(1, 1, 0, 1, 1),
        ]),
    ])
  }

  func testWhatComesBackUnsynced() {
    check([
      Row(
        "what a process left unsynced survives its end, and not the next loss of power",
        finds: nil,
        [
          .append(1, 2, 1), .stop(1), .start(1), .recover(1, 2, 2, 2, 1), .stop(1), .start(1),
          .recover(1, 1, 0, 1, 1),
        ]),
      Row(
        "unless it told others of it", finds: "S1/log",
        [
          .append(1, 2, 1), .stop(1), .start(1), .recover(1, 1, 0, 2, 1),
          .acknowledge(1, 2, 1, to: 0), .stop(1), .start(1), .recover(1, 1, 0, 1, 1),
        ]),
      Row(
        "a vote that came back is given again", finds: nil,
        [.stop(2), .start(2), .recover(2, 4, 1, 0, 0)]
          + [.note(2, .voted(term: 4, candidate: NodeID(1), isPreVote: false))]),
      Row(
        "an entry that nobody had", finds: "S1/unknown",
        [.stop(1), .start(1), .recover(1, 1, 0, 7, 4)]),
      Row(
        "a wiped disk is beyond the budget", finds: nil,
        [
          .fault(Fault(id: 1, .crash, .all, at: .at(.zero), numbers: [.wipe: 1]), 1), .stop(1),
          .start(1),
          .recover(1, 0, nil, 0, 0), .leader(1, 1),
        ]),
    ])
  }

  func testSnapshots() {
    check([
      Row(
        "a snapshot that is not the state", finds: "S3/state",
        [.apply(0, 1, 1, state: 5), .note(1, .snapshotTaken(index: 1, term: 1, state: 6))]),
      Row(
        "a state that is not the snapshot", finds: "S3/state",
        [.note(1, .snapshotTaken(index: 1, term: 1, state: 6)), .apply(0, 1, 1, state: 5)]),
      Row(
        "a snapshot of what is not committed", finds: "S3/uncommitted",
        [.note(1, .snapshotTaken(index: 2, term: 1, state: 6))]),
      Row(
        "a snapshot of another term", finds: "S3/term",
        [.note(1, .snapshotTaken(index: 1, term: 2, state: 6))]),
      Row(
        "a snapshot that goes back", finds: "S3/back",
        [.apply(0, 1, 1), .note(0, .snapshotInstalled(index: 0, term: 0, state: 0))]),
      Row(
        "a snapshot is installed", finds: nil,
        [
          .note(2, .snapshotInstalled(index: 1, term: 1, state: 0)), .follower(2, 1, last: 1),
          .append(2, 2, 1), .durable(2, 2, 1), .follower(2, 1, last: 2),
        ]),
      Row(
        "a snapshot is installed and the old end of the log kept", finds: "R4/end",
        [
          .append(2, 1, 2), .append(2, 2, 2),
          .note(2, .snapshotInstalled(index: 1, term: 1, state: 0)), .follower(2, 2, last: 2),
        ]),
    ])
  }

  func testConfigurations() {
    let campaign = Step.note(
      1, .campaigned(term: 2, isPreVote: false, hasUnappliedConfiguration: false))
    check([
      Row(
        "two changes under way", finds: "C1/pending",
        [
          .append(0, 2, 1), .appendConfiguration(0, 2, [0, 1, 2, 3]), .append(0, 3, 1),
          .appendConfiguration(0, 3, [0, 1, 2, 3, 4]),
        ]),
      Row(
        "one change after the other", finds: nil,
        [
          .append(0, 2, 1), .appendConfiguration(0, 2, [0, 1, 2, 3]), .append(1, 2, 1),
          .durable(0, 2, 1), .durable(1, 2, 1), .commit(0, 2, 1), .configure(0, 2, [0, 1, 2, 3]),
          .append(0, 3, 1), .appendConfiguration(0, 3, [0, 1, 2, 3, 4]),
        ]),
      Row("quorums that need not meet", finds: "C1/quorums", [.configure(0, 1, [3, 4])]),
      Row("a voter more", finds: nil, [.configure(0, 1, [0, 1, 2, 3])]),
      Row("joint", finds: nil, [.configure(0, 1, [3, 4], [0, 1, 2])]),
      Row(
        "two nodes see different changes", finds: "C1/differs",
        [.configure(0, 1, [0, 1, 2, 3]), .configure(1, 1, [0, 1, 2, 4])]),
      Row(
        "a campaign with a change that is not applied", finds: "C2/campaign",
        [
          .note(
            1, .campaigned(term: 2, isPreVote: false, hasUnappliedConfiguration: true))
        ]),
      Row(
        "a campaign with a committed change that is not applied, as the notes show",
        finds: "C2/campaign",
        [
          .apply(1, 1, 1), .append(0, 2, 1), .append(1, 2, 1),
          .appendConfiguration(1, 2, [0, 1, 2, 3]), .durable(0, 2, 1), .durable(1, 2, 1),
          .commit(0, 2, 1), .commit(1, 2, 1), campaign,
        ]),
      Row("a campaign", finds: nil, [campaign]),
    ])
  }

  func testReads() {
    let read = RequestID(process: 1, sequence: 0)
    var fast = NodeClock()
    fast.setDrift(ppm: 1_000_000, at: .zero)
    let other = Pieces.vote(1, 2, for: 1) + Pieces.vote(2, 2, for: 1)
    check([
      Row(
        "a read older than what was committed when it was called", finds: "Q1/read",
        [.call(process: 1), .note(2, .readServed(request: read, index: 0))]),
      Row(
        "a read as new as what was committed when it was called", finds: nil,
        [
          .call(process: 1), .append(0, 2, 1), .append(1, 2, 1), .durable(0, 2, 1),
          .durable(1, 2, 1), .commit(0, 2, 1), .note(2, .readServed(request: read, index: 1)),
        ]),
      Row(
        "two leases at once", finds: "Q2/lease",
        [.leader(0, 1, last: 1, lease: 500)] + other + [.leader(1, 2, last: 1, lease: 600)]),
      Row(
        "a lease after the other", finds: nil,
        [.leader(0, 1, last: 1, lease: 40), .wait(30)] + other
          + [.leader(1, 2, last: 1, lease: 600)]),
      Row(
        "a lease given up", finds: nil,
        [.leader(0, 1, last: 1, lease: 500), .follower(0, 2, last: 1)] + other
          + [.leader(1, 2, last: 1, lease: 600)]),
      Row(
        "a clock beyond the bound excuses", finds: nil,
        [.clock(0, fast), .leader(0, 1, last: 1, lease: 900)] + other
          + [.leader(1, 2, last: 1, lease: 900)]),
    ])
  }

  func testEffectsAndTraffic() {
    let write = RequestID(process: 1, sequence: 0)
    func effect(_ i: Int, _ index: UInt64) -> Step {
      .note(i, .writeApplied(request: write, index: index))
    }
    check([
      Row("a request takes effect twice", finds: "X1/effect", [effect(0, 1), effect(0, 2)]),
      Row("a request takes effect on two nodes", finds: nil, [effect(0, 1), effect(1, 1)]),
      Row(
        "a request takes effect on one node alone", finds: "X2/effect",
        [effect(0, 1), .apply(0, 1, 1), .apply(1, 1, 1)]),
      Row(
        "a request takes effect everywhere", finds: nil,
        [effect(0, 1), .apply(0, 1, 1), effect(1, 1), .apply(1, 1, 1)]),
      Row(
        "a window is full", finds: nil,
        [.note(0, .appending(peer: NodeID(1), inFlight: 4, limit: 4))]),
      Row(
        "a window is passed", finds: "P1/window",
        [.note(0, .appending(peer: NodeID(1), inFlight: 5, limit: 4))]),
      Row(
        "a snapshot to the silent", finds: "P1/snapshot",
        [.note(0, .sendingSnapshot(peer: NodeID(1), index: 1, isHeard: false))]),
      Row(
        "a snapshot to the living", finds: nil,
        [.note(0, .sendingSnapshot(peer: NodeID(1), index: 1, isHeard: true))]),
    ])
  }

  func testEveryPromiseHasARow() {
    XCTAssertEqual(InvariantTable.rows.count, Invariant.allCases.count)
    XCTAssertEqual(InvariantTable.row("R7")?.kind, .safety)
    XCTAssertNil(InvariantTable.row("Z9"))
    XCTAssertEqual(Set(InvariantTable.rows.map(\.text)).count, Invariant.allCases.count)
  }
}
