/// One register with read, write and compare-and-swap that holds nothing at first, as the one of
/// Jepsen's etcd test.
public struct RegisterModel<Value: Hashable & Sendable>: Model {
  public enum Input: Hashable, Sendable {
    case read
    case write(Value)
    /// Writes `to` if the register holds `from`.
    case compareAndSwap(from: Value, to: Value)
  }

  public enum Output: Hashable, Sendable {
    /// What a read found.
    case value(Value?)
    case written
    /// Whether a compare-and-swap found what it expected.
    case swapped(Bool)
  }

  /// What the register holds before the first write.
  public var initialState: Value?
  private var focus = RegisterFocus<Value>()

  public init(initially value: Value? = nil) { initialState = value }

  public func step(
    _ state: Value?, _ input: Input, _ output: Output?, budget: inout SearchBudget
  ) -> Value?? {
    switch (input, output) {
    case (.read, .value(let value)): value == state ? .some(state) : nil
    case (.read, nil): .some(state)
    case (.write(let value), .written), (.write(let value), nil): .some(value)
    case (.compareAndSwap(let from, let to), .swapped(true)): from == state ? .some(to) : nil
    case (.compareAndSwap(let from, _), .swapped(false)): from == state ? nil : .some(state)
    case (.compareAndSwap(let from, let to), nil): .some(from == state ? to : state)
    default: nil
    }
  }

  public func isReadOnly(_ input: Input, _ output: Output?) -> Bool {
    input == .read || output == .swapped(false)
  }

  public func focused(on operations: [(input: Input, output: Output?)]) -> RegisterModel {
    var model = self
    for (input, output) in operations {
      if let written = input.written { model.focus.writers[written, default: 0] += 1 }
      if case .compareAndSwap(let from, _) = input { model.focus.named.insert(from) }
      if case .value(let value?) = output { model.focus.named.insert(value) }
    }
    model.focus.unnamed = operations.lazy.compactMap(\.input.written).first {
      !model.focus.named.contains($0)
    }
    return model
  }

  /// All values that no operation names are alike.
  public func simplified(_ input: Input) -> Input {
    guard let written = input.written, let unnamed = focus.unnamed, !focus.named.contains(written)
    else { return input }
    return switch input {
    case .read: input
    case .write: .write(unnamed)
    case .compareAndSwap(let from, _): .compareAndSwap(from: from, to: unnamed)
    }
  }

  /// A read shows what was written, a successful compare-and-swap what it expected; a failed one
  /// may show any write of something else.
  public func observation(of write: Input, by input: Input, _ output: Output?) -> Observation {
    guard let written = write.written else { return .none }
    switch (input, output) {
    case (.compareAndSwap(let from, _), .swapped(false)):
      return from == written ? .none : .possible
    case (.compareAndSwap(let from, _), nil):
      return from == written ? .possible : .none
    default:
      guard let found = found(by: input, output), found == written else { return .none }
      return focus.writers[written] == 1 && written != initialState ? .certain : .possible
    }
  }

  public func canFollow(_ state: Value?, _ input: Input, _ output: Output) -> Bool {
    guard let found = found(by: input, output) else { return true }
    return found == state
  }

  public func isSource(_ source: Input, of input: Input, _ output: Output) -> Bool {
    guard let found = found(by: input, output) else { return true }
    return source.written == found
  }

  /// What the register must have held; nil if the operation does not tell.
  private func found(by input: Input, _ output: Output?) -> Value?? {
    switch (input, output) {
    case (.read, .value(let value)): .some(value)
    case (.compareAndSwap(let from, _), .swapped(true)): .some(from)
    default: nil
    }
  }

  public func describe(_ input: Input, _ output: Output?) -> String {
    let result =
      switch output {
      case .value(let value): " -> \(text(value))"
      case .swapped(let swapped): swapped ? " -> yes" : " -> no"
      case .written: ""
      case nil: " -> ?"
      }
    return switch input {
    case .read: "read\(result)"
    case .write(let value): "write \(value)\(result)"
    case .compareAndSwap(let from, let to): "cas \(from) to \(to)\(result)"
    }
  }

  public func describe(_ state: Value?) -> String { text(state) }

  private func text(_ value: Value?) -> String { value.map { "\($0)" } ?? "nothing" }
}

extension RegisterModel.Input {
  /// What it leaves behind if it takes effect; nil for a read.
  var written: Value? {
    switch self {
    case .read: nil
    case .write(let value), .compareAndSwap(_, let value): value
    }
  }
}

/// What a register model knows of the operations that it was focused on.
private struct RegisterFocus<Value: Hashable & Sendable>: Sendable {
  /// How many different inputs write a value.
  var writers: [Value: Int] = [:]
  /// What some operation found or expected.
  var named: Set<Value> = []
  /// One value that none did.
  var unnamed: Value?
}
