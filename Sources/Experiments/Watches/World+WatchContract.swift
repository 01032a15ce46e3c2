import Federation
import KeyValue
import RaftCore
import RaftHost
import SimKernel

/// What a watch promises, held against the changes as they were applied (etcd's watch contract:
/// documentation, learning/api_guarantees, "Watch APIs"). It watches only.
extension World {
  /// Notes what member `m` applied.
  mutating func noteChange(_ entry: MemberOutput.AppliedEntry, _ m: Int, isFirst: Bool) {
    let g = runtimes[m].group
    guard entry.changed, !watchers.isEmpty, groups[g].changes != nil else { return }
    if isFirst { appendChange(entry, m) }
    let (now, position) = (now, m - groups[g].firstMember)
    groups[g].changes?.applied(entry.revision, by: position, at: now)
  }

  private mutating func appendChange(_ entry: MemberOutput.AppliedEntry, _ m: Int) {
    let g = runtimes[m].group
    let before = Revision(entry.revision.rawValue - 1)
    var events: [WatchEvent] = []
    if case .events(let found, _) = members[m].store.events(after: before, limit: 1) {
      events = found
    }
    var origin = ChangeLog.Origin(revision: entry.revision)
    origin.commit = groups[g].books.commits.trace(of: entry.index) ?? CommitTrace()
    let request = RequestID(CommandCoding.word(entry.data, 0, 8))
    let id = OperationID(word: request.rawValue)
    if FederationRequest(request) == nil, let server = servingMember(of: id),
      runtimes[server].group == g, let operation = operations[id.slot]
    {
      origin.load = operation.load
      origin.server = Int32(server)
      origin.intended = updates[id]?.since ?? operation.intended
      origin.way = operation.way
      // It waited for a leader to be known.
      if origin.way.proposed == .zero { origin.way.proposed = origin.commit.proposed }
    }
    groups[g].changes?.append(origin, events)
    forgetChanges(g)
  }

  /// Forgets, now and then, what every watcher has been told.
  private mutating func forgetChanges(_ g: Int) {
    guard let log = groups[g].changes, log.changes.count % 4_096 == 0 else { return }
    var least = log.end
    for watcher in watchers where loads[watcher.load].group == g && watcher.next.rawValue > 0 {
      least = min(least, watcher.cursor)
    }
    groups[g].changes?.forget(before: least)
  }

  /// A watch begins with the first change after `revision`.
  mutating func beginContract(_ c: Int, after revision: Revision) {
    let g = loads[watchers[c].load].group
    watchers[c].cursor = groups[g].changes?.firstPosition(after: revision) ?? 0
  }

  /// The position of the first change from the cursor on that concerns the watcher.
  private func nextChange(_ c: Int, _ log: ChangeLog) -> Int? {
    var position = max(watchers[c].cursor, log.base)
    while position < log.end {
      if watchers[c].range.contains(log[position].key) { return position }
      position += 1
    }
    return nil
  }

  /// Holds the events of one response against what was applied.
  mutating func check(_ events: [KeyEvent], _ c: Int) {
    let g = loads[watchers[c].load].group
    for event in events {
      guard let log = groups[g].changes else { return }
      if !watchers[c].range.contains(event.key) {
        broken("watch.filtered", c, "key \(event.key.index) is none of its range")
        continue
      }
      guard let position = nextChange(c, log) else {
        broken("watch.not-from-the-future", c, "nobody has applied \(Self.name(event))")
        continue
      }
      let change = log[position]
      if change.revision == event.revision, change.key == event.key {
        watchers[c].cursor = position + 1
        compare(event, change, c)
        continue
      }
      misplaced(event, change, c, log)
    }
    guard let log = groups[g].changes, let last = events.last, let position = nextChange(c, log)
    else { return }
    if log[position].revision == last.revision {
      broken("watch.atomic", c, "revision \(last.revision.rawValue) was told in part")
    }
  }

  private mutating func misplaced(
    _ event: KeyEvent, _ change: ChangeLog.Change, _ c: Int, _ log: ChangeLog
  ) {
    let text = "\(Self.name(event)) where revision \(change.revision.rawValue) was next"
    if event.revision < watchers[c].next {
      broken("watch.unique", c, "told again: \(text)")
    } else if event.revision < change.revision {
      broken("watch.ordered", c, text)
    } else {
      broken("watch.complete", c, text)
      watchers[c].cursor = log.firstPosition(after: event.revision)
    }
  }

  private mutating func compare(_ event: KeyEvent, _ change: ChangeLog.Change, _ c: Int) {
    let value = event.isDelete ? nil : event.record.value
    if value != change.value || event.isCreate != (change.previous == nil && change.value != nil) {
      broken("watch.content", c, "\(Self.name(event)) does not say what was written")
    }
    // What is compacted may be left out.
    if let previous = event.previous, previous.value != change.previous {
      broken("watch.previous", c, "\(Self.name(event)) has another previous value")
    }
  }

  /// A progress notice says that everything up to its revision was told.
  mutating func noteProgress(_ response: WatchResponse, _ c: Int) {
    let l = watchers[c].load
    recorder.watches.progress[l] += now >= measuredFrom ? 1 : 0
    if let log = groups[loads[l].group].changes, let position = nextChange(c, log),
      log[position].revision <= response.revision
    {
      broken(
        "watch.bookmark", c,
        "progress to \(response.revision.rawValue) before \(log[position].revision.rawValue)")
    }
    watchers[c].next = max(watchers[c].next, response.revision.next)
  }

  /// A watch ends as compacted only if its next revision is.
  mutating func checkCompaction(_ response: WatchResponse, _ c: Int) {
    guard watchers[c].next > response.compactRevision else { return }
    broken(
      "watch.resumable", c,
      "refused at \(watchers[c].next.rawValue), compacted \(response.compactRevision.rawValue)")
  }

  private mutating func broken(_ invariant: String, _ c: Int, _ text: String) {
    recorder.violated(
      invariant, at: now, "watcher \(c) of \(loads[watchers[c].load].name): \(text)")
  }

  private static func name(_ event: KeyEvent) -> String {
    "key \(event.key.index) at \(event.revision.rawValue)"
  }
}
