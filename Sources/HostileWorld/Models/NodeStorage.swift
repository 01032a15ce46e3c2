import SimKernel

/// A node's disk with its queue of work and the faults that it suffers.
@usableFromInline struct NodeStorage: Sendable {
  var disk: NodeDisk
  var queue: DiskQueue
  /// It completes nothing for now.
  var isStalled = false
  var readErrorPPM: Int64 = 0
  /// What it will complete once it is no longer stalled.
  private(set) var stalled: [DiskWork] = []
  private var readDraws: Draws

  init(_ node: NodeID, _ trial: Trial) {
    disk = NodeDisk(seed: trial.seed, node: node)
    queue = DiskQueue(trial.disk, seed: trial.seed, node: node)
    readDraws = Draws(seed: trial.seed, .diskWrite, UInt64(node.index))
  }

  /// Carries out a change of a file.
  @usableFromInline mutating func change(_ change: FileChange) {
    switch change {
    case .write(let file, let offset, let bytes): disk.write(bytes, to: file, at: offset)
    case .truncate(let file, let length): disk.truncate(file, to: length)
    case .rename(let file, let name): disk.rename(file, to: name)
    case .remove(let file): disk.remove(file)
    }
  }

  /// Takes on a sync, of the directory if `file` is nil; says when it is due.
  @usableFromInline mutating func sync(
    _ file: FileName?, _ ticket: DiskTicket, incarnation: Int, at now: SimTime
  ) -> (work: DiskWork, end: SimTime) {
    let point = disk.syncPoint(of: file)
    return (
      DiskWork(kind: .sync(point), ticket: ticket, incarnation: incarnation),
      queue.syncEnd(at: now)
    )
  }

  /// Takes on a read; says when it is due.
  @usableFromInline func read(
    _ file: FileName, at offset: Int, length: Int, _ ticket: DiskTicket, incarnation: Int,
    now: SimTime
  ) -> (work: DiskWork, end: SimTime) {
    let kind = DiskWork.Kind.read(file, offset: offset, length: length)
    return (
      DiskWork(kind: kind, ticket: ticket, incarnation: incarnation), queue.readEnd(at: now)
    )
  }

  /// Work is due: its outcome, or nil if the disk is stalled and keeps it.
  @usableFromInline mutating func complete(_ work: DiskWork) -> DiskOutcome? {
    guard !isStalled else {
      stalled.append(work)
      return nil
    }
    switch work.kind {
    case .sync(let point): return disk.complete(point)
    case .read(let file, let offset, let length):
      if readDraws.chance(partsPerMillion: readErrorPPM) { return .failed(.readError) }
      return .bytes(disk.read(file, at: offset, length: length))
    }
  }

  /// The work that a stall held up, which is due now.
  mutating func releaseStalled() -> [DiskWork] {
    let work = stalled
    stalled.removeAll()
    return work
  }

  /// Power fails, or the disk is replaced. Returns how many changes did not survive whole.
  mutating func losePower(garbage: Bool, wipe: Bool) -> Int {
    queue.clear()
    stalled.removeAll()
    guard wipe else { return disk.losePower(garbage: garbage) }
    disk.wipe()
    return 0
  }
}

/// A change of a file that a node asked for.
@usableFromInline enum FileChange: Sendable {
  /// At -1: at the end.
  case write(FileName, Int, [UInt8])
  case truncate(FileName, Int)
  case rename(FileName, FileName)
  case remove(FileName)
}

/// A sync or read in progress.
@usableFromInline struct DiskWork: Sendable {
  enum Kind: Sendable {
    case sync(NodeDisk.SyncPoint)
    case read(FileName, offset: Int, length: Int)
  }
  var kind: Kind
  @usableFromInline var ticket: DiskTicket
  @usableFromInline var incarnation: Int
}
