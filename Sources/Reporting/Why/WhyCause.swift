import Results

/// What can dominate a latency: the parts that one change would remove together.
enum WhyCause: CaseIterable {
  case replication, leaderTrip, clientTrip, leaderDisk, followerDisk, noLeader, clientWait
  case serving, readBatch, apply, fanOut

  var parts: [LatencyPart] {
    switch self {
    case .replication: [.replication]
    case .leaderTrip: [.forwarding, .commitNotice]
    case .clientTrip: [.clientLink, .eventLink, .reply]
    case .leaderDisk: [.leaderQueueAndDisk]
    case .followerDisk: [.followerDisk]
    case .noLeader: [.noLeader]
    case .clientWait: [.clientWait]
    case .serving: [.serving]
    case .readBatch: [.readBatch]
    case .apply: [.apply]
    case .fanOut: [.fanOut]
    }
  }

  /// In a few words, for tables.
  var shortName: String {
    switch self {
    case .replication: "quorum"
    case .leaderTrip: "way to leader"
    case .clientTrip: "client link"
    case .leaderDisk: "leader disk"
    case .followerDisk: "follower disk"
    case .noLeader: "no leader"
    case .clientWait: "client wait"
    case .serving: "serving"
    case .readBatch: "read round"
    case .apply: "apply"
    case .fanOut: "watch fan-out"
    }
  }

  /// The cause of most of `split`'s mean, with its nanoseconds; nil for no time at all.
  static func dominating(_ split: WhySplit) -> (cause: WhyCause, time: Int64)? {
    var found: (cause: WhyCause, time: Int64)?
    for cause in allCases {
      let time = cause.parts.reduce(0) { $0 + split.mean[$1.rawValue] }
      if time > found?.time ?? 0 { found = (cause, time) }
    }
    return found
  }
}

extension WhySplit {
  /// What dominates and what would change it, in one sentence.
  func sentence(_ operation: Attribution.Operation, from place: String) -> String {
    guard let (cause, time) = WhyCause.dominating(self) else { return "" }
    let verb = operation == .update ? "an \(operation.noun)" : "a \(operation.noun)"
    let floor = "floor \(Quantity.duration.text(floor.total))"
    let change = remedy(cause, operation, place)
    return "\(percent(time))% of \(verb) from \(place) is \(change) (\(floor))."
  }

  /// The share of the mean that `time` is, rounded.
  func percent(_ time: Int64) -> Int {
    let total = Int128(max(1, meanTotal))
    return Int((Int128(time) * 100 + total / 2) / total)
  }

  /// What a read round itself takes.
  private var readRound: Int64 {
    [LatencyPart.forwarding, .replication, .commitNotice].reduce(0) { $0 + mean[$1.rawValue] }
  }

  /// "the deciding member b", or who else decided and how often, where none decided nearly always.
  private var decider: String {
    guard let first = deciders.first else { return "the deciding member \(floor.decider)" }
    if first.shareInPartsPerMillion >= 900_000 { return "the deciding member \(first.member)" }
    let shares = deciders.prefix(3).map { one in
      "\(one.member) \((one.shareInPartsPerMillion + 5_000) / 10_000)%"
    }
    return "the deciding member (\(shares.joined(separator: ", ")))"
  }

  private func remedy(
    _ cause: WhyCause, _ operation: Attribution.Operation, _ place: String
  ) -> String {
    switch cause {
    case .replication where operation != .read:
      return "the round trip from the leader to \(decider): "
        + "only a quorum nearer to the leader removes it"
    case .replication:
      return "the leader's round trip to \(decider), to prove that it still "
        + "leads: a nearer quorum, or a read that may be stale, removes it"
    case .leaderTrip where operation == .watch:
      return "the way over the leader \(floor.leader): "
        + "only a leader nearer to writer and watcher shortens it"
    case .clientTrip where operation == .watch:
      return "the way between the clients and their members: only nearer members shorten it"
    case .leaderTrip:
      return "the way to the leader\(leaderChanged ? ", mostly" : "") \(floor.leader)"
        + "\(leaderChanged ? "," : "") and back: "
        + "only a leader nearer to \(place) removes it"
    case .clientTrip:
      return "the way between the client and its member: only a member nearer to it removes it"
    case .leaderDisk where mean[LatencyPart.leaderQueueAndDisk.rawValue] > 3 * floor.disk:
      return "waiting in the leader's queue and for its disk: "
        + "less load or a faster disk shortens it"
    case .leaderDisk: return "the leader's disk: only a faster disk shortens it"
    case .followerDisk:
      return "the disk of \(decider): only a faster disk shortens it"
    case .noLeader:
      return "waiting while no leader was known: "
        + "fewer or shorter elections and losses of quorum remove it"
    case .clientWait:
      return "waiting before the request could leave, for earlier attempts and reconnecting: "
        + "fewer or shorter outages remove it"
    case .serving: return "the serving member's processor: less load or faster members shorten it"
    case .readBatch where mean[LatencyPart.readBatch.rawValue] > 2 * readRound:
      return "waiting for a read round before it that was stuck without a leader or its quorum: "
        + "fewer or shorter outages remove it"
    case .readBatch:
      return "waiting for the read round before it, as rounds go one at a time: "
        + "a quorum nearer to the leader shortens it"
    case .fanOut:
      return "waiting at the watcher's member, for its stream or its turn in the history: "
        + "a watcher that reads faster shortens it"
    case .apply: return "waiting to be applied: less load or a faster store shortens it"
    }
  }
}
