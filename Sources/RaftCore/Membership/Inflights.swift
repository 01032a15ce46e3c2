/// How much may be under way to one member.
public struct InflightLimits: Hashable, Sendable {
  public var messages: Int
  /// Soft limit in bytes of payload: one message may exceed it.
  public var bytes: UInt64
  /// Whether appends under way stay counted when they no longer are: a planted fault.
  var outliveReset = false

  public init(messages: Int, bytes: UInt64 = .max) {
    self.messages = messages
    self.bytes = bytes
  }
}

/// The appends sent to one member and not yet acknowledged, oldest first: a ring that grows up to
/// its limit (etcd tracker/inflights.go).
struct Inflights: Equatable, Sendable {
  private struct Append: Equatable, Sendable {
    var last: LogIndex
    var bytes: UInt64
  }

  let limits: InflightLimits
  private(set) var count = 0
  /// Payload under way.
  private(set) var bytes: UInt64 = 0
  private var start = 0
  private var ring: [Append] = []

  init(limits: InflightLimits) { self.limits = limits }

  @inline(__always)
  var isFull: Bool { count >= limits.messages || bytes >= limits.bytes }

  /// Notes an append whose last entry is at `last`; not on a full window.
  mutating func add(last: LogIndex, bytes: UInt64) {
    precondition(count < limits.messages, "append to a full window of \(count)")
    if count == ring.count { grow() }
    var place = start + count
    if place >= ring.count { place -= ring.count }
    ring[place] = Append(last: last, bytes: bytes)
    count += 1
    self.bytes += bytes
  }

  /// Removes all appends up to `index`.
  mutating func free(upTo index: LogIndex) {
    while count > 0, ring[start].last <= index {
      bytes -= ring[start].bytes
      count -= 1
      start += 1
      if start == ring.count { start = 0 }
    }
  }

  mutating func reset() {
    if limits.outliveReset { return }
    count = 0
    bytes = 0
    start = 0
  }

  /// Doubles a ring that is full, with the oldest append first.
  private mutating func grow() {
    let room = min(max(4, ring.count * 2), limits.messages)
    var grown = Array(ring[start...] + ring[..<start])
    grown.reserveCapacity(room)
    while grown.count < room { grown.append(Append(last: 0, bytes: 0)) }
    ring = grown
    start = 0
  }
}
