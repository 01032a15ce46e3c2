import SimKernel

/// What a node may ask of the world while it meets an event. The effects happen, in order, when
/// its handler has returned.
public struct NodeIO<Payload: SimPayload> {
  /// The node this is for.
  @inlinable public var id: NodeID { currentID }
  /// The initial members of the group, ascending.
  public let members: [NodeID]
  /// The node's own monotonic clock: it drifts, and stands still while frozen.
  @inlinable public var now: SimTime { localNow }
  /// The node's own calendar clock: it drifts and steps, also back.
  @inlinable public var wall: SimTime { SimTime(nanoseconds: localNow.nanoseconds + wallOffset) }
  /// How often the node has started before.
  @inlinable public var incarnation: Int { currentIncarnation }

  @usableFromInline var currentID: NodeID
  @usableFromInline var localNow = SimTime.zero
  @usableFromInline var wallOffset: Int64 = 0
  @usableFromInline var currentIncarnation = 0
  @usableFromInline var ticketCount: UInt64 = 0
  @usableFromInline var draws = Draws(seed: 0, .nodeUser, 0)
  @usableFromInline var effects = ContiguousArray<NodeEffect<Payload>>()

  @usableFromInline init(id: NodeID, members: [NodeID]) {
    currentID = id
    self.members = members
  }

  /// Sends `payload` to `node`, which may be this one: such a message arrives at once.
  @inlinable public mutating func send(_ payload: Payload, to node: NodeID) {
    effects.append(.send(payload, node))
  }

  /// Lets the timer `key` run out `delay` from now on the node's own clock; a timer that was
  /// running under the key is replaced.
  @inlinable public mutating func setTimer(_ key: TimerKey, after delay: SimDuration) {
    effects.append(.setTimer(key, delay))
  }

  /// Stops the timer `key` if it runs.
  @inlinable public mutating func cancelTimer(_ key: TimerKey) {
    effects.append(.cancelTimer(key))
  }

  /// Writes `bytes` at `offset`, a gap before it filled with zeros. Nothing is durable before a
  /// `sync` that was asked for later has completed.
  @inlinable public mutating func write(_ bytes: [UInt8], to file: FileName, at offset: Int) {
    effects.append(.change(.write(file, offset, bytes)))
  }

  /// Writes `bytes` at the end of `file`.
  @inlinable public mutating func append(_ bytes: [UInt8], to file: FileName) {
    effects.append(.change(.write(file, -1, bytes)))
  }

  /// Cuts `file` to `length` bytes.
  @inlinable public mutating func truncate(_ file: FileName, to length: Int) {
    effects.append(.change(.truncate(file, length)))
  }

  /// Gives `file` another name and drops the file that had it. Durable with `syncDirectory`.
  @inlinable public mutating func rename(_ file: FileName, to name: FileName) {
    effects.append(.change(.rename(file, name)))
  }

  /// Drops `file`. Durable with `syncDirectory`.
  @inlinable public mutating func remove(_ file: FileName) {
    effects.append(.change(.remove(file)))
  }

  /// Makes all writes to `file` so far durable; `.disk` brings the ticket back when they are.
  @inlinable @discardableResult public mutating func sync(_ file: FileName) -> DiskTicket {
    let ticket = nextTicket()
    effects.append(.sync(file, ticket))
    return ticket
  }

  /// Makes all renames and removals so far durable.
  @inlinable @discardableResult public mutating func syncDirectory() -> DiskTicket {
    let ticket = nextTicket()
    effects.append(.syncDirectory(ticket))
    return ticket
  }

  /// Reads `length` bytes of `file` from `offset`, unsynced writes included.
  @inlinable @discardableResult public mutating func read(
    _ file: FileName, at offset: Int, length: Int
  ) -> DiskTicket {
    let ticket = nextTicket()
    effects.append(.read(file, offset, length, ticket))
    return ticket
  }

  /// Answers a client's request. `logIndex` is the place of the operation in the subject's own
  /// order, if it has one: reports and checks use it.
  @inlinable public mutating func reply(
    _ reply: ClientReply, to request: RequestID, logIndex: UInt64? = nil
  ) {
    effects.append(.reply(reply, request, logIndex))
  }

  /// Ends the process, as a node must whose disk failed a sync. What was written stays written.
  @inlinable public mutating func halt(_ reason: String) { effects.append(.halt(reason)) }

  /// Stops the run: the subject found a state of its own that cannot be, as by a failed assertion.
  /// `site` tells one such place from another, and is free of times, terms and nodes.
  @inlinable public mutating func panic(_ site: String, _ message: String) {
    effects.append(.panic(site, message))
  }

  /// Tells the checks what the node does; see `NodeObservation`.
  @inlinable public mutating func note(_ observation: NodeObservation) {
    effects.append(.note(observation))
  }

  /// A uniform whole number in 0 ..< `bound`.
  @inlinable public mutating func uniform(below bound: UInt64) -> UInt64 { draws.below(bound) }

  /// A uniform duration of `range`, such as an election timeout.
  @inlinable public mutating func uniform(in range: ClosedRange<SimDuration>) -> SimDuration {
    let width = range.upperBound.nanoseconds - range.lowerBound.nanoseconds
    return SimDuration(
      nanoseconds: range.lowerBound.nanoseconds + Int64(draws.below(UInt64(width) + 1)))
  }

  @inlinable mutating func nextTicket() -> DiskTicket {
    ticketCount &+= 1
    return DiskTicket(ticketCount)
  }
}

/// What a node asked for.
@frozen @usableFromInline enum NodeEffect<Payload: SimPayload> {
  case send(Payload, NodeID)
  case setTimer(TimerKey, SimDuration)
  case cancelTimer(TimerKey)
  case change(FileChange)
  case sync(FileName, DiskTicket)
  case syncDirectory(DiskTicket)
  case read(FileName, Int, Int, DiskTicket)
  case reply(ClientReply, RequestID, UInt64?)
  case halt(String)
  case panic(String, String)
  case note(NodeObservation)
}
