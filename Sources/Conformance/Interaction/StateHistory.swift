import RaftCore

/// What a state machine held after each entry. It only ever appends, so that all of its states are
/// beginnings of the newest one.
struct StateHistory: Sendable {
  private struct Moment: Sendable {
    var id: EntryID
    var confState: ConfState
    /// How much of the data there was.
    var size: Int
  }

  private var moments: [Moment]
  private var data: [UInt8]

  /// The history that begins with `snapshot`.
  init(_ snapshot: Snapshot) {
    data = snapshot.data
    moments = [Moment(id: snapshot.id, confState: snapshot.confState, size: data.count)]
  }

  /// The last index that the newest state holds.
  var lastIndex: LogIndex { moments[moments.count - 1].id.index }

  var lastConfState: ConfState { moments[moments.count - 1].confState }

  /// The newest state. O(its size).
  var newest: Snapshot { snapshot(moments[moments.count - 1]) }

  /// The state after `index`; nil if there is none that ends there.
  func state(at index: LogIndex) -> Snapshot? {
    moments.last { $0.id.index == index }.map(snapshot)
  }

  /// The next state, which has `added` behind all before.
  mutating func append(_ id: EntryID, _ confState: ConfState, _ added: [UInt8]) {
    data += added
    moments.append(Moment(id: id, confState: confState, size: data.count))
  }

  /// Forgets what came after `index`; the first state stays.
  mutating func forget(after index: LogIndex) {
    moments = moments.prefix(1) + moments.dropFirst().filter { $0.id.index <= index }
    data.removeSubrange(moments[moments.count - 1].size...)
  }

  private func snapshot(_ moment: Moment) -> Snapshot {
    Snapshot(
      index: moment.id.index, term: moment.id.term, confState: moment.confState,
      data: Array(data.prefix(moment.size)))
  }
}
