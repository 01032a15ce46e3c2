import RaftCore
import SimKernel

// For hosts that keep a member's data on a disk of their own, and make a new member from it after
// a crash.
extension Member {
  /// What must be durable before `syncCompleted` is called: the Ready under way.
  public var readyUnderway: Ready { ready }

  /// The request whose entry this is; nil for entries that no client waits for.
  public static func request(of entry: Entry) -> RequestID? {
    guard entry.kind == .normal, entry.data.count >= EntryHead.size else { return nil }
    let request = EntryHead.request(in: entry.data)
    return request.rawValue >= RequestID.revoke.rawValue ? nil : request
  }

  /// A member that starts again in life number `incarnation`, from what its disk held.
  ///
  /// `applied` are the entries that the state machine's own files hold, in order from the first;
  /// `storage` is the log. The log is handed out anew from its snapshot on, and what was applied
  /// already is skipped (etcd consistent_index). Throws when that makes no valid node.
  public init(
    recovering storage: MemoryStorage, applied: [Entry], options: MemberOptions, disk: Disk,
    incarnation: UInt32, at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) throws(OptionsError) {
    try self.init(options: options, disk: disk, joinsLater: true)
    for entry in applied { applyAgain(entry, output: &output) }
    output.removeAll()
    crash()
    self.incarnation = incarnation
    node.storage = storage
    try restart(at: now, books: &books, output: &output)
  }
}
