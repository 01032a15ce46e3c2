import SimKernel

/// What a client asks a cluster to do with a key.
public enum LocalChange: Hashable, Sendable {
  case create(ObjectUID, Fields)
  /// Sets fields, or removes those given nil. Under keepBoth `settling` names the siblings it was
  /// written in knowledge of; nil means all that show.
  case update([FieldEdit], settling: [Stamp]? = nil)
  case delete
}

/// One field to set, or to remove when `value` is nil.
public struct FieldEdit: Hashable, Sendable {
  public var path: Symbol
  public var value: Scalar?

  public init(_ path: Symbol, _ value: Scalar?) {
    self.path = path
    self.value = value
  }
}

/// What came of a local write.
public enum LocalWriteOutcome: Hashable, Sendable {
  /// It became a version; `over` are the writes it was built on, for the ledger of lost updates.
  case accepted(Stamp, over: [Stamp])
  /// Only a write at this cluster can change the object (originOwned).
  case notOwner(origin: ClusterID)
  /// To be forwarded to the authoritative cluster (primary).
  case forward(to: ClusterID)
  case alreadyExists, notFound
  /// Another manager owns the field here, and force was not asked for (fieldMerge).
  case fieldOwned(path: Symbol, manager: Symbol)
  /// A sibling written in this same cluster was not named (keepBoth): its client must read first.
  case unnamedSibling(Stamp)
}

/// Who writes and by which rules.
public struct WriteTerms: Hashable, Sendable {
  public var policy: MergePolicy
  public var deletion: DeletionRule
  public var manager: Symbol
  /// Take fields from other managers (fieldMerge).
  public var force: Bool

  public init(
    policy: MergePolicy, deletion: DeletionRule = .deleteWins, manager: Symbol, force: Bool = false
  ) {
    self.policy = policy
    self.deletion = deletion
    self.manager = manager
    self.force = force
  }
}

extension KeyState {
  /// Writes at the cluster of `clock`, whose own clock reads `reading`.
  public mutating func write(
    _ change: LocalChange, _ terms: WriteTerms, clock: inout HybridClock, at reading: SimTime
  ) -> LocalWriteOutcome {
    switch terms.policy {
    case .originOwned(let origin) where origin != clock.cluster: return .notOwner(origin: origin)
    case .primary(let cluster) where cluster != clock.cluster: return .forward(to: cluster)
    default: break
    }
    let current = visible(under: terms.policy, terms.deletion)
    switch (change, current) {
    case (.create, _?): return .alreadyExists
    case (.create(let uid, let fields), nil):
      let stamp = clock.stamp(at: reading)
      create(uid, fields, terms.manager, stamp)
      return .accepted(stamp, over: [])
    case (_, nil): return .notFound
    case (.update(let edits, let settling), let current?):
      if let refusal = refusal(of: edits, settling, over: current, terms, clock.cluster) {
        return refusal
      }
      let stamp = clock.stamp(at: reading)
      update(edits, over: current, settling, terms.manager, stamp)
      return .accepted(stamp, over: settling ?? current.writes)
    case (.delete, let current?):
      let stamp = clock.stamp(at: reading)
      append(.deleted, of: current.uid, stamp, seeing: context)
      return .accepted(stamp, over: current.writes)
    }
  }

  private mutating func create(
    _ uid: ObjectUID, _ fields: Fields, _ manager: Symbol, _ stamp: Stamp
  ) {
    precondition(latest.map { $0 < stamp } ?? true, "the clock was not fed with a merge")
    var vector = context
    vector[stamp.cluster] += 1
    let count = vector[stamp.cluster]
    let owned = fields.entries.map {
      OwnedField(path: $0.path, value: $0.value, manager: manager, stamp: stamp, count: count)
    }
    insert(
      VersionRecord(
        uid: uid, stamp: stamp, vector: vector, birthStamp: stamp, birthVector: vector,
        content: .fields(owned)))
  }

  private func refusal(
    of edits: [FieldEdit], _ settling: [Stamp]?, over current: VisibleVersion,
    _ terms: WriteTerms, _ cluster: ClusterID
  ) -> LocalWriteOutcome? {
    if terms.policy == .fieldMerge && !terms.force {
      for edit in edits {
        if let owner = current.owned.first(where: { $0.path == edit.path })?.manager,
          owner != terms.manager
        {
          return .fieldOwned(path: edit.path, manager: owner)
        }
      }
    }
    guard let settling else { return nil }
    let missed = current.writes.first { $0.cluster == cluster && !settling.contains($0) }
    return missed.map { .unnamedSibling($0) }
  }

  private mutating func update(
    _ edits: [FieldEdit], over current: VisibleVersion, _ settling: [Stamp]?, _ manager: Symbol,
    _ stamp: Stamp
  ) {
    var (seen, base) = (context, current.owned)
    if let settling {
      let named = records.filter { settling.contains($0.stamp) }
      seen = named.reduce(into: VersionVector()) { $0.join($1.vector) }
      seen[stamp.cluster] = context[stamp.cluster]
      base = named.last?.ownedFields ?? []
    }
    let count = seen[stamp.cluster] + 1
    for edit in edits {
      let field = OwnedField(
        path: edit.path, value: edit.value, manager: manager, stamp: stamp, count: count)
      if let i = base.firstIndex(where: { $0.path == edit.path }) {
        base[i] = field
      } else {
        base.insert(field, at: base.firstIndex { edit.path < $0.path } ?? base.count)
      }
    }
    append(.fields(base), of: current.uid, stamp, seeing: seen)
  }

  private mutating func append(
    _ content: VersionRecord.Content, of uid: ObjectUID, _ stamp: Stamp, seeing: VersionVector
  ) {
    guard let kin = records.first(where: { $0.uid == uid }) else { return }
    precondition(latest.map { $0 < stamp } ?? true, "the clock was not fed with a merge")
    var vector = seeing
    vector[stamp.cluster] += 1
    insert(
      VersionRecord(
        uid: uid, stamp: stamp, vector: vector, birthStamp: kin.birthStamp,
        birthVector: kin.birthVector, content: content))
  }
}
