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
  /// The snapshot that the node began with, and one for each entry since.
  private(set) var history: [Snapshot]
  /// What the state machine held after each entry and each snapshot, those that were received too.
  private var states: [Snapshot]
  /// Whether the process died and did not start again.
  var isDown = false
  /// A Ready whose write is under way.
  var taken: Ready?
  /// Whether slow followers are sent what the storage has as its snapshot.
  private let sendsStored: Bool

  /// A node that starts with what the plan says is stored.
  init(_ plan: NodePlan) throws(ScriptProblem) {
    let (hardState, entries) = plan.stored
    var storage = MemoryStorage(
      hardState: hardState, snapshot: plan.snapshot, entries: entries)
    sendsStored = plan.sendsStored
    if !sendsStored { storage.outgoingSnapshot = .provided(plan.snapshot) }
    history = [plan.snapshot]
    states = [plan.snapshot]
    do throws(OptionsError) {
      member = try RawNode(options: plan.options, storage: storage)
    } catch {
      throw .options(error)
    }
  }

  /// What slow followers are sent in place of entries.
  var outgoingSnapshot: MemoryStorage.OutgoingSnapshot { sendsStored ? .stored : .provided(newest) }

  /// Stores a snapshot of the state machine as it was after `index`, which it must hold.
  mutating func storeSnapshot(at index: LogIndex) throws(Failure) {
    guard let state = states.last(where: { $0.index == index }) else {
      throw .reported("the state at \(index) is not known any more")
    }
    do throws(StorageError) {
      try member.storage.recordSnapshot(state)
    } catch {
      throw .storage(error)
    }
  }

  /// The newest state of the state machine, which is what slow followers are sent. A snapshot that
  /// was received is not part of it.
  var newest: Snapshot { history[history.count - 1] }

  /// The content of the state machine, whether entries or a snapshot made it.
  var state: Snapshot { states[states.count - 1] }

  /// Forgets what the state machine learned after `index`.
  mutating func forget(after index: LogIndex) {
    states = states.prefix(1) + states.dropFirst().filter { $0.index <= index }
    history = history.prefix(1) + history.dropFirst().filter { $0.index <= index }
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
    if let snapshot, !snapshot.isEmpty { states.append(snapshot) }
  }

  /// Applies entries; configuration changes come into force.
  mutating func apply(_ entries: [Entry]) throws(Failure) {
    for entry in entries {
      var next = newest
      var added = entry.data
      if entry.kind.isConfChange {
        guard let change = ConfChange(decoding: entry) else {
          throw .fatal(.undecodableConfChange(entry.index))
        }
        added = change.context
        next.confState = member.applyConfChange(change)
      }
      next.data += added
      next.index = entry.index
      next.term = entry.term
      history.append(next)
      if entry.index > state.index {
        states.append(
          Snapshot(
            index: entry.index, term: entry.term, confState: member.configuration.confState,
            data: state.data + added))
      }
    }
    if !entries.isEmpty { member.storage.outgoingSnapshot = outgoingSnapshot }
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
