// What can be seen of a member from outside.

extension RawNode {
  /// What the member stored: the host writes it when its disk is done, the core reads it.
  public var storage: MemoryStorage {
    get { unsafe box.core.raft.log.storage }
    _modify {
      own()
      yield unsafe &box.core.raft.log.storage
    }
  }

  public var options: RaftOptions { unsafe box.core.raft.options }

  /// Why the member stopped, if it did.
  public var fault: CoreFault? { unsafe box.core.raft.journal.fault }

  public var id: MemberID { unsafe box.core.raft.id }

  public var term: Term { unsafe box.core.raft.term }

  public var vote: MemberID { unsafe box.core.raft.vote }

  /// The leader that the member follows, or itself; `none` if unknown.
  public var lead: MemberID { unsafe box.core.raft.lead }

  public var role: Role { unsafe box.core.raft.role }

  public var isLeader: Bool { unsafe box.core.raft.role == .leader }

  /// Whether its own configuration says that it is a learner.
  public var isLearner: Bool { unsafe box.core.raft.isLearner }

  /// Highest index known to be committed.
  public var commit: LogIndex { unsafe box.core.raft.log.committed }

  /// Highest index reported as applied.
  public var applied: LogIndex { unsafe box.core.raft.log.applied }

  /// First index of the log.
  public var firstIndex: LogIndex { unsafe box.core.raft.log.firstIndex }

  /// Last index of the log, durable or not.
  public var lastIndex: LogIndex { unsafe box.core.raft.log.lastIndex }

  /// The last entry of the log, durable or not; 0/0 in an empty log.
  public var last: EntryID {
    // Without a copy of the log, in most cases.
    if let entry = unsafe box.core.raft.log.unstable.entries.last { return entry.id }
    if unsafe box.core.raft.log.unstable.snapshot == nil { return lastDurable }
    return unsafe box.core.raft.log.last
  }

  /// The last entry that is durable; that of the snapshot if none follows it.
  public var lastDurable: EntryID {
    unsafe box.core.raft.log.storage.entries.last?.id ?? box.core.raft.log.storage.base
  }

  /// The hard state that is durable.
  public var durableState: HardState { unsafe box.core.raft.log.storage.hardState }

  /// Index of the snapshot that is durable.
  public var snapshotIndex: LogIndex { unsafe box.core.raft.log.storage.snapshot.index }

  /// The term of the entry at `index`, durable or not; nil if it is compacted or does not exist.
  public func term(at index: LogIndex) -> Term? { unsafe box.core.raft.log.term(at: index) }

  /// The entry at `index`, durable or not; nil if it is compacted or does not exist.
  public func entry(at index: LogIndex) -> Entry? { unsafe box.core.raft.log.entry(at: index) }

  /// The member that leadership is being handed to, or `none`.
  public var leadTransferee: MemberID { unsafe box.core.raft.leadTransferee }

  public var configuration: Configuration { unsafe box.core.raft.members.configuration }

  /// Ticks without a leader after which the member campaigns.
  public var electionTimeout: Int { unsafe box.core.raft.electionTimeout }

  /// A look at everything. Allocates.
  public var status: Status {
    Status(
      id: id, hardState: unsafe box.core.raft.hardState, softState: unsafe box.core.raft.softState,
      applied: applied,
      leadTransferee: leadTransferee, configuration: configuration,
      progress: isLeader ? unsafe box.core.raft.members.progress.statuses : [])
  }

  /// What the leader knows of `member`; nil on others, or if there is no such member.
  public func progress(of member: MemberID) -> ProgressStatus? {
    guard isLeader, let slot = unsafe box.core.raft.members.progress.slot(of: member) else {
      return nil
    }
    return unsafe box.core.raft.members.progress[slot].status
  }

  /// The events since the last call; empty unless `options.recordsEvents`.
  public mutating func takeEvents() -> [CoreEvent] {
    own()
    return unsafe box.core.raft.journal.takeEvents()
  }
}
