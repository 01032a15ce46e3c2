/// What a leader knows of one member's log, and how it sends to it (etcd tracker/progress.go).
///
/// `match < next` always.
struct Progress: Equatable, Sendable {
  let id: MemberID
  /// Highest index known to match the leader's log.
  var match: LogIndex
  /// The index to send next.
  var next: LogIndex
  /// Highest commit index sent so far.
  var sentCommit: LogIndex = 0
  /// Index of the snapshot under way; 0 outside the snapshot state.
  var pendingSnapshot: LogIndex = 0
  var state = ReplicationState.probe
  /// Whether the member was heard since the last quorum check.
  var isRecentlyActive: Bool
  /// Whether appends wait for an answer to an earlier one.
  var isFlowPaused = false
  var isLearner: Bool
  var inflights: Inflights

  init(
    id: MemberID, match: LogIndex = 0, next: LogIndex, isRecentlyActive: Bool, isLearner: Bool,
    limits: InflightLimits
  ) {
    self.id = id
    self.match = match
    self.next = next
    self.isRecentlyActive = isRecentlyActive
    self.isLearner = isLearner
    inflights = Inflights(limits: limits)
  }

  /// Whether no entries may be sent now.
  @inline(__always)
  var isPaused: Bool { state == .snapshot || isFlowPaused }

  /// Whether an append would tell the member of a commit it does not know but has entries for.
  @inline(__always)
  func canBumpCommit(to index: LogIndex) -> Bool {
    index > sentCommit && sentCommit < next - 1
  }

  /// What outsiders see of it.
  var status: ProgressStatus {
    ProgressStatus(
      id: id, state: state, match: match, next: next, isLearner: isLearner, isPaused: isPaused,
      pendingSnapshot: pendingSnapshot, isRecentlyActive: isRecentlyActive,
      inflightCount: inflights.count, isInflightFull: inflights.isFull)
  }

  /// Forgets everything on a change of term or role; `last` is the leader's own last index.
  mutating func reset(match: LogIndex, last: LogIndex) {
    enter(.probe)
    self.match = match
    next = last + 1
    sentCommit = 0
    isRecentlyActive = false
  }

  mutating func becomeProbe() {
    let snapshot = state == .snapshot ? pendingSnapshot : 0
    enter(.probe)
    next = max(match + 1, snapshot + 1)
    sentCommit = min(sentCommit, next - 1)
  }

  mutating func becomeReplicate() {
    enter(.replicate)
    next = match + 1
  }

  mutating func becomeSnapshot(_ index: LogIndex) {
    enter(.snapshot)
    pendingSnapshot = index
    next = index + 1
    sentCommit = index
  }

  /// Notes an append with `count` entries of `bytes` payload; not while a snapshot is under way.
  mutating func sent(count: Int, bytes: UInt64) {
    switch state {
    case .replicate:
      if count > 0 {
        next = next + UInt64(count)
        inflights.add(last: next - 1, bytes: bytes)
      }
      isFlowPaused = inflights.isFull
    case .probe:
      if count > 0 { isFlowPaused = true }
    case .snapshot:
      preconditionFailure("append to \(id.rawValue) while a snapshot is under way")
    }
  }

  /// Takes an acknowledgement of everything up to `index`; false if that was known.
  mutating func update(to index: LogIndex) -> Bool {
    if index <= match { return false }
    match = index
    next = max(next, index + 1)
    isFlowPaused = false
    return true
  }

  /// Takes a refusal of the append after `rejected`, whose sender may match up to `hint`; false if
  /// the refusal is stale.
  mutating func decrease(rejected: LogIndex, hint: LogIndex) -> Bool {
    if state == .replicate {
      if rejected <= match { return false }
      next = match + 1
    } else {
      if next - 1 != rejected { return false }
      next = max(min(rejected, hint + 1), match + 1)
      isFlowPaused = false
    }
    sentCommit = min(sentCommit, next - 1)
    return true
  }

  private mutating func enter(_ state: ReplicationState) {
    isFlowPaused = false
    pendingSnapshot = 0
    self.state = state
    inflights.reset()
  }
}
