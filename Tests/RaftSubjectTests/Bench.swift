import ConsensusTesting
import HostileWorld
import Invariants
import RaftSubject
import SimKernel
import XCTest

/// Keeps what nodes note, beside the checks.
struct NoteKeeper: WorldObserver {
  var notes: [(node: NodeID, note: NodeObservation, time: SimTime)] = []
  var finding: Finding? { nil }

  mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime) {
    notes.append((node, note, time))
  }
}

/// Runs of a few members under faults written by hand.
struct Bench {
  var nodes = 3
  var members = 3
  var seed: UInt64 = 1
  var words: [OptionWord] = []
  var operations = 30
  var faults: [Fault] = []
  var duration = SimDuration.seconds(6)
  var options = RaftSubjectOptions()

  struct Run {
    var result: RunResult
    var notes: [(node: NodeID, note: NodeObservation, time: SimTime)]

    func count(_ mark: RaftMark) -> Int {
      mark.rawValue < result.counts.marks.count ? result.counts.marks[mark.rawValue] : 0
    }

    /// The configurations that `node` acted by, in order.
    func configurations(of node: NodeID) -> [NodeConfiguration] {
      notes.compactMap {
        guard $0.node == node, case .appliedConfiguration(_, let configuration) = $0.note else {
          return nil
        }
        return configuration
      }
    }
  }

  var trial: Trial {
    let load = ClientLoad(
      operations: operations, keys: 2, think: .milliseconds(60), timeout: .milliseconds(800))
    return Trial(
      seed: seed, nodes: nodes, members: members, options: words,
      clients: (0..<3).map { load.script(client: $0, nodes: members, seed: seed) },
      faults: FaultPlan(faults), duration: duration)
  }

  /// All checks of our Raft, and the notes.
  func run() throws -> Run {
    var configuration = RaftCheck(options: options).configuration
    configuration.checks.remove(.deterministic)
    let trial = trial
    let invariants = configuration.checks.invariants
    var world = try World(
      RaftUnderTest.self, trial, options: options,
      observer: BothObservers(RaftInvariants(trial, only: invariants), NoteKeeper()))
    var result = world.run()
    let notes = world.observer.second.notes
    result.verdict = Judge(configuration).verdict(of: result, trial)
    return Run(result: result, notes: notes)
  }

  /// A command that the operator gives after `milliseconds`.
  static func command(
    _ id: Int, _ word: String, _ node: Int = 0, value: Int64 = 0, at milliseconds: Int64
  ) -> Fault {
    Fault(
      id: id, .admin, .nodes([NodeID(node)]), at: .at(time(milliseconds)),
      numbers: value == 0 ? [:] : [.value: value], words: [word])
  }

  static func time(_ milliseconds: Int64) -> SimTime { .zero + .milliseconds(milliseconds) }

  static func cut(_ id: Int, _ node: Int, at start: Int64, for length: Int64) -> Fault {
    .isolate(id: id, .nodes([NodeID(node)]), at: .at(time(start)), for: .milliseconds(length))
  }
}

func assertPasses(
  _ run: Bench.Run, _ text: String = "", file: StaticString = #filePath, line: UInt = #line
) {
  XCTAssertEqual(run.result.verdict, .pass, text, file: file, line: line)
  guard case .recovered = run.result.recovery else {
    return XCTFail("\(text) did not recover: \(run.result.recovery)", file: file, line: line)
  }
}
