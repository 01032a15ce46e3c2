/// What an object promises when its operations come one at a time.
///
/// `initialState` and `step` say it all. The other requirements have defaults, and each makes
/// checks faster or reports clearer.
public protocol Model: Sendable {
  /// All that later answers depend on.
  associatedtype State: Hashable & Sendable
  /// What a client can ask.
  associatedtype Input: Hashable & Sendable
  /// What it can be told.
  associatedtype Output: Hashable & Sendable
  /// Names a part of the state that is independent of all others.
  associatedtype Key: Hashable & Sendable = Int

  /// What the object holds before the first operation, on all keys.
  var initialState: State { get }

  /// The state after `input` in `state`, or nil if it cannot return `output` there. For an unknown
  /// `output`, nil, it is the state if the operation takes effect; that it may never do so is the
  /// checker's business.
  ///
  /// A step that is far dearer than an assignment spends from `budget` and may give up, with any
  /// answer, once that is spent.
  func step(
    _ state: State, _ input: Input, _ output: Output?, budget: inout SearchBudget
  ) -> State?

  /// The keys that `input` reads or writes; none stands for every key, which is the default.
  /// Operations that share no key, not even through others, are checked apart (Herlihy and Wing's
  /// locality; Horn and Kroening's P-compositionality), each group from `initialState` on.
  func keys(of input: Input) -> [Key]

  /// Whether the operation leaves every state as it is in which it can return `output`. False by
  /// default, which is always right but slow.
  func isReadOnly(_ input: Input, _ output: Output?) -> Bool

  /// What another operation shows of a write whose outcome is unknown. By default it may show
  /// anything, and nothing is pruned.
  func observation(of write: Input, by input: Input, _ output: Output?) -> Observation

  /// The model to use for a history of these operations alone: its states may leave out whatever
  /// none of them can tell. By default the model itself.
  func focused(on operations: [(input: Input, output: Output?)]) -> Self

  /// What can still come after `state`, to leave dead ends early. `input` returned `output`.
  /// True, the default, if `step` may allow it in `state` or after operations that are no source
  /// of it; false if a source must come first.
  func canFollow(_ state: State, _ input: Input, _ output: Output) -> Bool

  /// Whether `source` can bring about a state from which `input` can return `output` although
  /// `canFollow` ruled that out. True by default.
  func isSource(_ source: Input, of input: Input, _ output: Output) -> Bool

  /// The operation in a report: one short line.
  func describe(_ input: Input, _ output: Output?) -> String

  /// The state in a report: one short line.
  func describe(_ state: State) -> String
}

extension Model {
  /// An operation of a history of this model.
  public typealias Operation = ClientOperation<Input, Output>

  public func keys(of input: Input) -> [Key] { [] }
  public func isReadOnly(_ input: Input, _ output: Output?) -> Bool { false }
  public func observation(of write: Input, by input: Input, _ output: Output?) -> Observation {
    .possible
  }
  public func focused(on operations: [(input: Input, output: Output?)]) -> Self { self }
  public func canFollow(_ state: State, _ input: Input, _ output: Output) -> Bool { true }
  public func isSource(_ source: Input, of input: Input, _ output: Output) -> Bool { true }
  public func describe(_ input: Input, _ output: Output?) -> String {
    "\(input) -> " + (output.map { "\($0)" } ?? "?")
  }
  public func describe(_ state: State) -> String { "\(state)" }
}

/// What an operation shows of a write whose outcome is unknown.
public enum Observation: Hashable, Sendable {
  /// If no operation shows more, the write may as well never have happened.
  case none
  case possible
  /// This write, or another of which the operation shows `certain` too, took effect before the
  /// operation did.
  case certain
}
