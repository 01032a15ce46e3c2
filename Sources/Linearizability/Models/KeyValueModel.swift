/// A store of texts with get, put and append; a key holds the empty text at first (the lab of MIT
/// 6.5840, as in Porcupine's tests). Texts are compared byte by byte.
public struct KeyValueModel: Model {
  public enum Input: Hashable, Sendable {
    case get(key: String)
    case put(key: String, value: String)
    case append(key: String, value: String)

    public var key: String {
      switch self {
      case .get(let key), .put(let key, _), .append(let key, _): key
      }
    }
  }

  public enum Output: Hashable, Sendable {
    /// What a get found.
    case value(String)
    /// A put or append was done.
    case done
  }

  /// What one key holds.
  public enum State: Hashable, Sendable {
    case text([UInt8])
    /// Something that no get found, nor the beginning of what one found: whatever is appended to
    /// it, no get will find that either. One state stands for all of them.
    case unseen
  }

  private var focus: KeyValueFocus?

  public init() {}

  public var initialState: State { .text([]) }

  public func keys(of input: Input) -> [String] { [input.key] }

  public func step(
    _ state: State, _ input: Input, _ output: Output?, budget: inout SearchBudget
  ) -> State? {
    switch (input, output) {
    case (.get, .value(let value)):
      guard case .text(let text) = state, text.elementsEqual(value.utf8) else { return nil }
      return state
    case (.get, nil): return state
    case (.put(_, let value), .done), (.put(_, let value), nil): return seen(Array(value.utf8))
    case (.append(_, let value), .done), (.append(_, let value), nil):
      guard case .text(let text) = state else { return .unseen }
      return seen(text + value.utf8)
    default: return nil
    }
  }

  public func isReadOnly(_ input: Input, _ output: Output?) -> Bool {
    if case .get = input { true } else { false }
  }

  public func focused(on operations: [(input: Input, output: Output?)]) -> KeyValueModel {
    var model = self
    model.focus = KeyValueFocus(operations)
    return model
  }

  /// All that no get found anything of are alike.
  public func simplified(_ input: Input) -> Input {
    guard let focus, focus.isUnseen(input) else { return input }
    return (input.isPut ? focus.unseenPut : focus.unseenAppend) ?? input
  }

  /// A get shows a put that its value begins with, and an append that it holds.
  public func observation(of write: Input, by input: Input, _ output: Output?) -> Observation {
    guard case .get = input, case .value(let value) = output else { return .none }
    switch write {
    case .get: return .none
    case .put(_, let text): if !value.utf8.starts(with: text.utf8) { return .none }
    case .append(_, let text): if !Self.holds(value.utf8, text.utf8) { return .none }
    }
    guard let focus, let text = write.text else { return .possible }
    return focus.needs(text, in: value) ? .certain : .possible
  }

  public func canFollow(_ state: State, _ input: Input, _ output: Output) -> Bool {
    guard case .value(let value) = output else { return true }
    guard case .text(let text) = state else { return false }
    return value.utf8.starts(with: text)
  }

  public func isSource(_ source: Input, of input: Input, _ output: Output) -> Bool {
    guard case .value(let value) = output, case .put(_, let text) = source else { return false }
    return value.utf8.starts(with: text.utf8)
  }

  public func describe(_ input: Input, _ output: Output?) -> String {
    let result =
      switch output {
      case .value(let value): " -> \"\(value)\""
      case .done: ""
      case nil: " -> ?"
      }
    return switch input {
    case .get(let key): "get \(key)\(result)"
    case .put(let key, let value): "put \(key) \"\(value)\"\(result)"
    case .append(let key, let value): "append \(key) \"\(value)\"\(result)"
    }
  }

  public func describe(_ state: State) -> String {
    switch state {
    case .text(let bytes): "\"\(String(decoding: bytes, as: UTF8.self))\""
    case .unseen: "a text that no get found"
    }
  }

  /// The state of holding `text`.
  private func seen(_ text: [UInt8]) -> State {
    focus?.isBeginning(text) ?? true ? .text(text) : .unseen
  }

  private static func holds(_ value: String.UTF8View, _ part: String.UTF8View) -> Bool {
    guard let first = part.first else { return true }
    return value.indices.contains { value[$0] == first && value[$0...].starts(with: part) }
  }
}
