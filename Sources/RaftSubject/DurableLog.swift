import HostileWorld
import RaftCore

/// The records of a member's write-ahead log, and how a log is made from them again.
///
/// As in etcd's: hard states, entries, and markers of snapshots; an entry replaces what stood at
/// its index and beyond, and the last hard state counts.
enum WriteAheadLog {
  static let file: FileName = "wal"

  private enum Kind: UInt64 { case hardState, entry, ownMarker, receivedMarker }

  static func record(_ state: HardState) -> [UInt8] {
    RecordLog.record([
      Kind.hardState.rawValue, state.term.rawValue, state.vote.rawValue, state.commit.rawValue,
    ])
  }

  static func record(_ entry: Entry) -> [UInt8] {
    RecordLog.record([Kind.entry.rawValue] + EntryWords.words(of: entry))
  }

  /// A snapshot was taken, or `isReceived` from another member.
  static func record(_ snapshot: Snapshot, isReceived: Bool) -> [UInt8] {
    let conf = snapshot.confState
    var words = [
      isReceived ? Kind.receivedMarker.rawValue : Kind.ownMarker.rawValue,
      snapshot.index.rawValue, snapshot.term.rawValue, conf.autoLeave ? 1 : 0,
    ]
    for set in [conf.voters, conf.votersOutgoing, conf.learners, conf.learnersNext] {
      words.append(UInt64(set.count))
      words += set.map(\.rawValue)
    }
    return RecordLog.record(words)
  }

  /// What a log holds.
  struct Content {
    var hardState = HardState()
    var entries: [Entry] = []
    /// The snapshots that were noted, the newest last.
    var markers: [(snapshot: Snapshot, isReceived: Bool)] = []
    /// Index and term before the first entry.
    var base = EntryID(term: 0, index: 0)

    mutating func add(_ entry: Entry) {
      while let last = entries.last, last.index >= entry.index { entries.removeLast() }
      if entry.index > base.index { entries.append(entry) }
    }

    /// The storage as it was when the log was written last; snapshots from `markers` on are
    /// usable if `isUsable`.
    func storage(
      initially confState: ConfState, isUsable: (Snapshot, Bool) -> Bool
    ) -> MemoryStorage {
      var start = Snapshot(confState: confState)
      if let marker = markers.last(where: { isUsable($0.snapshot, $0.isReceived) }) {
        start = marker.snapshot
      }
      let kept = entries.filter { $0.index > start.index }
      var state = hardState
      let last = kept.last?.index ?? start.index
      // A crash may have cut the log off between entries and the state with their term.
      let term = kept.last?.term ?? start.term
      if term > state.term { state = HardState(term: term, vote: .none, commit: state.commit) }
      state.commit = min(max(state.commit, start.index), last)
      return MemoryStorage(hardState: state, snapshot: start, entries: kept)
    }
  }

  static func content(of bytes: [UInt8]) -> Content {
    var content = Content()
    for words in RecordLog.records(in: bytes) {
      guard let first = words.first, let kind = Kind(rawValue: first) else { continue }
      switch kind {
      case .hardState where words.count == 4:
        content.hardState = HardState(
          term: Term(words[1]), vote: MemberID(words[2]), commit: LogIndex(words[3]))
      case .entry:
        if let entry = EntryWords.entry(of: words[1...]) { content.add(entry) }
      case .ownMarker, .receivedMarker:
        guard let snapshot = snapshot(of: words) else { continue }
        if kind == .receivedMarker {
          content.entries.removeAll()
          content.base = snapshot.id
        }
        content.markers.append((snapshot, kind == .receivedMarker))
      default: continue
      }
    }
    return content
  }

  private static func snapshot(of words: [UInt64]) -> Snapshot? {
    guard words.count >= 8 else { return nil }
    var rest = words[4...]
    var sets: [[MemberID]] = []
    for _ in 0..<4 {
      guard let count = rest.popFirst(), count <= UInt64(rest.count) else { return nil }
      sets.append(rest.prefix(Int(count)).map { MemberID($0) })
      rest = rest.dropFirst(Int(count))
    }
    return Snapshot(
      index: LogIndex(words[1]), term: Term(words[2]),
      confState: ConfState(
        voters: sets[0], votersOutgoing: sets[1], learners: sets[2], learnersNext: sets[3],
        autoLeave: words[3] != 0))
  }
}

/// The state machine's own file: the entries that it has applied, in order. A snapshot of another
/// member begins a file of its own, which counts once the log has the snapshot's marker.
enum BackendFile {
  static func name(_ snapshot: UInt64) -> FileName { FileName("backend-\(snapshot)") }

  static func record(_ entry: Entry) -> [UInt8] { RecordLog.record(EntryWords.words(of: entry)) }

  static func entries(in bytes: [UInt8]) -> [Entry] {
    RecordLog.records(in: bytes).compactMap { EntryWords.entry(of: $0[...]) }
  }
}

/// An entry as words of a record.
enum EntryWords {
  static func words(of entry: Entry) -> [UInt64] {
    var words = [
      entry.term.rawValue, entry.index.rawValue, UInt64(entry.kind.rawValue),
      UInt64(entry.omittedBytes), UInt64(entry.data.count),
    ]
    var word: UInt64 = 0
    for (i, byte) in entry.data.enumerated() {
      word |= UInt64(byte) << UInt64(8 * (i & 7))
      if i & 7 == 7 {
        words.append(word)
        word = 0
      }
    }
    if entry.data.count & 7 != 0 { words.append(word) }
    return words
  }

  static func entry(of words: ArraySlice<UInt64>) -> Entry? {
    let first = words.startIndex
    guard words.count >= 5, let kind = EntryKind(rawValue: UInt8(clamping: words[first + 2])) else {
      return nil
    }
    let count = Int(clamping: words[first + 4])
    guard (count + 7) / 8 == words.count - 5 else { return nil }
    let data = (0..<count).map { i in
      UInt8(truncatingIfNeeded: words[first + 5 + i / 8] >> UInt64(8 * (i & 7)))
    }
    return Entry(
      term: Term(words[first]), index: LogIndex(words[first + 1]), kind: kind, data: data,
      omittedBytes: UInt32(clamping: words[first + 3]))
  }
}
