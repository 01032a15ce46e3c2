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

  init(options: RaftOptions, snapshot: Snapshot) throws(ScriptProblem) {
    var storage = MemoryStorage()
    if !snapshot.isEmpty {
      do throws(StorageError) {
        try storage.apply(snapshot)
      } catch {
        throw .storage(error)
      }
    }
    storage.outgoingSnapshot = .provided(snapshot)
    history = [snapshot]
    do throws(OptionsError) {
      member = try RawNode(options: options, storage: storage)
    } catch {
      throw .options(error)
    }
  }

  /// The newest state of the state machine, which is what slow followers are sent. A snapshot that
  /// was received is not part of it.
  var newest: Snapshot { history[history.count - 1] }

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
  }

  /// Applies entries; configuration changes come into force.
  mutating func apply(_ entries: [Entry]) throws(Failure) {
    for entry in entries {
      var next = newest
      if entry.kind.isConfChange {
        guard let change = ConfChange(decoding: entry) else {
          throw .fatal(.undecodableConfChange(entry.index))
        }
        next.data += change.context
        next.confState = member.applyConfChange(change)
      } else {
        next.data += entry.data
      }
      next.index = entry.index
      next.term = entry.term
      history.append(next)
    }
    if !entries.isEmpty { member.storage.outgoingSnapshot = .provided(newest) }
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
