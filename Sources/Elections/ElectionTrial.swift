import RaftCore

/// What became of one crash of a leader. Times in nanoseconds.
public struct ElectionOutcome: Hashable, Sendable {
  /// From the start of the timers to the first candidate.
  public var firstTimeout: Int64
  /// From the crash to the next leader; nil if there was none within the setup's patience.
  public var elapsed: Int64?
  /// Whether the first term with a candidate ended without a leader.
  public var isSplit: Bool
}

/// One election between members of our own core: timers, messages, nothing else. Disks and
/// processors cost nothing; there is neither pre-vote nor check-quorum.
struct ElectionTrial {
  private struct Envelope {
    var time: Int64
    var message: Message
  }

  private let setup: ElectionSetup
  private var dice: Dice
  private var nodes: [RawNode] = []
  /// When each member's clock ticks for the first time, and when it will campaign.
  private var phases: [Int64] = []
  private var deadlines: [Int64] = []
  private var network: [Envelope] = []
  private var ready = Ready()
  private var firstTerm: Term = 0
  private var outcome = ElectionOutcome(firstTimeout: 0, elapsed: nil, isSplit: false)
  private var crash: Int64 = 0
  private let stopsAtSplit: Bool

  /// - Parameter stopsAtSplit: whether a term that passed without a leader is enough to know.
  init(_ setup: ElectionSetup, seed: UInt64, trial: Int, stopsAtSplit: Bool) throws(OptionsError) {
    (self.setup, self.stopsAtSplit) = (setup, stopsAtSplit)
    dice = Dice(seed: seed, trial: trial)
    let voters = (1...UInt64(setup.servers)).map { MemberID($0) }
    let range = setup.ticks(setup.timeouts)
    if setup.heartbeat > 0 { crash = dice.draw(0...setup.heartbeat - 1) }
    for place in 0..<setup.live {
      var options = RaftOptions(
        id: voters[place], electionTick: max(range.lowerBound, 2), heartbeatTick: 1)
      options.electionTimeouts = ElectionTimeouts(seed: dice.next(), range: range)
      let length = setup.hasDistinctLogs ? place + 1 : 1
      let storage = MemoryStorage(
        hardState: HardState(term: 1, vote: .none, commit: 0),
        snapshot: Snapshot(confState: ConfState(voters: voters)),
        entries: (1...length).map { Entry(term: 1, index: LogIndex(UInt64($0)), data: [1]) })
      nodes.append(try RawNode(options: options, storage: storage))
      let start = setup.heartbeat > 0 ? dice.draw(setup.request) : 0
      let phase = dice.draw(0...setup.tick - 1)
      phases.append(start + phase)
      // The tick that ends timeout k comes k ticks and a phase after the start.
      deadlines.append(start + phase + Int64(nodes[place].electionTimeout) * setup.tick)
    }
  }

  /// Runs until there is a leader, or until nobody cares any more.
  mutating func run() throws(StepError) -> ElectionOutcome {
    while true {
      var member = 0
      for place in nodes.indices where deadlines[place] < deadlines[member] {
        member = place
      }
      var envelope: Int?
      var time = deadlines[member]
      for place in network.indices where network[place].time < time {
        (envelope, time) = (place, network[place].time)
      }
      if let envelope { member = Int(network[envelope].message.to.rawValue) - 1 }
      if time - crash > setup.patience { return outcome }
      if let envelope {
        try deliver(network.remove(at: envelope).message, to: member, at: time)
      } else {
        // The ticks before this one would only have been counted.
        nodes[member].setElectionTimeout(ticks: 1)
        nodes[member].tick()
        noteCandidate(member, at: time)
        if outcome.isSplit, stopsAtSplit { return outcome }
      }
      if settle(member, at: time) { return outcome }
    }
  }

  /// Steps a message. The core starts its timer again with a new term or a vote given.
  private mutating func deliver(
    _ message: Message, to member: Int, at time: Int64
  ) throws(StepError) {
    let (term, vote) = (nodes[member].term, nodes[member].vote)
    try nodes[member].step(message)
    let hasVoted = nodes[member].vote != vote && nodes[member].vote == message.from
    let isNewTerm = nodes[member].term > term
    if hasVoted || (isNewTerm && !setup.keepsTimers) { restartTimer(of: member, at: time) }
  }

  private mutating func restartTimer(of member: Int, at time: Int64) {
    let sinceTick = (time - phases[member]) % setup.tick
    let lastTick = time - (sinceTick < 0 ? sinceTick + setup.tick : sinceTick)
    deadlines[member] = lastTick + Int64(nodes[member].electionTimeout) * setup.tick
  }

  /// Whether the trial is over.
  private mutating func settle(_ member: Int, at time: Int64) -> Bool {
    while nodes[member].takeReady(into: &ready) {
      // Storage cannot refuse what its own core made of it.
      try? nodes[member].store(hardState: ready.hardState, entries: ready.entries)
      let messages = ready.messages + ready.messagesAfterPersist
      nodes[member].advance()
      for message in messages
      where message.to != nodes[member].id && message.to.rawValue <= UInt64(setup.live) {
        let delay = message.type.isResponse ? setup.reply : setup.request
        network.append(Envelope(time: time + dice.draw(delay), message: message))
      }
    }
    guard nodes[member].isLeader else { return false }
    outcome.elapsed = time - crash
    return true
  }

  private mutating func noteCandidate(_ member: Int, at time: Int64) {
    if firstTerm == 0 {
      firstTerm = nodes[member].term
      outcome.firstTimeout = time
    }
    if nodes[member].term > firstTerm { outcome.isSplit = true }
    if let range = setup.candidateTimeouts {
      let ticks = setup.ticks(range)
      nodes[member].setElectionTimeout(
        ticks: Int(dice.draw(Int64(ticks.lowerBound)...Int64(ticks.upperBound))))
    }
    restartTimer(of: member, at: time)
  }
}
