import RaftCore

/// Runs the interaction files: a few nodes, one list of messages under way, and commands that move
/// them step by step (etcd rafttest, InteractionEnv).
struct InteractionScript {
  static let commands = [
    "_breakpoint", "add-nodes", "campaign", "compact", "deliver-msgs", "forget-leader",
    "log-level", "process-append-thread", "process-apply-thread", "process-ready", "propose",
    "propose-conf-change", "raft-log", "raft-state", "report-unreachable", "send-snapshot",
    "set-randomized-election-timeout", "stabilize", "status", "tick-election", "tick-heartbeat",
    "transfer-leadership",
  ]

  /// The node with id n is at position n-1.
  var nodes: [ScriptNode] = []
  /// Messages between nodes and answers of storage threads, in order.
  var messages: [Message] = []
  var output = OutputBuffer()
  /// Links that lose what they are given; only our own directives cut any.
  var cuts: [CutLink] = []

  /// Runs one command and returns what it prints.
  mutating func run(_ directive: Directive, input: String) throws(Failure) -> String {
    output.clear()
    do throws(Failure) {
      try perform(directive, input: input)
    } catch {
      guard case .reported(let text) = error else { throw error }
      // Errors are shown even when nothing else is.
      if output.level == .none { return text }
      output.write(text)
    }
    return output.text.isEmpty ? "ok" : output.text
  }

  private mutating func perform(_ directive: Directive, input: String) throws(Failure) {
    switch directive.command {
    case "_breakpoint": break
    case "add-nodes": try addNodes(directive)
    case "compact": try compact(directive)
    case "deliver-msgs": try deliverMessages(directive)
    case "log-level":
      let name = try fatally { () throws(ScriptProblem) in
        try directive.key(at: 0, meaning: "level")
      }
      output.level = try OutputBuffer.Level(name: name)
    case "process-append-thread":
      try eachNode(directive, "processing append thread") { script, node throws(Failure) in
        try script.processAppendThread(node)
      }
    case "process-apply-thread":
      try eachNode(directive, "processing apply thread") { script, node throws(Failure) in
        try script.processApplyThread(node)
      }
    case "process-ready":
      try eachNode(directive, "handling Ready") { script, node throws(Failure) in
        try script.processReady(node)
      }
    case "propose": try propose(directive)
    case "propose-conf-change": try proposeConfChange(directive, input: input)
    case "x-propose-conf-change":
      try proposeConfChange(directive, input: input, hasSize: true)
    case "raft-log": try writeLog(of: try node(directive))
    case "raft-state": writeStates()
    case "send-snapshot": try sendSnapshot(directive)
    case "stabilize": try stabilize(directive)
    case "status":
      output.write(nodes[try node(directive)].member.status.progress.text)
    default:
      try performStep(directive)
    }
  }

  /// The commands that are one call of one member.
  private mutating func performStep(_ directive: Directive) throws(Failure) {
    switch directive.command {
    case "campaign": try step(try node(directive)) { $0.campaign() }
    case "forget-leader": try step(try node(directive)) { $0.forgetLeader() }
    case "report-unreachable":
      let peer = try fatally { () throws(ScriptProblem) in try directive.node(at: 1) }
      try step(try node(directive)) { $0.reportUnreachable(peer) }
    case "set-randomized-election-timeout":
      let ticks = try fatally { () throws(ScriptProblem) in
        guard let text = try directive.value("timeout") else { throw .missingArgument("timeout") }
        return Int(try number(text, of: "timeout", in: 1...largestCount))
      }
      try step(try node(directive)) { $0.setElectionTimeout(ticks: ticks) }
    case "tick-election": try tick(directive) { $0.electionTick }
    case "tick-heartbeat": try tick(directive) { $0.heartbeatTick }
    case "transfer-leadership":
      let (from, to) = try fatally { () throws(ScriptProblem) in
        guard let from = try directive.value("from") else { throw .missingArgument("from") }
        guard let to = try directive.value("to") else { throw .missingArgument("to") }
        return (
          MemberID(try unsigned(from, of: "from")), MemberID(try unsigned(to, of: "to"))
        )
      }
      try step(try position(of: from)) { $0.transferLeadership(to: to) }
    case let command where command.hasPrefix(Self.extensionPrefix):
      try performExtension(directive)
    default:
      throw .reported("unknown command")
    }
  }

  private mutating func tick(
    _ directive: Directive, _ count: (RaftOptions) -> Int
  ) throws(Failure) {
    let node = try node(directive)
    for _ in 0..<count(nodes[node].member.options) { try step(node) { $0.tick() } }
  }

  // MARK: Nodes

  /// The position of the node that the first argument names.
  func node(_ directive: Directive) throws(Failure) -> Int {
    try position(of: try fatally { () throws(ScriptProblem) in try directive.node() })
  }

  func position(of id: MemberID) throws(Failure) -> Int {
    guard id.rawValue >= 1, id.rawValue <= UInt64(nodes.count) else {
      throw .fatal(.noSuchNode(id, count: nodes.count))
    }
    return Int(id.rawValue) - 1
  }

  /// The nodes that the arguments name, in their order.
  func positions(_ directive: Directive) throws(Failure) -> [Int] {
    let ids = try fatally { () throws(ScriptProblem) in try directive.nodes() }
    var positions: [Int] = []
    for id in ids { positions.append(try position(of: id)) }
    return positions
  }

  /// Lets one member do something, and writes what it logs.
  mutating func step(
    _ node: Int, _ action: (inout RawNode) throws(StepError) -> Void
  ) throws(Failure) {
    try requireUp(node)
    var refusal: StepError?
    do throws(StepError) {
      try action(&nodes[node].member)
    } catch {
      refusal = error
    }
    try writeEvents(of: node)
    if let refusal { throw .step(refusal) }
  }

  /// Writes what a member logged since the last time; ends the script if the member stopped.
  mutating func writeEvents(of node: Int) throws(Failure) {
    let id = nodes[node].member.id
    for event in nodes[node].member.takeEvents() { output.log(event, by: id) }
    if let fault = nodes[node].member.fault { throw .fatal(.faulted(id, fault)) }
  }

  /// Does something for each node that the arguments name: under a header and indented if there are
  /// several.
  private mutating func eachNode(
    _ directive: Directive, _ what: String,
    _ action: (inout InteractionScript, Int) throws(Failure) -> Void
  ) throws(Failure) {
    let positions = try positions(directive)
    for node in positions {
      if positions.count == 1 {
        try action(&self, node)
      } else {
        try indented("> \(node + 1) \(what)\n") { script throws(Failure) in
          try action(&script, node)
        }
      }
    }
  }

  /// Writes `header`, then what `action` writes, indented.
  mutating func indented(
    _ header: String, _ action: (inout InteractionScript) throws(Failure) -> Void
  ) throws(Failure) {
    output.write(header)
    output.indent()
    defer { output.outdent() }
    try action(&self)
  }
}

/// Bound of counts in scripts, far above all that makes sense, so that sums cannot overflow.
let largestCount = UInt64(1) << 40
