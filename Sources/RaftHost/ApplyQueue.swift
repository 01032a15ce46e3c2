import RaftCore
import SimKernel

/// What Raft handed out and the state machine has not taken in: etcd applies beside its Raft loop,
/// in order (etcd server.go, run: the FIFO scheduler of applyAll).
struct ApplyQueue: Sendable {
  enum Job: Sendable {
    case entry(Entry)
    case state(StateSnapshot)
  }

  /// Entries applied in one stretch at most, so that answers do not wait for a long queue's end.
  static let stretch = 64

  private var jobs: [Job] = []
  private var first = 0
  /// Jobs of the stretch under way; 0 when the applier is idle.
  private(set) var underway = 0

  var isEmpty: Bool { first == jobs.count }
  var count: Int { jobs.count - first }

  mutating func append(_ entries: [Entry]) {
    for entry in entries { jobs.append(.entry(entry)) }
  }

  mutating func append(_ state: StateSnapshot) { jobs.append(.state(state)) }

  /// Begins the next stretch and returns how many jobs it has.
  mutating func begin() -> Int {
    underway = min(count, Self.stretch)
    return underway
  }

  /// Takes out the first job of the stretch under way; nil when it is through.
  mutating func takeFinished() -> Job? {
    guard underway > 0 else { return nil }
    underway -= 1
    let job = jobs[first]
    first += 1
    if first == jobs.count || first >= 1_024 {
      jobs.removeFirst(first)
      first = 0
    }
    return job
  }

  mutating func removeAll() { self = ApplyQueue() }
}
