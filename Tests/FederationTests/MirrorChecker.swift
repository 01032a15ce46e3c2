import Federation
import KeyValue

/// Watches the stores of a federation from outside and knows the whole history of every origin.
struct MirrorChecker {
  struct Change {
    var revision: Revision
    /// nil for a deletion.
    var identity: UInt64?
    /// Changes in its transaction.
    var width: Int
  }

  let batchLimit: Int
  /// Everything that ever happened to a key at its origin, by key.
  private var changes: [[Change]] = []
  /// shown[importer][key]: the newest source revision shown there.
  private var shown: [[Revision]]
  /// cursors[importer][origin]: what the cursor said after the last transaction.
  private var cursors: [[MirrorCursor]]
  private(set) var failures: [String] = []
  /// Checks that found something to compare.
  private(set) var comparisons = 0

  init(clusterCount: Int, batchLimit: Int) {
    self.batchLimit = batchLimit
    shown = Array(repeating: [], count: clusterCount)
    cursors = Array(repeating: Array(repeating: .none, count: clusterCount), count: clusterCount)
  }

  mutating func fail(_ what: String) {
    if failures.count < 5 { failures.append(what) }
  }

  /// Loop guard: an origin sends its own objects and nothing else.
  mutating func serverSends(
    _ message: FederationMessage, origin: Int, _ catalogue: ObjectCatalogue
  ) {
    let keys: [KeyID] =
      switch message {
      case .events(_, let frame): frame.events.map(\.key)
      case .page(_, let page): page.entries.map(\.key)
      default: []
      }
    for key in keys where catalogue.owner(of: key) != ClusterID(origin) {
      fail("\(origin) sent key \(key.index), which it does not own")
    }
  }

  /// A mirror writes copies of its origin and its cursor, each key once, and not too many.
  mutating func mirrorCommits(
    _ mutations: [Mutation], origin: Int, _ catalogue: ObjectCatalogue
  ) {
    let cursor = catalogue.cursorKey(of: ClusterID(origin))
    if !mutations.contains(where: { $0.key == cursor }) { fail("a transaction without cursor") }
    if mutations.count > batchLimit + 1 { fail("\(mutations.count) mutations at once") }
    if Set(mutations.map(\.key)).count != mutations.count { fail("a key twice: \(mutations)") }
    for key in mutations.map(\.key) where key != cursor {
      if catalogue.owner(of: key) != ClusterID(origin) {
        fail("the mirror of \(origin) wrote key \(key.index) of another origin")
      }
    }
  }

  /// A transaction was applied in `cluster`.
  mutating func applied(
    _ mutations: [Mutation], at revision: Revision, in cluster: Int, _ store: Store,
    _ catalogue: ObjectCatalogue
  ) {
    grow(to: catalogue.keyCount)
    var touched: ClusterID?
    for mutation in mutations {
      guard let owner = catalogue.owner(of: mutation.key) else {
        touched = ClusterID(Int(mutation.key.index))
        continue
      }
      if owner == ClusterID(cluster) {
        record(mutation, at: revision, width: mutations.count)
      } else {
        touched = owner
      }
    }
    if let origin = touched {
      orderHolds(mutations, origin, in: cluster, store, catalogue)
      cursorHolds(origin, in: cluster, store, catalogue)
    }
  }

  private mutating func grow(to count: Int) {
    while changes.count < count { changes.append([]) }
    for cluster in shown.indices {
      while shown[cluster].count < count { shown[cluster].append(Revision(0)) }
    }
  }

  private mutating func record(_ mutation: Mutation, at revision: Revision, width: Int) {
    let place = Int(mutation.key.index)
    switch mutation {
    case .put(_, let value), .compareAndSwap(_, _, let value):
      changes[place].append(
        Change(revision: revision, identity: value.identity, width: width))
    case .delete:
      // Deleting what is not there changes nothing.
      if changes[place].last?.identity == nil { return }
      changes[place].append(Change(revision: revision, identity: nil, width: width))
    }
  }

  /// F2 and F4: no copy goes back in the origin's order, a deletion included.
  private mutating func orderHolds(
    _ mutations: [Mutation], _ origin: ClusterID, in cluster: Int, _ store: Store,
    _ catalogue: ObjectCatalogue
  ) {
    let cursor = MirrorCursor(store.record(of: catalogue.cursorKey(of: origin)))
    let before = cursors[cluster][Int(origin.index)]
    let isTorn = cursor.reflected != nil && cursor.reflected == before.reflected
    cursors[cluster][Int(origin.index)] = cursor
    for mutation in mutations where catalogue.owner(of: mutation.key) == origin {
      let history = changes[Int(mutation.key.index)]
      let source =
        switch mutation {
        case .put(_, let value), .compareAndSwap(_, _, let value):
          history.last { $0.identity == value.identity }?.revision
        case .delete: deletion(history, through: cursor.floor, isTorn: isTorn)
        }
      guard let source else {
        if case .put = mutation { fail("\(cluster) shows what \(origin.index) never had") }
        continue
      }
      let before = shown[cluster][Int(mutation.key.index)]
      if source < before {
        fail(
          "\(cluster) shows key \(mutation.key.index) of \(origin.index) at \(source.rawValue), "
            + "after \(before.rawValue)")
      }
      comparisons += 1
      shown[cluster][Int(mutation.key.index)] = max(before, source)
    }
  }

  /// The newest deletion up to `revision`; in part of a torn transaction, the one just above it.
  private func deletion(
    _ history: [Change], through revision: Revision, isTorn: Bool
  ) -> Revision? {
    if isTorn, let next = history.first(where: { $0.revision > revision }), next.identity == nil {
      return next.revision
    }
    return history.last { $0.identity == nil && $0.revision <= revision }?.revision
  }

  /// F21: the copies show the origin as of the cursor, or newer where a revision was torn.
  mutating func cursorHolds(
    _ origin: ClusterID, in cluster: Int, _ store: Store, _ catalogue: ObjectCatalogue
  ) {
    let cursor = MirrorCursor(store.record(of: catalogue.cursorKey(of: origin)))
    guard let reflected = cursor.reflected else { return }
    for key in catalogue.keys(ownedBy: origin) {
      let copy = store.record(of: key)?.value.identity
      let history = changes[Int(key.index)]
      let expected = history.last { $0.revision <= reflected }
      comparisons += 1
      if copy == expected?.identity { continue }
      let next = history.first { $0.revision > reflected }
      let isTornAhead = next.map { $0.width > batchLimit && $0.identity == copy } ?? false
      if !isTornAhead {
        fail(
          "cursor \(reflected.rawValue) of \(origin.index) in \(cluster), but key \(key.index) is "
            + "\(copy.map(String.init) ?? "absent"), not "
            + "\(expected?.identity.map(String.init) ?? "absent")")
      }
    }
  }

  /// F1: every importer holds what every origin holds, and nothing else of it.
  func differences(_ stores: [Store], _ catalogue: ObjectCatalogue) -> [String] {
    var found: [String] = []
    for origin in stores.indices {
      for key in catalogue.keys(ownedBy: ClusterID(origin)) {
        let original = stores[origin].record(of: key)?.value
        for importer in stores.indices where importer != origin {
          let copy = stores[importer].record(of: key)?.value
          if copy != original {
            found.append("key \(key.index) of \(origin) in \(importer)")
          }
        }
      }
    }
    return found
  }
}
