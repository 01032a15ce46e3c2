import Results

/// What every member was, against time: a row a member.
struct LeaderChart {
  let outcome: Outcome
  let run: RunResult
  let frame: Frame

  func lines() -> [Line] {
    let members = outcome.clusters.flatMap { cluster in
      cluster.members.map { (cluster: cluster.name, member: $0) }
    }
    guard !members.isEmpty, !run.timeline.isEmpty else { return [] }
    let text = "LEADERS, \(outcome.name), seed \(run.seed), digest \(run.digest.prefix(16))"
    let caption = text.wrapped(to: frame.width).map { Line($0) }
    guard frame.draws else { return caption + table() }
    let longest = members.map(\.member.columns).max() ?? 0
    let labelWidth = min(max(7, longest + 1), 16)
    let axis = TimeAxis(duration: outcome.duration, columns: frame.width - labelWidth - 1)
    var lines = caption
    for (cluster, member) in members.prefix(24) {
      lines.append(
        Line(
          member.cut(to: labelWidth - 1).paddedRight(to: labelWidth) + "│"
            + row(cluster, member, axis)))
    }
    if members.count > 24 { lines.append(Line("and \(members.count - 24) more members")) }
    let lanes = FaultLanes(axis: axis, events: run.timeline, namesCrashes: false).lanes()
    for (index, lane) in lanes.enumerated() {
      lines.append(Line((index == 0 ? "faults" : "").paddedRight(to: labelWidth) + "│" + lane))
    }
    let margin = String(repeating: " ", count: labelWidth)
    lines.append(Line(margin + "└" + axis.tickLine))
    lines.append(Line(margin + " " + axis.labelLine))
    let legend = [
      "█ leader (term)", "─ follower", "p pre-vote", "╌ cut off", "X crash", "R restart",
    ]
    return lines + folded(legend, to: frame.width)
  }

  /// One member's states, later ones over earlier ones.
  private func row(_ cluster: String, _ member: String, _ axis: TimeAxis) -> String {
    var cells = [Character](repeating: "─", count: axis.columns)
    func fill(_ from: Int64, _ to: Int64, _ glyph: Character) {
      let first = axis.column(from)
      let end = to >= axis.duration ? axis.columns : axis.column(to)
      for column in first..<max(first, end) { cells[column] = glyph }
    }
    for (from, to) in cuts(of: member) { fill(from, to, "╌") }
    let own = run.timeline.filter { $0.cluster == cluster && $0.subject == member }
    for reign in reigns(cluster, member) {
      fill(reign.start, reign.end, "█")
      let first = axis.column(reign.start)
      let room = axis.column(reign.end) - first
      let text = " t\(reign.term) "
      if room >= text.count + 3 {
        for (offset, character) in text.enumerated() { cells[first + 2 + offset] = character }
      }
    }
    for event in own where event.kind == .crash {
      let back = own.first { $0.kind == .restart && $0.time >= event.time }?.time
      fill(event.time, back ?? outcome.duration, " ")
      cells[axis.column(event.time)] = "X"
    }
    for event in own where event.kind == .restart { cells[axis.column(event.time)] = "R" }
    for event in own where event.kind == .preVote { cells[axis.column(event.time)] = "p" }
    return String(cells)
  }

  private func reigns(
    _ cluster: String, _ member: String
  ) -> [(start: Int64, end: Int64, term: UInt64)] {
    let all = LeaderLane.reigns(run.timeline, cluster: cluster)
    return all.enumerated().compactMap { index, reign in
      guard reign.leader == member else { return nil }
      let end = index + 1 < all.count ? all[index + 1].start : outcome.duration
      return (reign.start, end, reign.term)
    }
  }

  /// When faults called "cut <place>" held, for the places whose name the member's begins with.
  private func cuts(of member: String) -> [(Int64, Int64)] {
    run.timeline.compactMap { start in
      guard start.kind == .faultStarted, start.text.hasPrefix("cut ") else { return nil }
      let place = start.text.dropFirst(4).split(separator: ":").last ?? ""
      guard !place.isEmpty, member.hasPrefix(place) else { return nil }
      let end = run.timeline.first {
        $0.kind == .faultEnded && $0.fault == start.fault && $0.time >= start.time
      }
      return (start.time, end?.time ?? outcome.duration)
    }
  }

  /// The reigns as a table.
  private func table() -> [Line] {
    var table = Table(
      columns: [
        .init(title: "cluster", alignment: .left, preferred: 12),
        .init(title: "leader", alignment: .left, preferred: 16),
        .init(title: "term", preferred: 6), .init(title: "from", preferred: 10),
      ], fills: false)
    for cluster in outcome.clusters {
      for reign in LeaderLane.reigns(run.timeline, cluster: cluster.name) {
        table.rows.append([
          .init(cluster.name), .init(reign.leader ?? "none"),
          .init(reign.leader == nil ? "-" : "\(reign.term)"),
          .init(Quantity.duration.text(reign.start)),
        ])
      }
    }
    return table.lines(in: frame.width)
  }
}
