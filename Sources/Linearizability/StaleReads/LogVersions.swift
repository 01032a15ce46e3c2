/// The states that the prefixes of a log leave, for each group of keys apart.
struct LogVersions<M: Model> {
  /// The state from the entry on, until the next of its group.
  private struct Version {
    var logIndex: Int64
    /// When all entries up to it were committed.
    var visibleAt: Int64
    var state: M.State
  }

  struct Failure: Error {
    var reason: StaleReadViolation.Reason
  }

  private let model: M
  private var groups: [[Version]]
  /// The group of each read.
  private var groupOfRead: [Int]
  /// Log indices and when all entries up to each were committed.
  private let commits: [(logIndex: Int64, visibleAt: Int64)]

  init(_ reads: [M.Operation], log: [LogEntry<M.Input>], model: M) {
    self.model = model
    let writes = log.map {
      M.Operation(client: 0, $0.input, calledAt: $0.committedAt, .unknown)
    }
    let partitions = Partitions(reads + writes, model: model).groups
    groupOfRead = Array(repeating: 0, count: reads.count)
    groups = []
    var commits: [(logIndex: Int64, visibleAt: Int64)] = []
    for entry in log {
      let before = commits.last?.visibleAt ?? .min
      commits.append((entry.logIndex, max(before, entry.committedAt)))
    }
    self.commits = commits
    var budget = SearchBudget(limit: .max)
    for (number, members) in partitions.enumerated() {
      var state = model.initialState
      var versions = [Version(logIndex: .min, visibleAt: .min, state: state)]
      for member in members {
        guard member >= reads.count else {
          groupOfRead[member] = number
          continue
        }
        let place = member - reads.count
        let (index, visibleAt) = commits[place]
        let next = model.step(state, log[place].input, nil, budget: &budget) ?? state
        if next != state {
          versions.append(Version(logIndex: index, visibleAt: visibleAt, state: next))
        }
        state = next
      }
      groups.append(versions)
    }
  }

  /// The earliest prefix not before `floor` that explains the read `i`.
  func prefix(
    of i: Int, asking input: M.Input, _ output: M.Output, at logIndex: Int64?,
    from floor: Int64, by instant: Int64
  ) -> Result<Int64, Failure> {
    let versions = groups[groupOfRead[i]]
    if let logIndex {
      let version = versions[place(of: logIndex, in: versions)]
      guard returns(output, to: input, in: version) else { return failure(.notAtItsIndex) }
      if visibleAt(logIndex) > instant { return failure(.fromTheFuture) }
      return logIndex < floor ? failure(.wentBack) : .success(logIndex)
    }
    let start = place(of: floor, in: versions)
    for version in versions[start...] where version.visibleAt <= instant {
      if returns(output, to: input, in: version) { return .success(max(floor, version.logIndex)) }
    }
    if versions[start...].contains(where: { returns(output, to: input, in: $0) }) {
      return failure(.fromTheFuture)
    }
    let isOld = versions[..<start].contains { returns(output, to: input, in: $0) }
    return failure(isOld ? .wentBack : .neverHeld)
  }

  private func failure(_ reason: StaleReadViolation.Reason) -> Result<Int64, Failure> {
    .failure(Failure(reason: reason))
  }

  private func returns(_ output: M.Output, to input: M.Input, in version: Version) -> Bool {
    var budget = SearchBudget(limit: .max)
    return model.step(version.state, input, output, budget: &budget) != nil
  }

  /// The place of the last version not after `logIndex`; the first is before all.
  private func place(of logIndex: Int64, in versions: [Version]) -> Int {
    var (low, high) = (0, versions.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if versions[middle].logIndex <= logIndex { low = middle } else { high = middle }
    }
    return low
  }

  /// When the prefix that ends with `logIndex` was committed.
  private func visibleAt(_ logIndex: Int64) -> Int64 {
    var (low, high) = (0, commits.count)
    while low < high {
      let middle = (low + high) / 2
      if commits[middle].logIndex <= logIndex { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? commits[low - 1].visibleAt : .min
  }
}
