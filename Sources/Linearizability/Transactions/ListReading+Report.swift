extension ListReading {
  /// The anomaly of a cycle.
  func anomaly(_ kind: TransactionAnomaly.Kind, _ cycle: [CycleSearch.Link]) -> TransactionAnomaly {
    let story = cycle.indices.map { i in
      describe(cycle[i], to: cycle[(i + 1) % cycle.count].source)
    }
    return anomaly(kind, cycle.map(\.source), story)
  }

  /// An anomaly of `transactions`, with what they did and then the story.
  func anomaly(
    _ kind: TransactionAnomaly.Kind, _ transactions: [Int], _ story: [String]
  ) -> TransactionAnomaly {
    var lines = [
      "\(kind.rawValue): " + (transactions.count == 1 ? "one transaction" : "transactions")
    ]
    lines[0] += " " + transactions.map { "T\($0)" }.joined(separator: ", ")
    for i in transactions {
      let steps = history[i].steps.map { describe($0) }.joined(separator: ", ")
      let end =
        switch history[i].outcome {
        case .committed: ""
        case .aborted: " (aborted)"
        case .unknown: " (unknown)"
        }
      lines.append("  T\(i), client \(history[i].client): \(steps)\(end)")
    }
    lines += story
    return TransactionAnomaly(
      kind: kind, transactions: transactions,
      description: lines.map { ReportLine.fitted($0) }.joined(separator: "\n"))
  }

  private func describe(_ step: Transaction.Step) -> String {
    switch step {
    case .append(let key, let element): "append \(key) \(element)"
    case .read(let key, let elements):
      "read \(key) [\(elements.map { "\($0)" }.joined(separator: " "))]"
    }
  }

  private func describe(_ link: CycleSearch.Link, to target: Int) -> String {
    let (a, b) = ("T\(link.source)", "T\(target)")
    guard link.cause >= 0 else { return "\(a) returned before \(b) began" }
    let (element, key) = (elements[link.cause].element, keys[elements[link.cause].key])
    return switch link.kind {
    case .writeWrite: "\(a) appended to \(key) before \(b) appended \(element)"
    case .writeRead: "\(a) appended \(element) to \(key), and \(b) read it"
    case .readWrite: "\(a) read \(key) without \(element), which \(b) appended"
    case .realTime, .onward: "\(a) returned before \(b) began"
    }
  }
}
