/// What helps the search.
extension EtcdModel {
  /// A get and a comparison of values show the put of that value; whatever else depends on there
  /// being a key, or on its revision, may show any change.
  public func observation(of write: Input, by input: Input, _ output: Output?) -> Observation {
    switch write {
    case .get: .none
    case .put(_, let value), .compareAndSwap(_, _, let value):
      observation(ofPutting: value, by: input, output)
    case .delete: observesDelete(input, output) ? .possible : .none
    }
  }

  private func observation(
    ofPutting value: Value, by input: Input, _ output: Output?
  ) -> Observation {
    let same: Observation = writers[value] == 1 ? .certain : .possible
    return switch (input, output) {
    case (.get, .found(let found, _)): found == value ? same : .none
    case (.compareAndSwap(_, .value(let expected), _), .swapped(true, _)):
      expected == value ? same : .none
    case (.compareAndSwap(_, .value(let expected), _), .swapped(false, _)):
      expected == value ? .none : .possible
    case (.compareAndSwap(_, .value(let expected), _), _): expected == value ? .possible : .none
    case (.compareAndSwap(_, .modRevision(0), _), .swapped(true, _)),
      (.compareAndSwap(_, .modRevision(0), _), nil):
      .none
    case (.compareAndSwap(_, .modRevision, _), _), (.delete, .deleted(true, _)): .possible
    default: .none
    }
  }

  private func observesDelete(_ input: Input, _ output: Output?) -> Bool {
    switch (input, output) {
    case (.get, .found(let found, _)): found == nil
    case (.delete, .deleted(false, _)), (.compareAndSwap, .swapped(false, _)),
      (.compareAndSwap(_, .modRevision(0), _), _):
      true
    default: false
    }
  }

  public func canFollow(_ state: State, _ input: Input, _ output: Output) -> Bool {
    guard let found = found(by: input, output) else { return true }
    return found == state.value
  }

  public func isSource(_ source: Input, of input: Input, _ output: Output) -> Bool {
    guard let found = found(by: input, output) else { return true }
    return switch source {
    case .get: false
    case .put(_, let value), .compareAndSwap(_, _, let value): value == found
    case .delete: found == nil
    }
  }

  /// What the key must have held; nil if the operation does not tell.
  private func found(by input: Input, _ output: Output) -> Value?? {
    switch (input, output) {
    case (.get, .found(let value, _)): .some(value)
    case (.compareAndSwap(_, .value(let value), _), .swapped(true, _)): .some(value)
    default: nil
    }
  }

  public func describe(_ input: Input, _ output: Output?) -> String {
    switch input {
    case .get(let key): "get \(key)\(describe(output))"
    case .put(let key, let value): "put \(key) \(value)\(describe(output))"
    case .delete(let key): "delete \(key)\(describe(output))"
    case .compareAndSwap(let key, .value(let expected), let value):
      "put \(key) \(value) if it is \(expected)\(describe(output))"
    case .compareAndSwap(let key, .modRevision(0), let value):
      "put \(key) \(value) if absent\(describe(output))"
    case .compareAndSwap(let key, .modRevision(let expected), let value):
      "put \(key) \(value) if at \(expected)\(describe(output))"
    }
  }

  private func describe(_ output: Output?) -> String {
    func at(_ revision: Int64?) -> String { revision.map { " at \($0)" } ?? "" }
    return switch output {
    case nil: " -> ?"
    case .found(nil, _): " -> absent"
    case .found(let value?, let revision): " -> \(value)\(at(revision))"
    case .written(let revision): at(revision).isEmpty ? "" : " ->\(at(revision))"
    case .deleted(let existed, let revision): " -> \(existed ? "done" : "absent")\(at(revision))"
    case .swapped(let swapped, let revision): " -> \(swapped ? "yes" : "no")\(at(revision))"
    }
  }

  public func describe(_ state: State) -> String {
    guard let value = state.value else { return "absent" }
    return "\(value)" + (state.modRevision.map { $0 > 0 ? " at \($0)" : "" } ?? "")
  }
}
