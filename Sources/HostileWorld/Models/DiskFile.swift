import SimKernel

/// A file as its node sees it, and as it would be found after a loss of power.
struct DiskFile: Hashable, Sendable {
  /// A change that no completed sync covers.
  struct Pending: Hashable, Sendable {
    /// Which change of the file it is, from 0.
    var number: UInt64
    /// Where it begins; for a cut the new length.
    var offset: Int
    /// Nil for a cut.
    var bytes: [UInt8]?
  }

  /// What a crash does to a pending change.
  enum Fate: Hashable, Sendable {
    case kept, lost
    /// The first sectors are kept, the rest is old or garbage.
    case torn(sectors: Int)
  }

  /// Keys the draws of a crash; from the name under which it was created.
  let key: UInt64
  private(set) var durable: [UInt8] = []
  private(set) var current: [UInt8] = []
  private(set) var pending: [Pending] = []
  private(set) var changeCount: UInt64 = 0
  /// A write since the last sync found no room.
  var hasFailedWrite = false

  static let sectorSize = 512
  static let pageSize = 4096

  init(key: UInt64) { self.key = key }

  mutating func write(_ bytes: [UInt8], at offset: Int) {
    Self.put(bytes, at: offset, in: &current)
    addPending(offset: offset, bytes)
  }

  mutating func truncate(to length: Int) {
    guard length < current.count else { return }
    current.removeLast(current.count - length)
    addPending(offset: length, nil)
  }

  private mutating func addPending(offset: Int, _ bytes: [UInt8]?) {
    pending.append(Pending(number: changeCount, offset: offset, bytes: bytes))
    changeCount += 1
  }

  /// Makes the changes numbered below `limit` durable.
  mutating func completeSync(below limit: UInt64) {
    let count = pending.prefix { $0.number < limit }.count
    for change in pending[..<count] { Self.apply(change, to: &durable) }
    pending.removeFirst(count)
  }

  /// Loses power: every pending change meets its fate, which its number alone decides. Returns
  /// how many did not survive whole.
  mutating func losePower(_ draws: Draws, garbage: Bool) -> Int {
    var damaged = 0
    for change in pending {
      let fate = Self.fate(of: change, draws)
      if fate != .kept { damaged += 1 }
      switch fate {
      case .kept: Self.apply(change, to: &durable)
      case .lost: break
      case .torn(let sectors):
        Self.tear(change, after: sectors, garbage ? draws.draw(change.number) : nil, &durable)
      }
    }
    pending.removeAll()
    hasFailedWrite = false
    current = durable
    return damaged
  }

  /// Two in five changes are kept, two lost, one torn; a change within one sector cannot tear.
  static func fate(of change: Pending, _ draws: Draws) -> Fate {
    let draw = draws.draw(change.number)
    switch draw % 5 {
    case 0, 1: return .kept
    case 2, 3: return .lost
    default:
      guard let bytes = change.bytes else { return .lost }
      let first = change.offset / sectorSize
      let count = (change.offset + max(1, bytes.count) - 1) / sectorSize - first + 1
      return .torn(sectors: Int((draw >> 8) % UInt64(count)))
    }
  }

  private static func apply(_ change: Pending, to contents: inout [UInt8]) {
    if let bytes = change.bytes {
      put(bytes, at: change.offset, in: &contents)
    } else if change.offset < contents.count {
      contents.removeLast(contents.count - change.offset)
    }
  }

  /// Applies the first `sectors` sectors of a write; with garbage, the rest of the page that they
  /// end in is filled with it, as far as the write went.
  private static func tear(
    _ change: Pending, after sectors: Int, _ garbage: UInt64?, _ contents: inout [UInt8]
  ) {
    guard let bytes = change.bytes else { return }
    let boundary = (change.offset / sectorSize + sectors) * sectorSize
    let kept = min(bytes.count, max(0, boundary - change.offset))
    if kept > 0 { put(Array(bytes[..<kept]), at: change.offset, in: &contents) }
    guard let garbage, kept > 0 else { return }
    let pageEnd = (change.offset + kept + pageSize - 1) / pageSize * pageSize
    let end = min(change.offset + bytes.count, pageEnd)
    let noise = (change.offset + kept..<max(end, change.offset + kept)).map {
      UInt8(truncatingIfNeeded: mixed(garbage &+ UInt64($0)))
    }
    if !noise.isEmpty { put(noise, at: change.offset + kept, in: &contents) }
  }

  private static func put(_ bytes: [UInt8], at offset: Int, in contents: inout [UInt8]) {
    if offset == contents.count {
      contents.append(contentsOf: bytes)
      return
    }
    if contents.count < offset + bytes.count {
      let missing = offset + bytes.count - contents.count
      contents.append(contentsOf: repeatElement(0, count: missing))
    }
    contents.replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }
}
