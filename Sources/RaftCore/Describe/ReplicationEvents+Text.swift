// Log lines about appends and snapshots; `me` is the member that recorded the event.

extension ReplicationEvent {
  func text(_ me: String) -> String {
    switch self {
    case .unknownMember(let id):
      return "\(me) no progress available for \(hex(id))"
    case .refused(let hint, let from, let index):
      return "\(me) received MsgAppResp(rejected, hint: (index \(hint.index), "
        + "term \(hint.term))) from \(hex(from)) for index \(index)"
    case .decreased(let progress):
      return "\(me) decreased progress of \(hex(progress.id)) to [\(progress.text)]"
    case .recoveredFromSnapshot(let progress):
      return "\(me) recovered from needing snapshot, resumed sending replication messages to "
        + progress.bracketed
    case .unreachable(let progress):
      return "\(me) failed to send message to \(hex(progress.id)) because it is unreachable "
        + "[\(progress.text)]"
    case .mismatch(let ours, let theirs, let from):
      return "\(me) [logterm: \(ours.term), index: \(ours.index)] rejected MsgApp "
        + "[logterm: \(theirs), index: \(ours.index)] from \(hex(from))"
    }
  }
}

extension ProgressStatus {
  /// `2 [StateProbe match=0 next=1]`.
  fileprivate var bracketed: String { "\(hex(id)) [\(text)]" }
}

extension SnapshotEvent {
  func text(_ me: String) -> String {
    switch self {
    case .notSentToInactive(let id):
      return "ignore sending snapshot to \(hex(id)) since it is not recently active"
    case .unavailable(let id):
      return "\(me) failed to send snapshot to \(hex(id)) because snapshot is temporarily "
        + "unavailable"
    case .sent(let first, let commit, let snapshot, let progress):
      return "\(me) [firstindex: \(first), commit: \(commit)] sent snapshot"
        + "[index: \(snapshot.index), term: \(snapshot.term)] to " + progress.bracketed
    case .replicationPaused(let progress):
      return "\(me) paused sending replication messages to " + progress.bracketed
    case .succeeded(let progress):
      return "\(me) snapshot succeeded, resumed sending replication messages to "
        + progress.bracketed
    case .failed(let progress):
      return "\(me) snapshot failed, resumed sending replication messages to "
        + progress.bracketed
    case .accepted(let commit, let snapshot):
      return "\(me) [commit: \(commit)] restored snapshot \(snapshot.bracketed)"
    case .ignored(let commit, let snapshot):
      return "\(me) [commit: \(commit)] ignored snapshot \(snapshot.bracketed)"
    case .receivedAsLeader:
      return "\(me) attempted to restore snapshot as leader; should never happen"
    case .withoutMember(let confState):
      return "\(me) attempted to restore snapshot but it is not in the ConfState "
        + "\(confState.text); should never happen"
    case .fastForwarded(let commit, let last, let snapshot):
      return "\(me) [commit: \(commit), lastindex: \(last.index), lastterm: \(last.term)] "
        + "fast-forwarded commit to snapshot \(snapshot.bracketed)"
    case .restored(let commit, let last, let snapshot):
      return "\(me) [commit: \(commit), lastindex: \(last.index), lastterm: \(last.term)] "
        + "restored snapshot \(snapshot.bracketed)"
    }
  }
}

extension EntryID {
  fileprivate var bracketed: String { "[index: \(index), term: \(term)]" }
}
