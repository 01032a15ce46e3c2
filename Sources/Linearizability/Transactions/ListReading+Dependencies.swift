extension ListReading {
  /// The dependencies that reads and, if `strict`, time show.
  func dependencies(strict: Bool) -> DependencyGraph {
    var graph = DependencyGraph(transactionCount: history.count)
    let tails = connectWriters(&graph)
    for read in reads { connect(read, tails[read.key], &graph) }
    if strict { connectTime(&graph) }
    return graph
  }

  /// Connects the writers of each list in the order of its versions. What committed but was never
  /// read comes after all that was, in an order nobody knows: behind a junction, which is returned
  /// for each list that has such elements.
  private func connectWriters(_ graph: inout DependencyGraph) -> [Int?] {
    var isRead = Array(repeating: false, count: elements.count)
    var lastWriters: [Int?] = []
    for version in versions {
      var last: Int?
      for element in version {
        isRead[element] = true
        guard isEffective(element) else { continue }
        if let last { graph.connect(last, writers[element], .writeWrite, cause: element) }
        last = writers[element]
      }
      lastWriters.append(last)
    }
    var tails: [Int?] = Array(repeating: nil, count: keys.count)
    for (i, element) in elements.enumerated()
    where !isRead[i] && writers[i] >= 0 && history[writers[i]].outcome == .committed {
      let tail = tails[element.key] ?? graph.addJunction()
      if tails[element.key] == nil, let last = lastWriters[element.key] {
        graph.connect(last, tail, .writeWrite)
      }
      tails[element.key] = tail
      graph.connect(tail, writers[i], .onward, cause: i)
    }
    return tails
  }

  /// Connects a reader with the writer of the version it read and that of the next.
  private func connect(_ read: ExternalRead, _ tail: Int?, _ graph: inout DependencyGraph) {
    let version = versions[read.key]
    if let last = version.prefix(read.count).last(where: { isEffective($0) }) {
      graph.connect(writers[last], read.transaction, .writeRead, cause: last)
    }
    let next = version.dropFirst(read.count).first {
      isEffective($0) && writers[$0] != read.transaction
    }
    if let next {
      graph.connect(read.transaction, writers[next], .readWrite, cause: next)
    } else if let tail {
      graph.connect(read.transaction, tail, .readWrite)
    }
  }

  /// Connects each transaction with all that began after it returned, through a chain of junctions.
  private func connectTime(_ graph: inout DependencyGraph) {
    var events: [(instant: Int64, isReturn: Int, transaction: Int)] = []
    for (i, transaction) in history.enumerated() where transaction.outcome != .aborted {
      events.append((transaction.calledAt, 0, i))
      if transaction.outcome == .committed, let instant = transaction.returnedAt {
        events.append((max(instant, transaction.calledAt), 1, i))
      }
    }
    events.sort { $0 < $1 }
    var last: Int?
    for event in events {
      if event.isReturn == 0 {
        if let last { graph.connect(last, event.transaction, .onward) }
        continue
      }
      let junction = graph.addJunction()
      if let last { graph.connect(last, junction, .onward) }
      graph.connect(event.transaction, junction, .realTime)
      last = junction
    }
  }
}
