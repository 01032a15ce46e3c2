import Results

/// Faults against time: spans as "[=cut eu-west==]", crashes as "X" until "R".
struct FaultLanes {
  let axis: TimeAxis
  let events: [TimelineEvent]
  /// Whether crashes say whose; not where each member has a row of its own.
  var namesCrashes = true

  /// Something drawn from a column on; `last` is the right end of what it needs.
  private struct Item {
    var first: Int
    var last: Int
    var text: String
  }

  /// At most four lanes; what does not fit on one goes to the next.
  func lanes() -> [String] {
    var lanes: [[Character]] = []
    for item in items() {
      let room = item.first...max(item.first, item.last)
      var place = lanes.firstIndex { lane in room.allSatisfy { lane[$0] == "·" } }
      if place == nil, lanes.count < 4 {
        lanes.append([Character](repeating: "·", count: axis.columns))
        place = lanes.count - 1
      }
      guard let place else { continue }
      for (offset, character) in item.text.enumerated() where item.first + offset < axis.columns {
        lanes[place][item.first + offset] = character
      }
    }
    if lanes.isEmpty { lanes.append([Character](repeating: "·", count: axis.columns)) }
    return lanes.map { String($0) }
  }

  /// A fault that takes down one member is told by that member's marks, one that takes several by
  /// its own span.
  private func items() -> [Item] {
    var items: [Item] = []
    let crashTimes = events.filter { $0.kind == .crash }.map(\.time)
    func isMass(_ crash: TimelineEvent) -> Bool {
      crashTimes.count { $0 == crash.time } > 1
        && events.contains { $0.kind == .faultStarted && $0.time == crash.time }
    }
    for event in events {
      switch event.kind {
      case .faultStarted where crashTimes.count { $0 == event.time } != 1:
        items.append(span(event))
      case .crash where !isMass(event):
        let end = restart(of: event)
        items.append(mark("X", event, word: "down", until: end?.time))
        if let end { items.append(mark("R", end, word: "up", until: nil)) }
      default: break
      }
    }
    return items.sorted { $0.first != $1.first ? $0.first < $1.first : $0.text < $1.text }
  }

  private func restart(of crash: TimelineEvent) -> TimelineEvent? {
    events.first {
      $0.kind == .restart && $0.subject == crash.subject && $0.cluster == crash.cluster
        && $0.time >= crash.time
    }
  }

  /// "[=cut eu-west==]", or "[===]cut eu-west" where the name does not fit inside; an instant is
  /// "!" and its name.
  private func span(_ start: TimelineEvent) -> Item {
    let end = events.first {
      $0.kind == .faultEnded && $0.fault == start.fault && $0.time >= start.time
    }
    let first = axis.column(start.time)
    let name = Self.singleWidth(start.text)
    if let end, end.time == start.time {
      let text = String(("!" + name).prefix(axis.columns - first))
      return Item(first: first, last: first + text.count - 1, text: text)
    }
    let last = end.map { axis.column($0.time) } ?? axis.columns - 1
    let length = max(1, last - first + 1)
    let close = end == nil ? ">" : "]"
    if name.count + 3 <= length {
      let filler = String(repeating: "=", count: length - 3 - name.count)
      return Item(first: first, last: last, text: "[=\(name)\(filler)\(close)")
    }
    let bar = "[" + String(repeating: "=", count: max(0, length - 2)) + (length > 1 ? close : "")
    let text = String((bar + name).prefix(axis.columns - first))
    return Item(first: first, last: first + text.count - 1, text: text)
  }

  private func mark(
    _ sign: String, _ event: TimelineEvent, word: String, until end: Int64?
  ) -> Item {
    let first = axis.column(event.time)
    let limit = end.map { max(1, axis.column($0) - first) } ?? axis.columns - first
    if !namesCrashes { return Item(first: first, last: first, text: sign) }
    let short = sign + (sign == "X" ? Self.singleWidth(event.subject) : "")
    let full = short + (sign == "X" ? " " : "") + word
    let text = full.count <= limit ? full : String(short.prefix(max(1, limit)))
    return Item(first: first, last: min(axis.columns - 1, first + text.count - 1), text: text)
  }

  /// Names are laid out by character here, so a wide one is replaced.
  static func singleWidth(_ text: String) -> String {
    String(text.map { $0.columns == 1 ? $0 : "?" })
  }
}
