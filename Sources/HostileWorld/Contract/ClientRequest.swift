import SimKernel

/// What a client asks of the subject.
@frozen public enum ClientCommand: Hashable, Sendable {
  /// Reads `key`; the answer is `.value`.
  case get(key: Int)
  /// Writes `key`; the answer is `.done`. Generated values are unique in a run.
  case put(key: Int, value: Int64)
  /// Writes `value` if `key` holds `expected`, nil for nothing; the answer is `.swapped`.
  case compareAndSwap(key: Int, expected: Int64?, value: Int64)
  /// A change of the cluster, such as a member to add; the answer is `.done`, or `.unsupported`
  /// for a name that the subject does not know.
  case admin(name: String, node: NodeID, value: Int64)
  /// An operation of the subject's own, judged by the user's own model.
  case custom(Int64, argument: Int64)
}

/// Names one call: the client process and its count of calls.
@frozen public struct RequestID: Hashable, Sendable {
  /// A process of a client: it ends with the first call whose outcome stays unknown.
  public var process: Int
  public var sequence: Int

  @inlinable public init(process: Int, sequence: Int) {
    self.process = process
    self.sequence = sequence
  }
}

/// A client's call as it arrives at a node.
@frozen public struct ClientRequest: Hashable, Sendable {
  public var id: RequestID
  public var command: ClientCommand

  @inlinable public init(id: RequestID, command: ClientCommand) {
    self.id = id
    self.command = command
  }
}

/// What a node answers.
@frozen public enum ClientReply: Hashable, Sendable {
  /// What a get found; nil for nothing.
  case value(Int64?)
  case done
  /// Whether a compare-and-swap found what it expected.
  case swapped(Bool)
  /// Certainly not executed; ask `hint`, or anyone.
  case notLeader(hint: NodeID?)
  /// Certainly not executed; ask again later.
  case refused
  /// The subject has no such operation.
  case unsupported
  /// The answer to a custom operation.
  case custom(Int64)

  /// Whether the client may ask again without doing a thing twice.
  @inlinable public var isRetry: Bool {
    switch self {
    case .notLeader, .refused: true
    default: false
    }
  }
}

extension ClientCommand: CustomStringConvertible {
  public var description: String {
    switch self {
    case .get(let key): "get k\(key)"
    case .put(let key, let value): "put k\(key) \(value)"
    case .compareAndSwap(let key, let expected, let value):
      "cas k\(key) \(expected.map { "\($0)" } ?? "nothing") to \(value)"
    case .admin(let name, let node, let value): "\(name) \(node)" + (value == 0 ? "" : " \(value)")
    case .custom(let code, let argument): "operation \(code) \(argument)"
    }
  }
}

extension ClientReply: CustomStringConvertible {
  public var description: String {
    switch self {
    case .value(let value): value.map { "\($0)" } ?? "nothing"
    case .done: "done"
    case .swapped(let swapped): swapped ? "swapped" : "not swapped"
    case .notLeader(let hint): "not leader" + (hint.map { ", ask \($0)" } ?? "")
    case .refused: "refused"
    case .unsupported: "unsupported"
    case .custom(let value): "\(value)"
    }
  }
}

extension ClientCommand {
  /// Folds it into a digest.
  func combine(into digest: inout RunDigest) {
    switch self {
    case .get(let key): digest.combine(Int64(key) &* 8)
    case .put(let key, let value):
      digest.combine(Int64(key) &* 8 &+ 1)
      digest.combine(value)
    case .compareAndSwap(let key, let expected, let value):
      digest.combine(Int64(key) &* 8 &+ (expected == nil ? 2 : 3))
      digest.combine(expected ?? 0)
      digest.combine(value)
    case .admin(let name, let node, let value):
      digest.combine(bytes: name.utf8)
      digest.combine(Int64(node.index))
      digest.combine(value)
    case .custom(let code, let argument):
      digest.combine(code &* 8 &+ 4)
      digest.combine(argument)
    }
  }
}

extension ClientReply {
  /// Folds it into a digest.
  func combine(into digest: inout RunDigest) {
    switch self {
    case .value(let value):
      digest.combine(value == nil ? 0 as UInt64 : 1)
      digest.combine(value ?? 0)
    case .done: digest.combine(2 as UInt64)
    case .swapped(let swapped): digest.combine(swapped ? 3 as UInt64 : 4)
    case .notLeader(let hint): digest.combine(5 &+ UInt64((hint?.index ?? -1) + 1) << 8)
    case .refused: digest.combine(6 as UInt64)
    case .unsupported: digest.combine(7 as UInt64)
    case .custom(let value):
      digest.combine(8 as UInt64)
      digest.combine(value)
    }
  }
}
