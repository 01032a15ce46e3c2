import HostileWorld
import RaftCore
import SimKernel

/// A member's files, and what of them is on its way to the disk.
struct MemberFiles: Sendable {
  enum Completion {
    case readyIsDurable
    /// So many of the appends that were enqueued first are durable.
    case appendsAreDurable(Int)
    case other
  }

  /// A write that others may be under way with.
  struct Append: Sendable {
    var state: HardState?
    var entries: [Entry]
    var snapshot: Snapshot?
    /// What makes the snapshot's state.
    var journal: [Entry]?
  }

  /// What a member finds when it starts.
  struct Recovered {
    var files: MemberFiles
    var storage: MemoryStorage
    /// What the state machine has applied.
    var applied: [Entry]
    var walLength: Int
    var backendLength: Int
    var isNew: Bool
    /// A crash left part of a record at the end of the log.
    var hasTornTail = false
  }

  /// Index of the snapshot that the state machine's file began with.
  private var backend: UInt64 = 0
  /// Entries written to it.
  private var written = 0
  private var backendSync: DiskTicket?
  /// The snapshot to note once the state machine's file is synced.
  private var marker: Snapshot?
  /// A received snapshot's file on its way, and what follows it into the log.
  private var fileSync: (ticket: DiskTicket, state: HardState?, entries: [Entry], Snapshot)?
  private var walSync: DiskTicket?
  /// Appends that wait for a snapshot's file, and the syncs of those that were written.
  private var appends: [Append] = []
  private var appendSyncs: [DiskTicket] = []
  /// Whether the sync of the snapshot's file under way belongs to an append.
  private var isAppending = false

  // MARK: Starting

  static func recover(_ image: DurableImage, initially confState: ConfState) -> Recovered {
    let bytes = image[WriteAheadLog.file] ?? []
    let content = WriteAheadLog.content(of: bytes)
    var files = MemberFiles()
    files.backend =
      content.markers.last { marker in
        guard marker.isReceived else { return false }
        let file = BackendFile.name(marker.snapshot.index.rawValue)
        let entries = BackendFile.entries(in: image[file] ?? [])
        return (entries.last?.index ?? 0) >= marker.snapshot.index
      }?.snapshot.index.rawValue ?? 0
    let data = image[BackendFile.name(files.backend)] ?? []
    var applied = BackendFile.entries(in: data)
    files.written = applied.count
    let storage = content.storage(initially: confState) { snapshot, _ in
      (applied.last?.index ?? 0) >= snapshot.index
    }
    if (applied.last?.index ?? 0) > storage.lastIndex {
      applied.removeAll { $0.index > storage.lastIndex }
    }
    let walLength = RecordLog.validLength(of: bytes)
    return Recovered(
      files: files, storage: storage, applied: applied,
      walLength: walLength, backendLength: RecordLog.validLength(of: data),
      isNew: image.isEmpty, hasTornTail: walLength < bytes.count)
  }

  /// What a crash left of a record is cut off, so that the next one can be read.
  mutating func cutTornTails(_ recovered: Recovered, _ io: inout NodeIO<RaftPayload>) {
    guard !recovered.isNew else { return }
    io.truncate(WriteAheadLog.file, to: recovered.walLength)
    io.truncate(BackendFile.name(backend), to: recovered.backendLength)
  }

  // MARK: The log

  /// Writes a Ready. A snapshot's own file is durable before the log tells of it.
  mutating func persist(
    _ state: HardState?, _ entries: [Entry], _ snapshot: Snapshot?, journal: [Entry]?,
    _ io: inout NodeIO<RaftPayload>
  ) {
    guard let snapshot else { return write(state, entries, nil, &io) }
    guard let journal else { return io.panic("snapshot", "has no state for a snapshot") }
    let file = BackendFile.name(snapshot.index.rawValue)
    io.truncate(file, to: 0)
    for entry in journal { io.append(BackendFile.record(entry), to: file) }
    fileSync = (io.sync(file), state, entries, snapshot)
  }

  private mutating func write(
    _ state: HardState?, _ entries: [Entry], _ snapshot: Snapshot?,
    _ io: inout NodeIO<RaftPayload>
  ) {
    // The entries first, for the state may say that they are committed.
    if let snapshot {
      io.append(WriteAheadLog.record(snapshot, isReceived: true), to: WriteAheadLog.file)
    }
    for entry in entries { io.append(WriteAheadLog.record(entry), to: WriteAheadLog.file) }
    if let state { io.append(WriteAheadLog.record(state), to: WriteAheadLog.file) }
    walSync = io.sync(WriteAheadLog.file)
  }

  /// Writes an append once the snapshots of those before it are durable.
  mutating func enqueue(_ append: Append, _ io: inout NodeIO<RaftPayload>) {
    appends.append(append)
    writeAppends(&io)
  }

  private mutating func writeAppends(_ io: inout NodeIO<RaftPayload>) {
    while fileSync == nil, let next = appends.first {
      appends.removeFirst()
      persist(next.state, next.entries, next.snapshot, journal: next.journal, &io)
      isAppending = next.snapshot != nil
      if let sync = walSync, !isAppending { appendSyncs.append(sync) }
      walSync = nil
    }
  }

  mutating func completed(
    _ ticket: DiskTicket, _ io: inout NodeIO<RaftPayload>
  ) -> Completion {
    if let next = fileSync, next.ticket == ticket {
      fileSync = nil
      write(next.state, next.entries, next.3, &io)
      if isAppending, let sync = walSync {
        isAppending = false
        appendSyncs.append(sync)
        walSync = nil
        writeAppends(&io)
      }
    } else if let place = appendSyncs.firstIndex(of: ticket) {
      appendSyncs.removeFirst(place + 1)
      return .appendsAreDurable(place + 1)
    } else if walSync == ticket {
      walSync = nil
      return .readyIsDurable
    } else if backendSync == ticket {
      backendSync = nil
      if let marker {
        self.marker = nil
        io.append(WriteAheadLog.record(marker, isReceived: false), to: WriteAheadLog.file)
      }
    }
    return .other
  }

  // MARK: The state machine's file

  /// Writes what was applied since, as far as the log holds it durably.
  mutating func flush(
    _ journal: [Entry], upTo last: LogIndex, _ io: inout NodeIO<RaftPayload>
  ) {
    guard backendSync == nil, written < journal.count, journal[written].index <= last else {
      return
    }
    while written < journal.count, journal[written].index <= last {
      io.append(BackendFile.record(journal[written]), to: BackendFile.name(backend))
      written += 1
    }
    backendSync = io.sync(BackendFile.name(backend))
  }

  /// The member took a snapshot: the state machine's file is synced, then the log told.
  mutating func noteOwnSnapshot(
    _ snapshot: Snapshot, _ journal: [Entry], upTo last: LogIndex,
    _ io: inout NodeIO<RaftPayload>
  ) {
    flush(journal, upTo: last, &io)
    if backendSync != nil, written > 0, journal[written - 1].index >= snapshot.index {
      marker = snapshot
    }
  }

  /// A received snapshot is in place: its file is the state machine's from now on.
  mutating func installed(
    _ snapshot: (index: LogIndex, count: Int), _ io: inout NodeIO<RaftPayload>
  ) {
    io.remove(BackendFile.name(backend))
    backend = snapshot.index.rawValue
    written = snapshot.count
    backendSync = nil
    marker = nil
  }
}
