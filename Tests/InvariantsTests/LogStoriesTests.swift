import HostileWorld
import Invariants
import XCTest

/// R1 to R10: what must be found, and what must not, after three members have begun well.
final class LogStoriesTests: XCTestCase {
  private func check(_ rows: [Row]) {
    for row in rows { row.check(RaftInvariants(nodes: 5, members: 3), after: Pieces.calm) }
  }

  func testElections() {
    let second = Pieces.vote(1, 2, for: 1) + Pieces.vote(2, 2, for: 1)
    check([
      Row("a second leader of a term", finds: "R1/election", [.leader(1, 1)]),
      Row("a leader of the next term", finds: nil, second + [.leader(1, 2, last: 1)]),
      Row("a leader without votes", finds: "C3/election", [.leader(1, 2, last: 1)]),
      Row(
        "a leader by votes of strangers", finds: "C3/election",
        Pieces.vote(1, 2, for: 1) + Pieces.vote(3, 2, for: 1) + [.leader(1, 2, last: 1)]),
      Row(
        "one vote counted twice", finds: "C3/election",
        Pieces.vote(1, 2, for: 1) + Pieces.vote(1, 2, for: 1) + [.leader(1, 2, last: 1)]),
      Row(
        "two votes in a term", finds: "R2/vote",
        Pieces.vote(2, 2, for: 1) + Pieces.vote(2, 2, for: 0)),
      Row(
        "the same vote again", finds: nil,
        Pieces.vote(2, 2, for: 1) + Pieces.vote(2, 2, for: 1)),
      Row(
        "two votes in a term with a crash between", finds: "S1/vote",
        Pieces.vote(2, 2, for: 1) + [.stop(2), .start(2), .recover(2, 2, nil, 0, 0)]),
      Row(
        "a leader without the committed entry", finds: "R5/election",
        Pieces.vote(1, 2, for: 2) + Pieces.vote(2, 2, for: 2) + [.leader(2, 2)]),
      Row(
        "a late leader of an old term need not hold what a newer one committed", finds: nil,
        Pieces.vote(0, 2, for: 0) + Pieces.vote(2, 2, for: 0)
          + Pieces.reign(1, 0, 3, 2) + [.commit(1, 2, 3), .append(2, 1, 1)]
          + [.probe(2, ConsensusProbe(term: 2, role: .follower))]),
      Row("a term that goes back", finds: "R9/term", [.follower(2, 5), .follower(2, 4)]),
      Row(
        "a term that goes back in a new life", finds: nil,
        [.follower(2, 5), .stop(2), .start(2), .recover(2, 0, nil, 0, 0), .follower(2, 4)]),
    ])
  }

  func testLogs() {
    check([
      Row("another entry of the same index and term", finds: "R4/content", [.append(2, 1, 1, 9)]),
      Row(
        "an entry after another one than elsewhere", finds: "R4/prefix",
        [.append(0, 2, 1), .append(2, 1, 2), .append(2, 2, 1)]),
      Row("a gap", finds: "R4/gap", [.append(1, 3, 1)]),
      Row(
        "a log that ends elsewhere than what was noted", finds: "R4/end",
        [.follower(1, 1, last: 2)]),
      Row("a log that ends as noted", finds: nil, [.follower(1, 1, last: 1)]),
      Row(
        "a leader truncates", finds: "R3/truncate",
        [.append(0, 2, 1), .note(0, .truncated(from: 2)), .leader(0, 1, last: 1)]),
      Row(
        "a leader that steps down truncates", finds: nil,
        [.append(0, 2, 1), .note(0, .truncated(from: 2)), .follower(0, 2, last: 1)]),
      Row(
        "a committed entry is dropped", finds: "R10/truncate",
        [.note(1, .truncated(from: 1))]),
      Row("a committed entry is overwritten", finds: "R10/truncate", [.append(1, 1, 2)]),
      Row(
        "an entry that is not committed is dropped", finds: nil,
        [.append(1, 2, 1), .note(1, .truncated(from: 2)), .append(1, 2, 2)]),
      Row(
        "an entry below the committed index that is another one is dropped", finds: nil,
        [.append(2, 1, 2), .note(2, .truncated(from: 1)), .append(2, 1, 1)]),
    ])
  }

  func testCommits() {
    check([
      Row(
        "a commit of what one of three holds durably", finds: "R7/quorum",
        [.append(0, 2, 1), .append(1, 2, 1), .durable(0, 2, 1), .commit(0, 2, 1)]),
      Row(
        "a commit of what two of three hold durably", finds: nil,
        [
          .append(0, 2, 1), .append(1, 2, 1), .durable(1, 2, 1), .durable(0, 2, 1),
          .commit(0, 2, 1),
        ]),
      Row(
        "a commit that counts a learner", finds: "R7/quorum",
        [
          .append(0, 2, 1), .append(3, 1, 1), .append(3, 2, 1), .durable(0, 2, 1),
          .durable(3, 2, 1), .commit(0, 2, 1),
        ]),
      Row(
        "a joint commit by one half", finds: "R7/quorum",
        [
          .configure(0, 1, [0, 1, 2], [0, 3, 4]), .append(0, 2, 1), .append(1, 2, 1),
          .durable(0, 2, 1), .durable(1, 2, 1), .commit(0, 2, 1),
        ]),
      Row(
        "what was durable and was overwritten on the disk no longer counts", finds: "R7/quorum",
        [
          .append(0, 2, 1), .durable(0, 2, 1), .append(1, 2, 1), .durable(1, 2, 1),
          .append(1, 2, 2), .durable(1, 2, 2), .commit(0, 2, 1),
        ]),
      Row("a commit beyond the log", finds: "R7/beyond", [.commit(1, 2, 1)]),
      Row("a commit that goes back", finds: "R7/commit", [.commit(0, 0, 0)]),
      Row(
        "a commit that goes back in a new life", finds: nil,
        [.stop(0), .start(0), .recover(0, 1, 0, 1, 1), .commit(0, 0, 0)]),
      Row(
        "another entry is held to be committed", finds: "R6/commit",
        [.append(2, 1, 2), .commit(2, 1, 2)]),
      Row(
        "an old term committed by counting", finds: "R8/commit",
        [.append(0, 2, 1), .append(1, 2, 1), .durable(0, 2, 1), .durable(1, 2, 1)]
          + Pieces.vote(0, 2, for: 0) + Pieces.vote(1, 2, for: 0)
          + [.leader(0, 2, last: 2), .commit(0, 2, 1)]),
    ])
  }

  func testApplying() {
    check([
      Row(
        "applied beyond what is committed", finds: "R7/apply", [.apply(0, 1, 1), .apply(0, 2, 1)]),
      Row(
        "another entry is applied", finds: "R6/apply",
        [.note(0, .applied(index: 1, term: 1, digest: 9, state: 0))]),
      Row(
        "states differ", finds: "R6/state", [.apply(0, 1, 1, state: 5), .apply(1, 1, 1, state: 6)]),
      Row(
        "states agree", finds: nil, [.apply(0, 1, 1, state: 5), .apply(1, 1, 1, state: 5)]),
      Row("an entry is applied twice", finds: "R6/order", [.apply(0, 1, 1), .apply(0, 1, 1)]),
      Row(
        "probes out of order", finds: "R7/order",
        [.leader(0, 1, commit: 1, last: 1, applied: 2)]),
    ])
  }

  func testWithAProbeAlone() {
    let rows = [
      Row("two leaders of a term", finds: "R1/election", [.leader(0, 1), .leader(1, 1)]),
      Row(
        "a commit that goes back", finds: "R7/commit",
        [
          .follower(0, 1, commit: 4), .follower(0, 1, commit: 3),
        ]),
      Row("leaders of two terms", finds: nil, [.leader(0, 1), .leader(1, 2), .leader(0, 3)]),
    ]
    for row in rows { row.check(RaftInvariants(nodes: 3, members: 3)) }
  }

  func testOnlyWhatIsAskedForIsChecked() {
    var story = Story(RaftInvariants(nodes: 3, members: 3, only: [.r9]))
    story.play([.leader(0, 1), .leader(1, 1), .follower(0, 0)])
    XCTAssertEqual(story.observer.finding?.invariant, "R9")
  }
}
