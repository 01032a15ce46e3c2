import Federation
import SimKernel

/// Clusters that hold one key, each with a skewed clock, and the ancestry of what they
/// acknowledged.
struct Replicas {
  static let policies: [MergePolicy] = [
    .originOwned(origin: ClusterID(0)), .primary(ClusterID(1)), .lastWriter, .fieldMerge, .keepBoth,
  ]

  let terms: WriteTerms
  var states: [KeyState]
  var clocks: [HybridClock]
  var skews: [SimDuration]
  var now = SimTime(nanoseconds: 1_000_000_000)
  var ancestry = WriteAncestry()
  var writes: [Stamp: WriteAncestry.WriteID] = [:]
  /// Everything ever written, in order.
  var history: [VersionRecord] = []
  private var creations: UInt32 = 0

  init(_ count: Int, _ terms: WriteTerms, skews: [SimDuration]? = nil) {
    self.terms = terms
    states = Array(repeating: KeyState(), count: count)
    clocks = (0..<count).map { HybridClock(cluster: ClusterID($0)) }
    self.skews = skews ?? Array(repeating: .zero, count: count)
  }

  func reading(_ i: Int) -> SimTime { now + skews[i] }

  mutating func write(_ i: Int, _ change: LocalChange) -> LocalWriteOutcome {
    let before = states[i]
    let outcome = states[i].write(change, terms, clock: &clocks[i], at: reading(i))
    if case .accepted(let stamp, let over) = outcome {
      writes[stamp] = ancestry.acknowledge(over: over.compactMap { writes[$0] })
      history += states[i].records.filter { !before.records.contains($0) }
    }
    return outcome
  }

  mutating func create(_ i: Int, _ fields: Fields) -> LocalWriteOutcome {
    creations += 1
    return write(i, .create(ObjectUID(origin: ClusterID(i), counter: creations), fields))
  }

  /// `to` takes in all that `from` holds.
  mutating func sync(_ from: Int, _ to: Int) -> MergeOutcome {
    states[to].merge(states[from], clock: &clocks[to], at: reading(to))
  }

  func visible(_ i: Int) -> VisibleVersion? {
    states[i].visible(under: terms.policy, terms.deletion)
  }

  /// One of what a client or the network may do, small whole numbers standing for each.
  mutating func act(_ action: Int, at i: Int, other: Int) {
    let path = Symbol(action % 2)
    switch action {
    case 0: _ = create(i, Fields([.init(path: path, value: .integer(Int64(i)))]))
    case 1, 2: _ = write(i, .update([FieldEdit(path, .integer(Int64(history.count)))]))
    case 3: _ = write(i, .delete)
    default: _ = sync(other, i)
    }
  }
}

/// Calls `body` with every arrangement of 0 ..< `count`.
func forEveryOrder(of count: Int, _ body: ([Int]) -> Void) {
  var order = Array(0..<count)
  func arrange(_ from: Int) {
    guard from < count else { return body(order) }
    for i in from..<count {
      order.swapAt(from, i)
      arrange(from + 1)
      order.swapAt(from, i)
    }
  }
  arrange(0)
}
