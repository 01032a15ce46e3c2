import Results

/// Who led a cluster against time, on one line: "─us-1 t2────? ▲us-2 t3────".
struct LeaderLane {
  let axis: TimeAxis
  let events: [TimelineEvent]
  let cluster: String

  /// A stretch of time under one leader, or under none.
  struct Reign {
    var start: Int64
    var leader: String?
    var term: UInt64
  }

  static func reigns(_ events: [TimelineEvent], cluster: String) -> [Reign] {
    var reigns = [Reign(start: 0, leader: nil, term: 0)]
    for event in events where event.cluster == cluster {
      guard let last = reigns.last else { break }
      switch event.kind {
      case .leaderElected where event.term >= last.term:
        reigns.append(Reign(start: event.time, leader: event.subject, term: event.term))
      case .leaderLost where last.leader == event.subject:
        reigns.append(Reign(start: event.time, leader: nil, term: last.term))
      default: break
      }
    }
    return reigns
  }

  func line() -> String {
    var cells = [Character](repeating: " ", count: axis.columns)
    let reigns = Self.reigns(events, cluster: cluster)
    for (index, reign) in reigns.enumerated() {
      let first = axis.column(reign.start)
      let next = index + 1 < reigns.count ? axis.column(reigns[index + 1].start) : axis.columns
      guard first < next else { continue }
      let isFirstReign = index <= 1
      var text = ""
      if let leader = reign.leader {
        text = (isFirstReign ? "─" : "▲") + FaultLanes.singleWidth(leader) + " t\(reign.term)"
      } else {
        text = "?"
      }
      let filler: Character = reign.leader == nil ? " " : "─"
      for column in first..<next { cells[column] = filler }
      for (offset, character) in text.enumerated() where first + offset < next {
        cells[first + offset] = character
      }
    }
    return String(cells)
  }

  var changes: Int { events.count { $0.cluster == cluster && $0.kind == .leaderElected } }
}
