/// What clients of get, put and compare-and-swap are promised: each key is a register of its own
/// that holds nothing at first.
public struct KeyedRegisters: Model {
  public typealias Input = ClientCommand
  public typealias Output = ClientReply
  public typealias State = Int64?

  public init() {}

  public var initialState: Int64? { nil }

  public func keys(of input: ClientCommand) -> [Int] { input.key.map { [$0] } ?? [] }

  public func step(
    _ state: Int64?, _ input: ClientCommand, _ output: ClientReply?, budget: inout SearchBudget
  ) -> Int64?? {
    switch (input, output) {
    case (.get, .value(let value)): value == state ? .some(state) : nil
    case (.get, nil): .some(state)
    case (.put(_, let value), .done), (.put(_, let value), nil): .some(value)
    case (.compareAndSwap(_, let expected, let value), .swapped(true)):
      expected == state ? .some(value) : nil
    case (.compareAndSwap(_, let expected, _), .swapped(false)):
      expected == state ? nil : .some(state)
    case (.compareAndSwap(_, let expected, let value), nil):
      .some(expected == state ? value : state)
    default: nil
    }
  }

  public func isReadOnly(_ input: ClientCommand, _ output: ClientReply?) -> Bool {
    if case .get = input { true } else { output == .swapped(false) }
  }

  /// A get shows what was written, a successful compare-and-swap what it expected; a failed one
  /// may show any write of something else.
  public func observation(
    of write: ClientCommand, by input: ClientCommand, _ output: ClientReply?
  ) -> Observation {
    guard let written = write.written else { return .none }
    switch (input, output) {
    case (.compareAndSwap(_, let expected, _), .swapped(false)):
      return expected == written ? .none : .possible
    case (.compareAndSwap(_, let expected, _), nil):
      return expected == written ? .possible : .none
    default:
      guard let found = found(by: input, output) else { return .none }
      return found == written ? .certain : .none
    }
  }

  public func canFollow(_ state: Int64?, _ input: ClientCommand, _ output: ClientReply) -> Bool {
    guard let found = found(by: input, output) else { return true }
    return found == state
  }

  public func isSource(
    _ source: ClientCommand, of input: ClientCommand, _ output: ClientReply
  ) -> Bool {
    guard let found = found(by: input, output) else { return true }
    return source.written == found
  }

  public func describe(_ input: ClientCommand, _ output: ClientReply?) -> String {
    "\(input) -> " + (output.map { "\($0)" } ?? "?")
  }

  public func describe(_ state: Int64?) -> String { state.map { "\($0)" } ?? "nothing" }

  /// What the key must have held; nil if the call does not tell.
  private func found(by input: ClientCommand, _ output: ClientReply?) -> Int64?? {
    switch (input, output) {
    case (.get, .value(let value)): .some(value)
    case (.compareAndSwap(_, let expected, _), .swapped(true)): .some(expected)
    default: nil
    }
  }
}

extension ClientCommand {
  /// The key of a get, put or compare-and-swap.
  public var key: Int? {
    switch self {
    case .get(let key), .put(let key, _), .compareAndSwap(let key, _, _): key
    case .admin, .custom: nil
    }
  }

  /// What it leaves behind if it takes effect; nil for what writes nothing.
  public var written: Int64? {
    switch self {
    case .put(_, let value), .compareAndSwap(_, _, let value): value
    case .get, .admin, .custom: nil
    }
  }
}

/// The calls of get, put and compare-and-swap in `history`, for `checkLinearizable`. Calls that
/// were certainly not executed are left out, and reads of unknown outcome, which tell nothing. A
/// client process counts as the client.
public func keyedHistory(
  _ history: [OperationRecord]
) -> [ClientOperation<ClientCommand, ClientReply>] {
  history.compactMap { record in
    guard record.command.key != nil else { return nil }
    let completion: Completion<ClientReply>
    switch record.ending {
    case .answered(.unsupported, _), .refused: return nil
    case .answered(let reply, let time): completion = .returned(reply, at: time.nanoseconds)
    case .unknown:
      if case .get = record.command { return nil }
      completion = .unknown
    }
    return ClientOperation(
      client: record.id.process, record.command, calledAt: record.calledAt.nanoseconds, completion,
      logIndex: record.logIndex.map { Int64(clamping: $0) })
  }
}
