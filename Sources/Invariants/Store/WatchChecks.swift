import HostileWorld
import SimKernel

/// W1 to W9: the contract of watches (etcd docs, "KV API guarantees", Watch), per watcher.
struct WatchChecks: Sendable {
  struct Watcher: Sendable {
    var number: Int
    var node: NodeID
    var watch: StoreWatch
    /// The first revision it wants.
    var from: Int64
    /// Place of the next change to look at.
    var next = 0
    /// Revision of the last event, or of the last notice of progress.
    var seen: Int64 = 0
    /// Revision of the last event.
    var lastEvent: Int64 = 0
  }

  private var watchers: [Watcher] = []

  mutating func began(_ number: Int, _ node: NodeID, _ watch: StoreWatch) {
    watchers.removeAll { $0.number == number }
    watchers.append(
      Watcher(
        number: number, node: node, watch: watch,
        from: watch.from > 0 ? watch.from : watch.present + 1))
  }

  /// The watches of a node that is gone have ended.
  mutating func stopped(_ node: NodeID) { watchers.removeAll { $0.node == node } }

  mutating func delivered(
    _ number: Int, _ delivery: WatchDelivery, _ store: ReferenceStore, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    guard let place = watchers.firstIndex(where: { $0.number == number }) else { return }
    switch delivery {
    case .events(let events, let isFragment):
      for event in events {
        guard found.finding == nil else { return }
        watchers[place].take(event, store, at: time, &found)
      }
      if !isFragment, found.finding == nil {
        watchers[place].checkWhole(store, at: time, &found)
      }
    case .progress(let revision):
      watchers[place].progress(revision, store, at: time, &found)
    case .caughtUp(let revision):
      watchers[place].caughtUp(revision, store, at: time, &found)
    case .compacted:
      let watcher = watchers.remove(at: place)
      watcher.checkCompacted(store, at: time, &found)
    case .ended: watchers.remove(at: place)
    }
  }
}

extension WatchChecks.Watcher {
  /// The next change that it must see; nil if there is none yet.
  mutating func expected(_ store: ReferenceStore) -> ReferenceStore.Change? {
    while next < store.changes.count {
      let change = store.changes[next]
      if change.revision >= from, wants(change.event) { return change }
      next += 1
    }
    return nil
  }

  private func wants(_ event: StoreEvent) -> Bool {
    watch.keys.contains(event.item.key) && !(event.isDelete ? watch.dropsDeletes : watch.dropsPuts)
  }

  mutating func take(
    _ event: StoreEvent, _ store: ReferenceStore, at time: SimTime, _ found: inout FirstFinding
  ) {
    let revision = event.item.modRevision
    let name = "watcher \(number) on \(node)"
    guard revision <= store.revision else {
      return found.report(.w9, "event", at: time, [node]) {
        "\(name) sees \(event.text); the newest revision is \(store.revision)"
      }
    }
    guard wants(event) else {
      return found.report(.w7, "filter", at: time, [node]) {
        "\(name) sees \(event.text), which it did not ask for"
      }
    }
    guard revision >= from else {
      return found.report(.w1, "early", at: time, [node]) {
        "\(name) sees \(event.text), and asked for revisions from \(from) on"
      }
    }
    let expected = expected(store)
    if let expected, expected.revision == revision, expected.event.item.key == event.item.key {
      seen = revision
      lastEvent = revision
      next += 1
      return checkContent(event, expected.event, store.compacted, at: time, &found)
    }
    report(event, expected, store, at: time, &found)
  }

  /// What is wrong with an event that is not the one that must come next.
  private func report(
    _ event: StoreEvent, _ expected: ReferenceStore.Change?, _ store: ReferenceStore,
    at time: SimTime, _ found: inout FirstFinding
  ) {
    let revision = event.item.modRevision
    let name = "watcher \(number) on \(node)"
    let wasSeen = store.changes[..<min(next, store.changes.count)].contains {
      $0.revision == revision && $0.event.item.key == event.item.key
    }
    if wasSeen {
      let isLast = revision == seen
      found.report(isLast ? .w2 : .w1, "again", at: time, [node]) {
        "\(name) sees \(event.text) again; it has seen all up to \(seen)"
      }
    } else if revision < seen {
      found.report(.w1, "order", at: time, [node]) {
        "\(name) sees \(event.text) after revision \(seen)"
      }
    } else if let expected,
      store.changes[next...].contains(where: {
        $0.revision == revision && $0.event.item.key == event.item.key
      })
    {
      found.report(.w4, "gap", at: time, [node]) {
        "\(name) sees \(event.text), and not \(expected.event.text) before it"
      }
    } else {
      found.report(.w8, "unknown", at: time, [node]) {
        "\(name) sees \(event.text), which never happened"
      }
    }
  }

  private func checkContent(
    _ event: StoreEvent, _ expected: StoreEvent, _ compacted: Int64, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    let name = "watcher \(number) on \(node)"
    let isSame =
      event.isDelete == expected.isDelete && (event.isDelete || event.item == expected.item)
    if !isSame {
      found.report(.w8, "content", at: time, [node]) {
        "\(name) sees \(event.text), which was \(expected.text)"
      }
    } else if watch.wantsPrevious, event.previous != expected.previous {
      // What a key held may be compacted by now.
      if event.previous == nil, event.item.modRevision - 1 < compacted { return }
      found.report(.w8, "previous", at: time, [node]) {
        "\(name) sees \(event.text) with \(event.previous?.text ?? "nothing") before it, which was "
          + (expected.previous?.text ?? "nothing")
      }
    }
  }

  /// W3: no more of the last revision is to come.
  mutating func checkWhole(
    _ store: ReferenceStore, at time: SimTime, _ found: inout FirstFinding
  ) {
    guard seen > 0, let rest = expected(store), rest.revision == seen else { return }
    found.report(.w3, "part", at: time, [node]) {
      "watcher \(number) on \(node) sees revision \(seen) without \(rest.event.text)"
    }
  }

  mutating func progress(
    _ revision: Int64, _ store: ReferenceStore, at time: SimTime, _ found: inout FirstFinding
  ) {
    let name = "watcher \(number) on \(node)"
    if revision > store.revision {
      found.report(.w9, "progress", at: time, [node]) {
        "\(name) is told of progress to \(revision); the newest revision is \(store.revision)"
      }
    } else if let missed = expected(store), missed.revision <= revision {
      found.report(.w6, "progress", at: time, [node]) {
        "\(name) is told of progress to \(revision), and has not seen \(missed.event.text)"
      }
    }
    seen = max(seen, revision)
  }

  /// W4: nothing is left to deliver.
  mutating func caughtUp(
    _ revision: Int64, _ store: ReferenceStore, at time: SimTime, _ found: inout FirstFinding
  ) {
    guard let missed = expected(store), missed.revision <= revision else { return }
    found.report(.w4, "starved", at: time, [node]) {
      "watcher \(number) on \(node) has not seen \(missed.event.text), though it should have seen "
        + "all up to \(revision) by now; it has seen all up to \(seen)"
    }
  }

  /// W5: the next revision that it wants is compacted indeed.
  func checkCompacted(
    _ store: ReferenceStore, at time: SimTime, _ found: inout FirstFinding
  ) {
    // As in etcd, notices of progress do not count.
    let wanted = max(from, lastEvent + 1)
    guard wanted >= store.compacted else { return }
    found.report(.w5, "compacted", at: time, [node]) {
      "watcher \(number) on \(node) is told that revision \(wanted) is compacted; the oldest is "
        + "\(store.compacted)"
    }
  }
}

extension StoreEvent {
  /// "put 5 = 7 at 12" or "delete 5 at 12".
  var text: String {
    (isDelete ? "delete \(item.key)" : "put \(item.key) = \(item.value)")
      + " at \(item.modRevision)"
  }
}

extension StoreItem {
  /// "5 = 7 at 12, version 2 since 9".
  var text: String {
    "\(key) = \(value) at \(modRevision), version \(version) since \(createRevision)"
      + (lease == 0 ? "" : ", lease \(lease)")
  }
}
