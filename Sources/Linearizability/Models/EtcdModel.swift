/// A store as etcd: get, put, delete and compare-and-swap on keys, all absent at first.
///
/// Answers may carry revisions, which then must fit: those of changes to a key rise, and a get and
/// a comparison see that of the last change. The revision of a change whose client never heard is
/// open until something shows it. Each key is checked apart, so that two keys never share a
/// revision is not checked here; log indices are the way to check that.
public struct EtcdModel<Key: Hashable & Sendable, Value: Hashable & Sendable>: Model {
  /// What a compare-and-swap compares.
  public enum Condition: Hashable, Sendable {
    case value(Value)
    /// The revision of the key's last change; 0 for a key that does not exist.
    case modRevision(Int64)
  }

  public enum Input: Hashable, Sendable {
    case get(Key)
    case put(Key, Value)
    case delete(Key)
    case compareAndSwap(Key, if: Condition, Value)

    public var key: Key {
      switch self {
      case .get(let key), .put(let key, _), .delete(let key), .compareAndSwap(let key, _, _): key
      }
    }
  }

  /// A revision is nil where it was not recorded.
  public enum Output: Hashable, Sendable {
    /// What a get found, and the revision of the key's last change.
    case found(Value?, modRevision: Int64? = nil)
    /// A put was done, at the revision.
    case written(revision: Int64? = nil)
    /// Whether a delete found the key.
    case deleted(Bool, revision: Int64? = nil)
    /// Whether a compare-and-swap found what it expected.
    case swapped(Bool, revision: Int64? = nil)
  }

  /// What one key holds.
  public struct State: Hashable, Sendable {
    public internal(set) var value: Value?
    /// Revision of the last change; 0 for a key that does not exist, nil if nothing shows it yet.
    public internal(set) var modRevision: Int64? = 0
    /// The latest revision that something showed; later changes have greater ones.
    public internal(set) var floor: Int64 = 0
    /// What an open revision is not, ascending: comparisons with these failed.
    public internal(set) var excluded: [Int64] = []
  }

  /// Whether every change of the history told its revision, so that no state has an open one.
  private var hasAllRevisions = false
  /// How many different inputs put a value, once the model is focused.
  private(set) var writers: [Value: Int] = [:]

  public init() {}

  public var initialState: State { State() }

  public func keys(of input: Input) -> [Key] { [input.key] }

  public func step(
    _ state: State, _ input: Input, _ output: Output?, budget: inout SearchBudget
  ) -> State? {
    switch (input, output) {
    case (.get, .found(let value, let revision)):
      guard value == state.value else { return nil }
      guard value != nil, let revision else { return state }
      return state.showing(revision)
    case (.get, nil): return state
    case (.put(_, let value), .written(let revision)): return state.changed(to: value, at: revision)
    case (.put(_, let value), nil): return state.changed(to: value, at: nil)
    case (.delete, .deleted(let existed, let revision)):
      guard existed == (state.value != nil) else { return nil }
      return existed ? state.changed(to: nil, at: revision) : state
    case (.delete, nil): return state.value == nil ? state : state.changed(to: nil, at: nil)
    case (.compareAndSwap(_, let condition, let value), .swapped(true, let revision)):
      return state.meeting(condition)?.changed(to: value, at: revision)
    case (.compareAndSwap(_, let condition, _), .swapped(false, _)):
      return state.failing(condition)
    case (.compareAndSwap(_, let condition, let value), nil):
      return state.meeting(condition)?.changed(to: value, at: nil) ?? state
    default: return nil
    }
  }

  public func isReadOnly(_ input: Input, _ output: Output?) -> Bool {
    switch (input, output) {
    case (.get, .found(let value, let revision)):
      value == nil || revision == nil || hasAllRevisions
    case (.get, nil), (.delete, .deleted(false, _)),
      (.compareAndSwap(_, .value, _), .swapped(false, _)):
      true
    case (.compareAndSwap(_, .modRevision, _), .swapped(false, _)): hasAllRevisions
    default: false
    }
  }

  public func focused(on operations: [(input: Input, output: Output?)]) -> EtcdModel {
    var model = self
    for (input, _) in operations {
      if let value = input.value { model.writers[value, default: 0] += 1 }
    }
    model.hasAllRevisions = operations.allSatisfy { input, output in
      switch (input, output) {
      case (.get, _), (_, .swapped(false, _)), (_, .deleted(false, _)): true
      case (_, .written(let revision)), (_, .deleted(true, let revision)),
        (_, .swapped(true, let revision)):
        revision != nil
      case (_, .found), (_, nil): false
      }
    }
    return model
  }
}

extension EtcdModel.Input {
  /// What it puts if it takes effect; nil for a get or delete.
  var value: Value? {
    switch self {
    case .get, .delete: nil
    case .put(_, let value), .compareAndSwap(_, _, let value): value
    }
  }
}

extension EtcdModel.State {
  /// After a change, which has the revision if it told.
  fileprivate func changed(to value: Value?, at revision: Int64?) -> Self? {
    guard revision ?? .max > floor else { return nil }
    return Self(
      value: value, modRevision: value == nil ? 0 : revision, floor: revision ?? floor,
      excluded: [])
  }

  /// With the revision of an existing key known; nil if it is another.
  fileprivate func showing(_ revision: Int64) -> Self? {
    if let modRevision { return modRevision == revision ? self : nil }
    guard revision > floor, !excluded.contains(revision) else { return nil }
    return Self(value: value, modRevision: revision, floor: revision, excluded: [])
  }

  /// The state with all that the condition tells if it holds; nil if it does not.
  fileprivate func meeting(_ condition: EtcdModel.Condition) -> Self? {
    switch condition {
    case .value(let expected): value == expected ? self : nil
    case .modRevision(let expected): showing(expected)
    }
  }

  /// The state with all that the condition tells if it does not hold; nil if it does.
  fileprivate func failing(_ condition: EtcdModel.Condition) -> Self? {
    switch condition {
    case .value(let expected): return value == expected ? nil : self
    case .modRevision(let expected):
      if let modRevision { return modRevision == expected ? nil : self }
      guard expected > floor, !excluded.contains(expected) else { return self }
      var state = self
      state.excluded.append(expected)
      state.excluded.sort()
      return state
    }
  }
}
