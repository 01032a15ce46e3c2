import RaftCore

/// A node of the interaction environment: a member, its storage threads and its state machine.
///
/// The state machine keeps all that it was given, one snapshot for every entry.
struct ScriptNode {
  var member: RawNode
  /// Messages to the append thread, in order.
  var appendWork: [Message] = []
  /// Messages to the apply thread, in order.
  var applyWork: [Message] = []
  /// The snapshot that the node began with, and one state for each entry since.
  private var history: StateHistory
  /// What the state machine held since it began or was replaced by a snapshot that was received.
  private var states: StateHistory
  /// Whether the process died and did not start again.
  var isDown = false
  /// A Ready whose write is under way.
  var taken: Ready?
  /// Whether that write is durable already.
  var isTakenStored = false
  /// Committed entries behind, and with, a configuration change that is held back.
  var waiting: [Entry] = []
  /// Whether configuration changes are held back until a directive puts them in force.
  let holdsConfChanges: Bool
  /// Whether slow followers are sent what the storage has as its snapshot.
  private let sendsStored: Bool

  /// A node that starts with what the plan says is stored.
  init(_ plan: NodePlan) throws(ScriptProblem) {
    let (hardState, entries) = plan.stored
    var storage = MemoryStorage(
      hardState: hardState, snapshot: plan.snapshot, entries: entries)
    sendsStored = plan.sendsStored
    holdsConfChanges = plan.holdsConfChanges
    if !sendsStored { storage.outgoingSnapshot = .provided(plan.snapshot) }
    history = StateHistory(plan.snapshot)
    states = StateHistory(plan.snapshot)
    do throws(OptionsError) {
      member = try RawNode(options: plan.options, storage: storage)
    } catch {
      throw .options(error)
    }
  }

  /// What slow followers are sent in place of entries.
  var outgoingSnapshot: MemoryStorage.OutgoingSnapshot { sendsStored ? .stored : .provided(newest) }

  /// The newest state of the state machine, which is what slow followers are sent. A snapshot that
  /// was received is not part of it.
  var newest: Snapshot { history.newest }

  /// The content of the state machine, whether entries or a snapshot made it.
  var state: Snapshot { states.newest }

  /// The last index that the state machine holds.
  var stateIndex: LogIndex { states.lastIndex }

  /// The content of the state machine after `index`.
  func state(at index: LogIndex) throws(Failure) -> Snapshot {
    guard let state = states.state(at: index) else {
      throw .reported("node \(member.id) does not know its state at \(index)")
    }
    return state
  }

  /// Forgets what the state machine learned after `index`.
  mutating func forget(after index: LogIndex) {
    states.forget(after: index)
    history.forget(after: index)
  }

  mutating func takeReady() -> Ready {
    var ready = Ready()
    _ = member.takeReady(into: &ready)
    return ready
  }

  /// Writes what a `Ready` or a message to the append thread holds.
  mutating func store(
    _ hardState: HardState?, _ entries: [Entry], _ snapshot: Snapshot?
  ) throws(Failure) {
    if let snapshot, !snapshot.isEmpty, !entries.isEmpty {
      throw .reported("can't apply snapshot and entries at the same time")
    }
    do throws(StorageError) {
      try member.store(hardState: hardState, entries: entries, snapshot: snapshot)
    } catch {
      throw .storage(error)
    }
    if let snapshot, !snapshot.isEmpty { states = StateHistory(snapshot) }
  }

  /// Applies an entry; a configuration change comes into force, or is refused.
  mutating func apply(_ entry: Entry, isRefused: Bool = false) throws(Failure) {
    var added = entry.data
    var confState = history.lastConfState
    if entry.kind.isConfChange {
      guard var change = ConfChange(decoding: entry) else {
        throw .fatal(.undecodableConfChange(entry.index))
      }
      added = change.context
      if isRefused { change.changes = change.changes.map { ConfChangeSingle($0.type, .none) } }
      confState = member.applyConfChange(change)
    }
    history.append(entry.id, confState, added)
    if entry.index > states.lastIndex {
      states.append(entry.id, member.configuration.confState, added)
    }
    member.storage.outgoingSnapshot = outgoingSnapshot
  }
}

extension Failure {
  /// Errors that the reference returns belong to the output; those for which it panics do not.
  static func storage(_ error: StorageError) -> Failure {
    switch error {
    case .compacted, .unavailable, .snapshotOutOfDate: .reported(error.text)
    case .gap, .beyondEnd: .fatal(.storage(error))
    }
  }
}
