import SimKernel

/// A node's disk: files with what is durable of them, and a queue of syncs (simulation-testing.md
/// section 5).
///
/// A sync makes exactly the changes durable that were asked for before it. A loss of power keeps,
/// loses or tears every other change, each by a draw of its own, so that changes of different
/// files, and of one file, may survive out of order. What a device writes back early on its own
/// shows only then, as a change that is kept. Deviation: cutting a file is a change of the
/// file like a write, and a new file's name becomes durable with its first sync, as fsync(2) does
/// on Linux; renames and removals need `syncDirectory`, and survive a loss of power in order.
struct NodeDisk: Sendable {
  /// A change of the directory that no completed sync covers.
  private enum NameChange: Sendable {
    case create(FileName, Int)
    case rename(FileName, FileName)
    case remove(FileName)
  }

  private struct Name: Sendable {
    var name: FileName
    var file: Int
  }

  /// What a sync covers.
  struct SyncPoint: Hashable, Sendable {
    /// Nil for the directory.
    var file: Int?
    var limit: UInt64
    /// How often power had failed: a later loss voids the sync.
    var power: Int
  }

  private var files: [DiskFile] = []
  private var names: [Name] = []
  private var durableNames: [Name] = []
  private var pendingNames: [NameChange] = []
  private var nameChangesDone: UInt64 = 0
  private var created: UInt64 = 0
  private let seed: UInt64
  private let node: UInt64
  private(set) var powerFailures = 0

  var isFull = false
  var lies = false

  init(seed: UInt64, node: NodeID) {
    self.seed = seed
    self.node = UInt64(node.index)
  }

  /// What a process that starts now finds.
  var image: DurableImage {
    DurableImage(
      files: names.map { DurableImage.File(name: $0.name, bytes: files[$0.file].current) })
  }

  mutating func write(_ bytes: [UInt8], to name: FileName, at offset: Int) {
    let file = self.file(name)
    let place = offset < 0 ? files[file].current.count : offset
    if isFull, place + bytes.count > files[file].current.count {
      files[file].hasFailedWrite = true
    } else {
      files[file].write(bytes, at: place)
    }
  }

  mutating func truncate(_ name: FileName, to length: Int) {
    files[file(name)].truncate(to: max(0, length))
  }

  mutating func rename(_ name: FileName, to other: FileName) {
    guard let i = names.firstIndex(where: { $0.name == name }), name != other else { return }
    let file = names[i].file
    names.removeAll { $0.name == name || $0.name == other }
    names.append(Name(name: other, file: file))
    pendingNames.append(.rename(name, other))
  }

  mutating func remove(_ name: FileName) {
    guard names.contains(where: { $0.name == name }) else { return }
    names.removeAll { $0.name == name }
    pendingNames.append(.remove(name))
  }

  func read(_ name: FileName, at offset: Int, length: Int) -> [UInt8] {
    guard let entry = names.first(where: { $0.name == name }) else { return [] }
    let bytes = files[entry.file].current
    let start = min(max(0, offset), bytes.count)
    return Array(bytes[start..<min(bytes.count, start + max(0, length))])
  }

  /// What a sync asked for now will make durable.
  mutating func syncPoint(of name: FileName?) -> SyncPoint {
    guard let name else {
      return SyncPoint(
        file: nil, limit: nameChangesDone + UInt64(pendingNames.count), power: powerFailures)
    }
    let file = self.file(name)
    return SyncPoint(file: file, limit: files[file].changeCount, power: powerFailures)
  }

  /// A sync has come to its end.
  mutating func complete(_ point: SyncPoint) -> DiskOutcome {
    guard point.power == powerFailures else { return .synced }
    guard let file = point.file else {
      let count = min(pendingNames.count, Int(point.limit - min(point.limit, nameChangesDone)))
      if !lies { applyNames(count) }
      return .synced
    }
    if files[file].hasFailedWrite {
      files[file].hasFailedWrite = false
      return .failed(.full)
    }
    if !lies {
      files[file].completeSync(below: point.limit)
      commitCreation(of: file)
    }
    return .synced
  }

  /// Power fails. Returns how many changes did not survive whole.
  mutating func losePower(garbage: Bool) -> Int {
    powerFailures += 1
    let directory = Draws(seed: seed, .diskCrash, node)
    let kept = directory.draw(nameChangesDone) % UInt64(pendingNames.count + 1)
    var damaged = pendingNames.count - Int(kept)
    applyNames(Int(kept))
    nameChangesDone += UInt64(pendingNames.count)
    pendingNames.removeAll()
    for i in files.indices {
      damaged += files[i].losePower(
        Draws(seed: seed, .diskCrash, node, files[i].key), garbage: garbage)
    }
    names = durableNames
    return damaged
  }

  /// The disk is replaced by an empty one.
  mutating func wipe() {
    powerFailures += 1
    files.removeAll()
    names.removeAll()
    durableNames.removeAll()
    pendingNames.removeAll()
  }

  private mutating func file(_ name: FileName) -> Int {
    if let entry = names.first(where: { $0.name == name }) { return entry.file }
    let key = name.text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    files.append(DiskFile(key: key &+ created &* 0x9E37_79B9_7F4A_7C15))
    created += 1
    names.append(Name(name: name, file: files.count - 1))
    pendingNames.append(.create(name, files.count - 1))
    return files.count - 1
  }

  private mutating func applyNames(_ count: Int) {
    for change in pendingNames.prefix(count) { applyName(change) }
    pendingNames.removeFirst(count)
    nameChangesDone += UInt64(count)
  }

  private mutating func applyName(_ change: NameChange) {
    switch change {
    case .create(let name, let file):
      durableNames.removeAll { $0.name == name }
      durableNames.append(Name(name: name, file: file))
    case .rename(let name, let other):
      guard let entry = durableNames.first(where: { $0.name == name }) else { return }
      durableNames.removeAll { $0.name == name || $0.name == other }
      durableNames.append(Name(name: other, file: entry.file))
    case .remove(let name): durableNames.removeAll { $0.name == name }
    }
  }

  private mutating func commitCreation(of file: Int) {
    let i = pendingNames.firstIndex {
      if case .create(_, file) = $0 { true } else { false }
    }
    // A file system's journal keeps the order: what came before the creation is durable with it.
    if let i { applyNames(i + 1) }
  }
}
