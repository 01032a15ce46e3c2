/// What a finding follows from: the records before it, walked back over the order of events of
/// each node and client and from each receipt to its send (Lamport's happened-before).
struct CausalPast {
  /// In order.
  let records: [TraceRecord]

  init(of finding: Finding, in trace: [TraceRecord]) {
    let past = trace.filter { $0.time <= finding.time && $0.kind != .violation }
    guard let last = past.last else {
      records = []
      return
    }
    // Findings about clients speak of all that clients were told.
    let isOfClients = finding.kind == .client || finding.kind == .liveness
    var isIn = Array(repeating: false, count: last.number + 1)
    var latestOf: [Int: Int] = [:]
    var before = Array(repeating: 0, count: last.number + 1)
    for record in past {
      guard let owner = Self.owner(record) else { continue }
      before[record.number] = latestOf[owner] ?? 0
      latestOf[owner] = record.number
    }
    var open: [Int] = []
    for node in finding.nodes { open += [latestOf[node.index] ?? 0] }
    if isOfClients || open.isEmpty {
      open += past.filter { $0.kind == .result || $0.kind == .call }.map(\.number)
    }
    if open.isEmpty { open = [last.number] }
    while let number = open.popLast() {
      guard number > 0, number < isIn.count, !isIn[number] else { continue }
      isIn[number] = true
      open.append(before[number])
      open.append(trace[number - 1].cause)
    }
    records = past.filter { isIn[$0.number] || Self.concernsAll($0) }
  }

  /// Node or client; nil for the world.
  private static func owner(_ record: TraceRecord) -> Int? {
    switch record.kind {
    case .lost, .duplicated: nil
    default: record.node?.index ?? record.client.map { NodeID.limit + $0 }
    }
  }

  private static func concernsAll(_ record: TraceRecord) -> Bool {
    switch record.kind {
    case .faultBegin, .faultEnd, .healed, .crash, .pause, .resume: true
    default: false
    }
  }
}
