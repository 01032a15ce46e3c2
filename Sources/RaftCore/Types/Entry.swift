/// What an entry's data means.
public enum EntryKind: UInt8, Hashable, Sendable {
  /// Data of the application; empty data is the entry of a new leader.
  case normal
  /// An encoded `ConfChange` of one member.
  case confChange
  /// An encoded `ConfChangeV2`; empty data asks to leave a joint configuration.
  case confChangeV2

  // The synthesized comparison goes through memory and keeps what surrounds the value alive.
  @inlinable
  public static func == (left: EntryKind, right: EntryKind) -> Bool {
    left.rawValue == right.rawValue
  }

  /// Whether the entry changes the configuration.
  @inlinable
  public var isConfChange: Bool { self != .normal }
}

/// One entry of the replicated log (etcd raftpb, Entry).
@frozen
public struct Entry: Hashable, Sendable {
  public var term: Term
  public var index: LogIndex
  /// The payload that exists.
  public var data: [UInt8]
  /// Bytes of payload that a simulator counts but does not hold in memory; 0 in real use.
  public var omittedBytes: UInt32
  public var kind: EntryKind

  @inlinable
  public init(
    term: Term = 0, index: LogIndex = 0, kind: EntryKind = .normal, data: [UInt8] = [],
    omittedBytes: UInt32 = 0
  ) {
    self.term = term
    self.index = index
    self.data = data
    self.omittedBytes = omittedBytes
    self.kind = kind
  }

  @inlinable
  public var id: EntryID { EntryID(term: term, index: index) }

  /// Payload in bytes: what limits of uncommitted and of in-flight bytes count.
  @inlinable
  public var payloadSize: UInt64 { UInt64(data.count) + UInt64(omittedBytes) }

  /// Size in bytes as protobuf encodes the entry: what limits of a message and of a batch to apply
  /// count (etcd raft util.go, entsSize).
  ///
  /// Deviation: the kind is counted for configuration changes only, not for the normal entry that
  /// replaces a refused one.
  public var encodedSize: UInt64 {
    var size = 2 + varintSize(term.rawValue) + varintSize(index.rawValue)
    if kind != .normal { size += 2 }
    let payload = payloadSize
    if payload > 0 { size += 1 + varintSize(payload) + payload }
    return size
  }
}

/// Bytes that protobuf needs for `value`: one for every seven bits begun.
@inlinable
func varintSize(_ value: UInt64) -> UInt64 {
  UInt64((70 - (value | 1).leadingZeroBitCount) / 7)
}

extension Collection where Element == Entry {
  /// Total payload in bytes. O(n).
  var payloadSize: UInt64 {
    var total: UInt64 = 0
    for entry in self { total += entry.payloadSize }
    return total
  }

  /// Total encoded size in bytes. O(n).
  var encodedSize: UInt64 {
    var total: UInt64 = 0
    for entry in self { total += entry.encodedSize }
    return total
  }
}

extension [Entry] {
  /// Appends `entries`. Most often there is one, for which the general way costs too much.
  @inline(__always)
  mutating func add(_ entries: ArraySlice<Entry>) {
    if entries.count == 1 {
      append(entries[entries.startIndex])
    } else {
      append(contentsOf: entries)
    }
  }
}
