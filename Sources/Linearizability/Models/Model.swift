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

  /// The model to use for a history of these operations alone, each kind of which is listed once.
  /// They are all that is done to one group of keys, so its states may leave out whatever none of
  /// them can tell, and it may know which of them alone explains what. By default itself.
  func focused(on operations: [(input: Input, output: Output?)]) -> Self

  /// An input that changes every state in the same way as `input`, as far as any operation can tell
  /// that the model was focused on; it should be the same one for as many as possible. By default
  /// the input itself.
  func simplified(_ input: Input) -> Input

  /// What another operation shows of a write. By default it may show anything, and no operation of
  /// unknown outcome is left out.
  func observation(of write: Input, by input: Input, _ output: Output?) -> Observation

  /// What can still come after `state`, to leave dead ends early. `input` returned `output`.
  /// True, the default, if `step` may allow it in `state` or after operations that are no source
  /// of it; false if a source must come first, and everything of which it shows `certain` after or
  /// with that.
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
  public func focused(on operations: [(input: Input, output: Output?)]) -> Self { self }
  public func simplified(_ input: Input) -> Input { input }
  public func observation(of write: Input, by input: Input, _ output: Output?) -> Observation {
    .possible
  }
  public func canFollow(_ state: State, _ input: Input, _ output: Output) -> Bool { true }
  public func isSource(_ source: Input, of input: Input, _ output: Output) -> Bool { true }
  public func describe(_ input: Input, _ output: Output?) -> String {
    "\(input) -> " + (output.map { "\($0)" } ?? "?")
  }
  public func describe(_ state: State) -> String { "\(state)" }
}

/// What an operation shows of a write.
public enum Observation: Hashable, Sendable {
  /// If no operation shows more, and its own outcome is unknown, the write may as well never have
  /// happened.
  case none
  case possible
  /// The write took effect before the operation did: nothing else that the model was focused on
  /// explains what was returned, not even the same input with another output.
  case certain
}
