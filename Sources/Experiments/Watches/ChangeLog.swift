import KeyValue
import RaftCore
import RaftHost
import SimKernel

/// What a group's stores went through, as whoever applied it first did: what every watch must tell,
/// and where the time went until it could. Observers keep it; nothing in a run reads it.
struct ChangeLog: Sendable {
  struct Change: Sendable {
    var revision: Revision
    var key: KeyID
    /// nil for a delete.
    var value: Value?
    var previous: Value?
  }

  /// Where a revision came from.
  struct Origin: Sendable {
    var revision: Revision
    var commit = CommitTrace()
    /// The load whose client wrote it, and the member that took the request; -1 for nobody's.
    var load: Int32 = -1
    var server: Int32 = -1
    var intended = SimTime.zero
    var way = OperationWay()
  }

  private let memberCount: Int
  private(set) var changes: ContiguousArray<Change> = []
  /// Position of the first change kept.
  private(set) var base = 0
  private var origins: ContiguousArray<Origin> = []
  /// When each member applied each revision of `origins`, row by row.
  private var appliedAt: ContiguousArray<SimTime> = []
  /// Looked up only.
  private var current: [KeyID: Value] = [:]

  init(memberCount: Int) { self.memberCount = memberCount }

  var end: Int { base + changes.count }
  subscript(position: Int) -> Change { changes[position - base] }

  /// Somebody applied a revision first.
  mutating func append(_ origin: Origin, _ events: [WatchEvent]) {
    origins.append(origin)
    appliedAt.append(contentsOf: repeatElement(.zero, count: memberCount))
    for event in events {
      let previous = current[event.key]
      current[event.key] = event.value
      changes.append(
        Change(
          revision: event.revision, key: event.key, value: event.value, previous: previous))
    }
  }

  /// The member at `position` of the group applied `revision`.
  mutating func applied(_ revision: Revision, by position: Int, at now: SimTime) {
    guard let row = row(of: revision) else { return }
    appliedAt[row * memberCount + position] = now
  }

  func origin(of revision: Revision) -> Origin? { row(of: revision).map { origins[$0] } }

  /// When the member applied `revision`; nil when it did not, having got it with a snapshot.
  func applied(_ revision: Revision, by position: Int) -> SimTime? {
    guard let row = row(of: revision) else { return nil }
    let time = appliedAt[row * memberCount + position]
    return time == .zero ? nil : time
  }

  /// The first position whose change is later than `revision`.
  func firstPosition(after revision: Revision) -> Int {
    var (low, high) = (base, end)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle].revision <= revision { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Forgets what lies before `position`.
  mutating func forget(before position: Int) {
    guard position > base, position <= end else { return }
    let kept = position < end ? self[position].revision : origins.last?.revision ?? Revision(0)
    changes.removeFirst(position - base)
    base = position
    let rows = row(of: kept) ?? 0
    origins.removeFirst(rows)
    appliedAt.removeFirst(rows * memberCount)
  }

  private func row(of revision: Revision) -> Int? {
    guard let first = origins.first else { return nil }
    // Every revision has a row, in order.
    let row = Int(revision.rawValue - first.revision.rawValue)
    return row >= 0 && row < origins.count ? row : nil
  }
}
