import HostileWorld
import SimKernel

extension Shrinker {
  /// All passes, drastic ones first, to a fixed point.
  mutating func reduce() {
    cutAfterFailure()
    pinCalls()
    dropIdleFaults()
    dropOptions()
    removeFaults(seeds: 0)
    keepOneKey()
    removeClients()
    calm()
    removeOperations(seeds: 0)
    removeNodes(seeds: 2)
    cutAfterFailure()
    settle(seeds: 0)
    settle(seeds: 3)
    if !isSmall { settle(seeds: 10) }
    startEarlier()
    simplifyNumbers()
    cutAfterFailure()
    useTriggers()
  }

  /// Sizes that people can follow.
  var isSmall: Bool {
    best.faults.faults.count <= 3 && best.nodes <= 5
      && best.clients.reduce(0) { $0 + $1.operations.count } <= 5
  }

  private mutating func settle(seeds: Int) {
    var last: Trial?
    while last != best, !isExhausted {
      last = best
      removeFaults(seeds: seeds)
      removeNodes(seeds: seeds)
      removeClients()
      removeOperations(seeds: min(seeds, 2))
      dropOptions()
      calm()
      cutAfterFailure()
    }
  }

  // MARK: What comes too late

  /// Ends the trial where it fails; a trial that fails for want of recovery gets shorter only.
  private mutating func cutAfterFailure() {
    let end = SimTime.zero + best.duration
    if failure.time <= end {
      var candidate = best
      candidate.duration = failure.time - .zero + .milliseconds(1)
      let late = candidate.faults.faults.filter {
        if case .at(let time) = $0.start { time > failure.time } else { false }
      }
      candidate = candidate.removingFaults(late.map(\.id)).removingOperations(after: failure.time)
      var short = candidate
      short.healing = nil
      if attempt(short) || attempt(candidate) { return }
    }
    for parts in [8, 4, 2] as [Int64] {
      var candidate = best
      candidate.duration = best.duration / parts
      guard candidate.duration > .milliseconds(1) else { continue }
      if attempt(candidate.removingOperations(after: .zero + candidate.duration)) { return }
    }
  }

  /// Gives every call the time at which it came.
  private mutating func pinCalls() {
    guard best.clients.contains(where: { $0.operations.contains { $0.isRelative } }),
      let story = tell()
    else { return }
    attempt(story.timed(best))
  }

  private mutating func dropIdleFaults() {
    guard !best.faults.faults.isEmpty, let story = tell() else { return }
    let idle = best.faults.faults.map(\.id).filter { !story.begun.contains($0) }
    if !idle.isEmpty { attempt(best.removingFaults(idle)) }
    for count in [1, 2, 4, 8] where count < best.faults.faults.count {
      let kept = story.begun.suffix(count)
      let rest = best.faults.faults.map(\.id).filter { !kept.contains($0) }
      if attempt(best.removingFaults(rest)) { return }
    }
  }

  // MARK: What can go

  private mutating func removeFaults(seeds: Int) {
    remove(best.faults.faults.map(\.id), seeds: seeds) { $0.removingFaults($1) }
  }

  private mutating func removeClients() {
    guard best.clients.count > 1 else { return }
    remove(best.clients.map(\.id)) { trial, gone in
      var trial = trial
      trial.clients.removeAll { gone.contains($0.id) }
      return trial
    }
  }

  /// What happens on one key is seldom explained by another: all calls on others go at once.
  private mutating func keepOneKey() {
    let keys = best.clients.flatMap(\.operations).compactMap(\.key)
    var tried: [Int] = []
    for key in keys.reversed() where !tried.contains(key) {
      tried.append(key)
      guard tried.count <= 4, keys.contains(where: { $0 != key }) else { return }
      var candidate = best
      for i in candidate.clients.indices {
        candidate.clients[i].operations.removeAll { $0.key.map { $0 != key } ?? false }
      }
      candidate.clients.removeAll(where: \.operations.isEmpty)
      if attempt(candidate, seeds: 3) { return }
    }
  }

  private mutating func removeOperations(seeds: Int) {
    let all = best.clients.flatMap { client in
      client.operations.map { OwnedOperation(client: client.id, operation: $0) }
    }
    remove(all, seeds: seeds) { trial, gone in
      var trial = trial
      for i in trial.clients.indices {
        let own = gone.filter { $0.client == trial.clients[i].id }.map(\.operation)
        trial.clients[i].operations.removeAll { own.contains($0) }
      }
      trial.clients.removeAll(where: \.operations.isEmpty)
      return trial
    }
  }

  private mutating func removeNodes(seeds: Int) {
    for size in [3, 5] where size < best.nodes {
      var candidate: Trial? = best
      while let trial = candidate, trial.nodes > size {
        let other = (0..<trial.nodes).last { !failure.nodes.contains(NodeID($0)) }
        candidate = trial.removing(NodeID(other ?? trial.nodes - 1))
      }
      if let candidate, attempt(candidate, seeds: seeds) { break }
    }
    var hasRemoved = true
    while hasRemoved, !isExhausted {
      hasRemoved = false
      for index in (0..<best.nodes).reversed() {
        guard let candidate = best.removing(NodeID(index)) else { continue }
        let isNamed = failure.nodes.contains(NodeID(index))
        if attempt(candidate, seeds: isNamed ? 0 : seeds) {
          hasRemoved = true
          break
        }
      }
    }
  }

  private mutating func dropOptions() {
    remove(best.options) { trial, gone in
      var trial = trial
      trial.options.removeAll { gone.contains($0) }
      return trial
    }
  }
}

/// A call and whose it is.
private struct OwnedOperation {
  var client: Int
  var operation: PlannedOperation
}

extension PlannedOperation {
  /// Of a get, put or compare-and-swap.
  fileprivate var key: Int? {
    switch command {
    case .get(let key), .put(let key, _), .compareAndSwap(let key, _, _): key
    case .admin, .custom: nil
    }
  }

  var isRelative: Bool {
    if case .think = start { true } else { false }
  }
}

extension Trial {
  /// Without the calls that are due later than `time`.
  func removingOperations(after time: SimTime) -> Trial {
    var trial = self
    for i in trial.clients.indices {
      trial.clients[i].operations.removeAll {
        if case .at(let start) = $0.start { start > time } else { false }
      }
    }
    trial.clients.removeAll(where: \.operations.isEmpty)
    return trial
  }
}
