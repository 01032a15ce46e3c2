import RaftCore

/// What nodes are made of.
struct NodePlan {
  var options: RaftOptions
  /// The snapshot that they start from.
  var snapshot = Snapshot()
  /// Whether our own keys are taken, too.
  private let isExtended: Bool
  /// Whether they send the snapshots that they store, and not their newest state.
  private(set) var sendsStored = false
  /// Whether a directive puts configuration changes in force.
  private(set) var holdsConfChanges = false
  private var hardState = HardState()
  private var isTermGiven = false
  private var terms: [Term] = []

  /// The plan of a node that starts again with `options`, or with others of `optionKeys`.
  init(options: RaftOptions) {
    isExtended = true
    self.options = options
  }

  /// Keys of options, which may be others after a restart.
  static let optionKeys = [
    "checkquorum", "disable-conf-change-validation", "disable-proposal-forwarding",
    "election-tick", "heartbeat-tick", "inflight", "max-committed-size-per-ready",
    "max-inflight-bytes", "max-size-per-msg", "max-uncommitted-size", "prevote",
    "read-confirmation", "read-only", "step-down-on-removal",
  ]

  init(isExtended: Bool) {
    self.isExtended = isExtended
    options = RaftOptions(id: 1, electionTick: 3, heartbeatTick: 1)
    options.maxInflightMessages = Int(Int32.max)
    options.recordsEvents = true
  }

  /// The hard state and the entries that lie on their disks.
  var stored: (HardState, [Entry]) {
    var entries: [Entry] = []
    for term in terms {
      entries.append(Entry(term: term, index: snapshot.index + UInt64(entries.count) + 1))
    }
    var state = hardState
    if !isTermGiven { state.term = terms.last ?? 0 }
    if !state.isEmpty { state.commit = max(state.commit, snapshot.index) }
    return (state, entries)
  }

  mutating func set(_ key: String, _ value: String) throws(ScriptProblem) {
    switch key {
    case "voters":
      snapshot.confState.voters.append(MemberID(try unsigned(value, of: key)))
    case "learners":
      snapshot.confState.learners.append(MemberID(try unsigned(value, of: key)))
    case "index":
      snapshot.index = LogIndex(try number(value, of: key, in: 0...largestCount))
      options.applied = snapshot.index
    case "content":
      snapshot.data = Array(value.utf8)
    case "inflight":
      options.maxInflightMessages = Int(try number(value, of: key, in: 0...largestCount))
    case "async-storage-writes":
      options.asyncStorageWrites = try boolean(value, of: key)
    case "prevote":
      options.preVote = try boolean(value, of: key)
    case "checkquorum":
      options.checkQuorum = try boolean(value, of: key)
    case "max-committed-size-per-ready":
      options.maxCommittedSizePerReady = try unsigned(value, of: key)
    case "disable-conf-change-validation":
      options.disableConfChangeValidation = try boolean(value, of: key)
    case "step-down-on-removal":
      options.stepDownOnRemoval = try boolean(value, of: key)
    case "read-only":
      switch value {
      case "safe": options.readOnly = .safe
      case "lease-based": options.readOnly = .leaseBased
      default: throw .badArgument(key, value: value, expected: "safe or lease-based")
      }
    default:
      try setExtension(key, value)
    }
  }

  /// The keys that etcd's `add-nodes` does not have.
  private mutating func setExtension(_ key: String, _ value: String) throws(ScriptProblem) {
    guard isExtended else { throw .unknownArgument(key) }
    switch key {
    case "election-tick":
      options.electionTick = Int(try number(value, of: key, in: 1...largestCount))
    case "heartbeat-tick":
      options.heartbeatTick = Int(try number(value, of: key, in: 1...largestCount))
    case "max-size-per-msg":
      options.maxSizePerMessage = try unsigned(value, of: key)
    case "max-inflight-bytes":
      options.maxInflightBytes = try unsigned(value, of: key)
    case "max-uncommitted-size":
      options.maxUncommittedEntriesSize = try unsigned(value, of: key)
    case "disable-proposal-forwarding":
      options.disableProposalForwarding = try boolean(value, of: key)
    case "log":
      let lowest = terms.last?.rawValue ?? 1
      terms.append(Term(try number(value, of: key, in: lowest...largestCount)))
    case "snapshots":
      sendsStored = try word(value, of: key, ["newest", "stored"])
    case "conf-changes":
      holdsConfChanges = try word(value, of: key, ["applied", "held"])
    case "read-confirmation":
      let isByContext = try word(value, of: key, ["position", "context"])
      options.readConfirmation = isByContext ? .context : .position
    case "term":
      hardState.term = Term(try number(value, of: key, in: 0...largestCount))
      isTermGiven = true
    case "vote":
      hardState.vote = MemberID(try unsigned(value, of: key))
    case "commit":
      hardState.commit = LogIndex(try number(value, of: key, in: 0...largestCount))
    default:
      throw .unknownArgument(key)
    }
  }

  /// Whether `value` is the second of two words.
  private func word(
    _ value: String, of key: String, _ words: [String]
  ) throws(ScriptProblem) -> Bool {
    guard let place = words.firstIndex(of: value) else {
      throw .badArgument(key, value: value, expected: words.joined(separator: " or "))
    }
    return place == 1
  }
}
