import RaftCore

// What can happen to a member; `node` is its position, from 0.

extension ScriptWriter {
  /// Its clock ticked.
  public mutating func tick(_ node: Int) throws(ExportProblem) {
    try sayTimeout(of: node)
    let isHeartbeat = environment.nodes[node].member.options.heartbeatTick == 1
    try perform("\(isHeartbeat ? "tick-heartbeat" : "x-tick") \(node + 1)")
  }

  /// A message reached it.
  public mutating func receive(_ message: Message) throws(ExportProblem) {
    try perform(try directive(for: message, .delivered))
  }

  /// A message that is under way never arrives.
  public mutating func lose(_ message: Message) throws(ExportProblem) {
    try perform(try directive(for: message, .dropped))
  }

  /// It took a Ready. A leader's messages go at once.
  public mutating func takeReady(_ ready: Ready, at node: Int) throws(ExportProblem) {
    let output = try take(node)
    let said = vocabulary.said(ready).text
    if !output.hasSuffix(said) {
      throw .diverged("node \(node + 1) has another Ready:\n\(output)---\n\(said)")
    }
    let theirs = ready.messages + ready.messagesAfterPersist
    var mine = environment.nodes[node].taken.map { $0.messages + $0.messagesAfterPersist } ?? []
    // A leader's are under way already.
    if mine.isEmpty { mine = environment.messages.suffix(theirs.count) }
    for (mine, theirs) in zip(mine, theirs) {
      try vocabulary.learn(theirs.context, as: mine.context)
    }
  }

  /// The Ready taken last is durable, but its core is not told yet.
  public mutating func storeReady(at node: Int) throws(ExportProblem) {
    try perform("x-store-ready \(node + 1)")
  }

  /// The Ready taken last is durable.
  public mutating func finishReady(at node: Int) throws(ExportProblem) { try finish(node) }

  /// A committed configuration change came into force, or one without members in place of one that
  /// must not be made.
  public mutating func apply(_ change: ConfChange, at node: Int) throws(ExportProblem) {
    guard let entry = environment.nodes[node].waiting.first,
      let expected = ConfChange(decoding: entry)
    else { throw .diverged("node \(node + 1) has no configuration change to apply") }
    let isRefused = expected.changes != change.changes
    if isRefused, change.changes.contains(where: { $0.nodeID != .none }) {
      throw .diverged("node \(node + 1) applies \(change.stepsText) for \(expected.stepsText)")
    }
    try perform("x-apply \(node + 1)\(isRefused ? " refused" : "")")
  }

  /// It stored a snapshot of its state machine as of `index`, and its log begins after `base`.
  public mutating func storeSnapshot(
    at index: LogIndex, base: LogIndex, at node: Int
  ) throws(ExportProblem) {
    let member = environment.nodes[node].member
    var line = "x-snapshot \(node + 1)"
    if index != member.applied { line += " index=\(index)" }
    if base >= member.storage.firstIndex { line += " compact=\(base)" }
    try perform(line)
  }

  /// A snapshot message that its core asked for left, with the state of another index.
  public mutating func sendSnapshot(_ message: Message, at node: Int) throws(ExportProblem) {
    guard let index = message.snapshot?.index else { throw .unsayable("a snapshot of nothing") }
    let (mail, wanted) = (mail(to: message.to, from: message.from, .snapshot), message.text)
    // Those that left before have a newer state than the core knows of, and stand further in front.
    guard let place = mail.lastIndex(where: { $0.term == message.term && $0.text != wanted }) else {
      if mail.contains(where: { $0.text == wanted }) { return }
      throw .diverged("this snapshot is not under way: \(wanted)")
    }
    var line = "x-merge-snapshot \(message.to) from=\(message.from.rawValue)"
    if mail.count > 1 { line += " nth=\(place + 1)" }
    if index != environment.nodes[node].stateIndex { line += " index=\(index)" }
    try perform(line)
  }

  /// Its process died.
  public mutating func crash(_ node: Int) throws(ExportProblem) {
    try perform("x-crash \(node + 1)")
  }

  /// Its process started, with the options that its core has now.
  public mutating func start(_ node: Int, options: RaftOptions) throws(ExportProblem) {
    if environment.nodes[node].isDown {
      let keys = Self.keys(from: environment.nodes[node].member.options, to: options)
      try perform("x-restart \(node + 1) applied=\(options.applied)\(keys)")
    }
    if !environment.nodes[node].member.options.agrees(with: options) {
      throw .unsayable("a member that starts with options which x-restart does not take")
    }
  }

  // MARK: Requests

  /// It asked something of its own core; `message` is the local message that says what, and
  /// `meaning` what its payload means to people.
  public mutating func request(
    _ message: Message, at node: Int, meaning: String
  ) throws(ExportProblem) {
    let id = node + 1
    switch message.type {
    case .hup: try perform("campaign \(id)")
    case .forgetLeader: try perform("forget-leader \(id)")
    case .propose: try propose(message.entries, at: node, meaning)
    case .readIndex:
      let context = message.entries.first?.data ?? []
      try perform("x-read \(id) \(vocabulary.word(for: context, meaning: meaning))")
    case .snapshotStatus:
      try perform(
        "x-report-snapshot \(id) \(message.from.rawValue) \(message.reject ? "failed" : "ok")")
    case .transferLeader:
      try perform("transfer-leadership from=\(id) to=\(message.from.rawValue)")
    case .unreachable: try perform("report-unreachable \(id) \(message.from.rawValue)")
    default: throw .unsayable("a \(message.type.text) of its own")
    }
  }

  private mutating func propose(
    _ entries: [Entry], at node: Int, _ meaning: String
  ) throws(ExportProblem) {
    guard let first = entries.first else { throw .unsayable("a proposal of nothing") }
    if first.kind.isConfChange {
      guard entries.count == 1 else {
        throw .unsayable("several configuration changes in one proposal")
      }
      return try proposeChange(first, at: node)
    }
    if entries.contains(where: { $0.kind.isConfChange || $0.data.isEmpty }) {
      throw .unsayable("a proposal of entries that have no words")
    }
    let words = entries.map { vocabulary.word(for: $0.data, meaning: meaning) }
    let size = first.payloadSize
    guard entries.allSatisfy({ $0.payloadSize == size }),
      words.allSatisfy({ $0.utf8.count <= size })
    else { throw .unsayable("a proposal of sizes that x-propose does not take") }
    let isPlain = words.count == 1 && words[0].utf8.count == size
    try perform(
      isPlain
        ? "propose \(node + 1) \(words[0])"
        : "x-propose \(node + 1) \(words.joined(separator: " ")) size=\(size)")
  }

  private mutating func proposeChange(_ entry: Entry, at node: Int) throws(ExportProblem) {
    guard var change = ConfChange(decoding: entry) else {
      throw .unsayable("a configuration change that cannot be decoded")
    }
    // Of what the application adds to it the core knows only how long it is.
    change.context = []
    let isPlain = change.entry.payloadSize == entry.payloadSize
    var line = "\(isPlain ? "" : "x-")propose-conf-change \(node + 1)"
    if change.isV1 { line += " v1=true" }
    switch change.transition {
    case .auto: break
    case .jointImplicit: line += " transition=implicit"
    case .jointExplicit: line += " transition=explicit"
    }
    if !isPlain { line += " size=\(entry.payloadSize)" }
    try perform(line, input: change.stepsText)
  }
}
