import SimKernel

/// One line of a run's story, recorded only on request. Records are numbered from 1 in the order
/// in which they happened; records of one node follow from each other, and `cause` adds the edge
/// from another one: the send of a receive, the begin of a fault's end.
public struct TraceRecord: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case start, crash, halt
    case send, receive, lost, duplicated
    case timer, disk
    case role, commit
    case faultBegin, faultEnd
    case call, ask, answer, result
    case pause, resume
    case note, healed, violation
  }

  public var number: Int
  public var time: SimTime
  public var kind: Kind
  /// Where it happened; nil for what happens to the world.
  public var node: NodeID?
  /// The other end of a message.
  public var peer: NodeID?
  /// The client of a call.
  public var client: Int?
  /// The number of the record this follows from on another node; 0 for none.
  public var cause: Int
  /// Kind of message, name of a timer or fault, role and term, command and reply.
  public var text: String

  public init(
    number: Int, time: SimTime, kind: Kind, node: NodeID? = nil, peer: NodeID? = nil,
    client: Int? = nil, cause: Int = 0, text: String = ""
  ) {
    self.number = number
    self.time = time
    self.kind = kind
    self.node = node
    self.peer = peer
    self.client = client
    self.cause = cause
    self.text = text
  }
}

/// Collects the story of a run.
public struct TraceRecorder: Sendable {
  /// Whether it records.
  public let isOn: Bool
  public private(set) var records: [TraceRecord] = []

  public init(isOn: Bool) { self.isOn = isOn }

  /// Adds a record and returns its number.
  @discardableResult mutating func add(
    _ kind: TraceRecord.Kind, at time: SimTime, node: NodeID? = nil, peer: NodeID? = nil,
    client: Int? = nil, cause: Int = 0, _ text: String = ""
  ) -> Int {
    let number = records.count + 1
    records.append(
      TraceRecord(
        number: number, time: time, kind: kind, node: node, peer: peer, client: client,
        cause: cause, text: text))
    return number
  }
}
