// What can be seen of a member from outside.

extension RawNode {
  /// What the member stored: the host writes it when its disk is done, the core reads it.
  public var storage: MemoryStorage {
    _read { yield raft.log.storage }
    _modify { yield &raft.log.storage }
  }

  public var options: RaftOptions { raft.options }

  /// Why the member stopped, if it did.
  public var fault: CoreFault? { raft.journal.fault }

  public var id: MemberID { raft.id }

  public var term: Term { raft.term }

  public var vote: MemberID { raft.vote }

  /// The leader that the member follows, or itself; `none` if unknown.
  public var lead: MemberID { raft.lead }

  public var role: Role { raft.role }

  public var isLeader: Bool { raft.role == .leader }

  /// Whether its own configuration says that it is a learner.
  public var isLearner: Bool { raft.isLearner }

  /// Highest index known to be committed.
  public var commit: LogIndex { raft.log.committed }

  /// Highest index reported as applied.
  public var applied: LogIndex { raft.log.applied }

  /// First index of the log.
  public var firstIndex: LogIndex { raft.log.firstIndex }

  /// Last index of the log, durable or not.
  public var lastIndex: LogIndex { raft.log.lastIndex }

  /// The term of the entry at `index`, durable or not; nil if it is compacted or does not exist.
  public func term(at index: LogIndex) -> Term? { raft.log.term(at: index) }

  /// The member that leadership is being handed to, or `none`.
  public var leadTransferee: MemberID { raft.leadTransferee }

  public var configuration: Configuration { raft.members.configuration }

  /// Ticks without a leader after which the member campaigns.
  public var electionTimeout: Int { raft.electionTimeout }

  /// A look at everything. Allocates.
  public var status: Status {
    Status(
      id: id, hardState: raft.hardState, softState: raft.softState, applied: applied,
      leadTransferee: leadTransferee, configuration: configuration,
      progress: isLeader ? raft.members.progress.statuses : [])
  }

  /// What the leader knows of `member`; nil on others, or if there is no such member.
  public func progress(of member: MemberID) -> ProgressStatus? {
    guard isLeader, let slot = raft.members.progress.slot(of: member) else { return nil }
    return raft.members.progress[slot].status
  }

  /// The events since the last call; empty unless `options.recordsEvents`.
  public mutating func takeEvents() -> [CoreEvent] { raft.journal.takeEvents() }
}
