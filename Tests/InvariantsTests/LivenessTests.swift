import HostileWorld
import Invariants
import SimKernel
import XCTest

/// L3 to L5, the deadlines that they go by, and when nothing can be asked of a core.
final class LivenessTests: XCTestCase {
  private let deadline = ElectionDeadline(
    timeout: .milliseconds(100), range: .milliseconds(100), roundTrip: .milliseconds(20))

  private func play(_ steps: [Step], settles: Bool = true) -> LivenessInvariants {
    var story = Story(LivenessInvariants(nodes: 4, members: 3, deadline: deadline))
    let starts = (0..<3).map { Step.start($0) }
    for step in starts + steps {
      if case .wait = step, settles { story.observer.settled(at: story.time) }
      story.playOne(step)
    }
    if settles { story.observer.settled(at: story.time) }
    story.observer.finished(at: story.time)
    return story.observer
  }

  func testTermsAgreeWithTheSpecification() {
    // simulation-testing.md section 10: n=5, s=3 at a tenth: p = 0.271, 16; n=9, s=5: 24.
    XCTAssertEqual(ElectionDeadline.terms(members: 5, live: 3, latencyPPM: 100_000), 16)
    XCTAssertEqual(ElectionDeadline.terms(members: 9, live: 5, latencyPPM: 100_000), 24)
    XCTAssertEqual(ElectionDeadline.terms(members: 5, live: 2, latencyPPM: 100_000), 1_000)
    XCTAssertEqual(ElectionDeadline.terms(members: 3, live: 3, latencyPPM: 0), 1)
  }

  func testALongerWayAndFewerLivesTakeLonger() {
    for members in [3, 5, 7, 9] {
      let all = (members / 2 + 1...members).map { deadline.limit(members: members, live: $0) }
      XCTAssertEqual(all, all.sorted(by: >), "\(members) members")
    }
  }

  func testWhatIsFound() {
    let late: Int64 = 1_000_000
    let calm: [Step] = [.healed([0, 1, 2]), .leader(0, 1, last: 1)]
    let rows: [(name: String, finds: String?, steps: [Step])] = [
      ("no leader", "L3", [.healed([0, 1, 2]), .follower(0, 1), .wait(late)]),
      ("a leader too late", "L3", [.healed([0, 1, 2]), .wait(late), .leader(0, 1)]),
      ("a leader", nil, calm + [.wait(late)]),
      ("a leader from before", nil, [.leader(0, 1), .healed([0, 1, 2]), .wait(late)]),
      ("not long enough to tell", nil, [.healed([0, 1, 2]), .follower(0, 1), .wait(10)]),
      (
        "leaders that come and go", "L5",
        calm + [.wait(60_000)]
          + (2..<12).flatMap { [Step.leader(1, $0), .wait(1), .follower(1, $0)] }
      ),
      (
        "a log that ends elsewhere", "L4",
        calm + [.follower(1, 1, last: 2), .follower(2, 1, last: 1), .wait(100)]
      ),
      (
        "equal logs", nil,
        calm + [.follower(1, 1, last: 1), .follower(2, 1, last: 1), .wait(100)]
      ),
      (
        "states that differ", "L4",
        calm + [.follower(1, 1, last: 1), .apply(0, 1, 1, state: 1), .apply(1, 1, 1, state: 2)]
      ),
      (
        "a stranger need not follow", nil,
        [.start(3), .healed([0, 1, 2, 3]), .leader(0, 1, last: 1), .follower(1, 1, last: 1)]
          + [.follower(3, 0, last: 0)]
      ),
    ]
    for row in rows {
      let observer = play(row.steps)
      XCTAssertEqual(
        observer.finding?.invariant, row.finds, "\(row.name): \(observer.finding?.message ?? "")")
      XCTAssertNil(observer.unavailability, row.name)
    }
  }

  func testLogsMayDifferWhileClientsCall() {
    let steps: [Step] = [
      .healed([0, 1, 2]), .leader(0, 1, last: 1), .follower(1, 1, last: 2),
    ]
    XCTAssertNil(play(steps, settles: false).finding)
  }

  func testWhenNothingCanBeAsked() {
    let wipe = { (i: Int) in
      Step.fault(Fault(id: i, .crash, .all, at: .at(.zero), numbers: [.wipe: 1]), i)
    }
    let rows: [(steps: [Step], reason: String)] = [
      ([.healed([0, 3]), .wait(1_000_000)], "no quorum of n1 n2 n3"),
      (
        [.configure(0, 4, [1, 2, 3]), .healed([0, 1]), .follower(0, 1), .wait(1_000_000)],
        "no quorum of n2 n3 n4"
      ),
      (
        [wipe(0), wipe(1), .healed([0, 1, 2]), .follower(0, 1), .wait(1_000_000)],
        "kept its durable log: n3"
      ),
    ]
    for row in rows {
      let observer = play(row.steps)
      XCTAssertNil(observer.finding)
      let reason = observer.unavailability ?? ""
      XCTAssertTrue(reason.contains(row.reason), reason)
    }
  }
}
