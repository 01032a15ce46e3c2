import HostileWorld
import Invariants
import SimKernel
import XCTest

/// What happens in a hand-written run, one step after the other, a millisecond apart.
enum Step {
  case start(Int)
  case stop(Int)
  case probe(Int, ConsensusProbe)
  case note(Int, NodeObservation)
  case call(process: Int)
  case fault(Fault, Int)
  case clock(Int, NodeClock)
  case healed([Int])
  /// Nothing, for so many milliseconds.
  case wait(Int64)
}

/// Plays steps to an observer.
struct Story<Observer: WorldObserver> {
  var observer: Observer
  var time = SimTime.zero
  var probes: [Int: ConsensusProbe] = [:]
  var starts: [Int: Int] = [:]

  init(_ observer: Observer) { self.observer = observer }

  mutating func play(_ steps: [Step]) {
    for step in steps where observer.finding == nil { playOne(step) }
    observer.finished(at: time)
  }

  mutating func playOne(_ step: Step) {
    time = time + .milliseconds(1)
    switch step {
    case .start(let i):
      observer.started(
        NodeID(i), incarnation: starts[i] ?? 0, image: DurableImage(), at: time)
      starts[i, default: 0] += 1
      probes[i] = nil
    case .stop(let i): observer.stopped(NodeID(i), at: time)
    case .probe(let i, let probe):
      observer.probed(NodeID(i), before: probes[i], after: probe, at: time)
      probes[i] = probe
    case .note(let i, let note): observer.noted(note, by: NodeID(i), at: time)
    case .call(let process):
      observer.called(
        OperationRecord(
          id: RequestID(process: process, sequence: 0), client: process, command: .get(key: 1),
          calledAt: time))
    case .fault(let fault, let i):
      observer.faultBegan(fault, nodes: NodeSet([NodeID(i)]), at: time)
    case .clock(let i, let clock): observer.clockChanged(NodeID(i), clock, at: time)
    case .healed(let core):
      observer.healed(core: NodeSet(core.map { NodeID($0) }), at: time)
    case .wait(let milliseconds): time = time + .milliseconds(milliseconds)
    }
  }
}

/// A row: what must be found after `steps`, as "invariant/site"; nil for nothing.
struct Row {
  var name: String
  var finds: String?
  var steps: [Step]
  var line: UInt

  init(_ name: String, finds: String?, _ steps: [Step], line: UInt = #line) {
    self.name = name
    self.finds = finds
    self.steps = steps
    self.line = line
  }

  func check<Observer: WorldObserver>(_ observer: Observer, after prelude: [Step] = []) {
    var story = Story(observer)
    story.play(prelude)
    XCTAssertNil(story.observer.finding, "the prelude of \(name)", line: line)
    story.play(steps)
    let finding = story.observer.finding
    XCTAssertEqual(
      finding.map { "\($0.invariant)/\($0.site)" }, finds, "\(name): \(finding?.message ?? "")",
      line: line)
    guard let finding else { return }
    XCTAssertFalse(finding.site.contains { $0.isNumber }, "\(finding.site)", line: line)
    XCTAssertFalse(finding.message.isEmpty, line: line)
  }
}

extension Step {
  static func leader(
    _ i: Int, _ term: UInt64, commit: UInt64 = 0, last: UInt64 = 0, applied: UInt64 = 0,
    lease: Int64? = nil
  ) -> Step {
    .probe(
      i,
      ConsensusProbe(
        term: term, role: .leader, commit: commit, lastIndex: last, applied: applied,
        leaseEnd: lease.map { SimTime(nanoseconds: $0 * 1_000_000) }))
  }

  static func follower(
    _ i: Int, _ term: UInt64, commit: UInt64 = 0, last: UInt64 = 0, applied: UInt64 = 0
  ) -> Step {
    .probe(
      i,
      ConsensusProbe(
        term: term, role: .follower, commit: commit, lastIndex: last, applied: applied))
  }

  static func append(_ i: Int, _ index: UInt64, _ term: UInt64, _ digest: UInt64? = nil) -> Step {
    .note(i, .appended(index: index, term: term, digest: digest ?? index * 100 + term))
  }

  static func durable(_ i: Int, _ index: UInt64, _ term: UInt64) -> Step {
    .note(i, .durable(index: index, term: term))
  }

  static func commit(_ i: Int, _ index: UInt64, _ term: UInt64) -> Step {
    .note(i, .committed(index: index, term: term))
  }

  static func apply(_ i: Int, _ index: UInt64, _ term: UInt64, state: UInt64 = 0) -> Step {
    .note(i, .applied(index: index, term: term, digest: index * 100 + term, state: state))
  }

  static func acknowledge(_ i: Int, _ index: UInt64, _ term: UInt64, to leader: Int) -> Step {
    .note(i, .acknowledged(term: term, index: index, leader: NodeID(leader)))
  }

  static func recover(
    _ i: Int, _ term: UInt64, _ candidate: Int?, _ index: UInt64, _ last: UInt64
  ) -> Step {
    .note(
      i,
      .recovered(
        term: term, candidate: candidate.map { NodeID($0) }, lastIndex: index, lastTerm: last))
  }

  static func configure(_ i: Int, _ index: UInt64, _ voters: [Int], _ outgoing: [Int] = []) -> Step
  {
    .note(i, .appliedConfiguration(index: index, .of(voters, outgoing)))
  }

  static func appendConfiguration(_ i: Int, _ index: UInt64, _ voters: [Int]) -> Step {
    .note(i, .configured(index: index, .of(voters, [])))
  }
}

extension NodeConfiguration {
  static func of(_ voters: [Int], _ outgoing: [Int]) -> NodeConfiguration {
    NodeConfiguration(
      voters: NodeSet(voters.map { NodeID($0) }), outgoing: NodeSet(outgoing.map { NodeID($0) }))
  }
}

/// Pieces of runs.
enum Pieces {
  static func vote(_ i: Int, _ term: UInt64, for candidate: Int) -> [Step] {
    [
      .note(i, .durableVote(term: term, candidate: NodeID(candidate))),
      .note(i, .voted(term: term, candidate: NodeID(candidate), isPreVote: false)),
    ]
  }

  /// `leader` wins `term` with the vote of `other` and has an entry at `index` on both, durably.
  static func reign(_ leader: Int, _ other: Int, _ term: UInt64, _ index: UInt64) -> [Step] {
    vote(leader, term, for: leader) + vote(other, term, for: leader)
      + [.append(leader, index, term), .leader(leader, term, last: index)]
      + [.durable(leader, index, term), .append(other, index, term)]
      + [.durable(other, index, term), .acknowledge(other, index, term, to: leader)]
  }

  /// Three members; the first leads term 1 and has committed entry 1, which the second holds too.
  static var calm: [Step] {
    (0..<3).flatMap { [Step.start($0), .recover($0, 0, nil, 0, 0)] }
      + reign(0, 1, 1, 1) + [.commit(0, 1, 1), .commit(1, 1, 1)]
  }
}
