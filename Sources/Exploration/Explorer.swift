import RaftCore

/// What an exploration found.
public struct ExplorationResult: Sendable {
  public enum Verdict: String, Hashable, Sendable { case complete, violation, undecided }

  public var verdict = Verdict.complete
  /// Distinct states; those that differ only in the numbers of the members count as one.
  public var states = 1
  /// Steps taken, those into known states included.
  public var transitions = 0
  /// Steps from the start to the furthest state.
  public var depth = 0
  /// What is violated, at the end of `path`, a shortest way there.
  public var violation = ""
  public var path: [ExplorationStep] = []
}

/// What all steps of a search share.
struct Tools {
  let relabelling: Relabelling
  /// Whether votes are counted one by one, since a mutant may.
  let isMutated: Bool
  /// Whether messages that the unmutated core ignores are forgotten.
  let dropsStale: Bool
  var ready = Ready()
}

/// Visits every state of a small group, nearest first.
///
/// No tick ever passes: members campaign when the search says so, and nobody sends heartbeats. A
/// member deals with one input at a time: all that follows from it is written, and then sent,
/// unless the member crashes in between.
public struct Explorer {
  private struct Place {
    var world: World
    var number: Int32
  }

  private let options: ExplorationOptions
  private var tools: Tools
  private var known = DigestSet()
  private var parents: [Int32] = [-1]
  private var steps: [ExplorationStep] = [.start]
  private var found: [Place] = []
  private var result = ExplorationResult()

  public init(_ options: ExplorationOptions) {
    precondition(1...8 ~= options.members, "\(options.members) members")
    self.options = options
    tools = Tools(
      relabelling: Relabelling(members: options.members),
      isMutated: !options.mutations.isEmpty, dropsStale: options.mutations.isEmpty)
  }

  /// - Parameter isStopped: asked now and then; a search that stops is undecided.
  public mutating func run(isStopped: () -> Bool = { false }) throws -> ExplorationResult {
    let voters = (1...UInt64(options.members)).map { MemberID($0) }
    let seats = try voters.map { id in
      var settings = RaftOptions(id: id)
      settings.mutations = options.mutations
      var seat = Seat(
        try RawNode(
          options: settings, storage: MemoryStorage(confState: ConfState(voters: voters))))
      seat.seal(tools.relabelling)
      return seat
    }
    let start = World(seats: seats, leaders: Array(repeating: 0, count: options.maxTerm + 1))
    _ = known.insert(start.digest(tools.relabelling))
    var frontier = [Place(world: start, number: 0)]
    while !frontier.isEmpty {
      found.removeAll(keepingCapacity: true)
      for place in frontier {
        try expand(place)
        if result.verdict == .complete, isStopped() { result.verdict = .undecided }
        if result.verdict != .complete { return result }
      }
      if !found.isEmpty { result.depth += 1 }
      swap(&frontier, &found)
    }
    return result
  }

  private mutating func expand(_ place: Place) throws {
    let world = place.world
    for (seat, member) in world.seats.enumerated() {
      let node = member.node
      if !node.isLeader, node.term.rawValue < UInt64(options.maxTerm) {
        try take(.campaign, at: seat, from: place) { .campaign(seat + 1, $0) }
      }
      if node.isLeader, world.proposals < options.proposals {
        try take(.propose, at: seat, from: place) { .propose(seat + 1, $0) }
      }
      if world.crashes < options.crashes {
        for losing in member.synced == nil ? [false] : [false, true] {
          var next = world
          next.crashes += 1
          try next.crash(seat, losing: losing, tools)
          keep(next, by: .crash(seat + 1, losing: losing), of: seat, from: place)
        }
      }
    }
    for position in world.network.indices { try expandMessage(position, from: place) }
  }

  private mutating func expandMessage(_ position: Int, from place: Place) throws {
    let network = place.world.network
    let parcel = network[position]
    // The same message twice is one choice.
    if network[..<position].contains(where: { $0.digests[0] == parcel.digests[0] }) { return }
    let (from, to) = (Int(parcel.message.from.rawValue), Int(parcel.message.to.rawValue))
    for keepsCopy in [false, true] {
      if keepsCopy, place.world.duplicates >= options.duplicates { continue }
      var origin = place
      if keepsCopy { origin.world.duplicates += 1 } else { origin.world.take(position) }
      try take(.message(parcel.message), at: to - 1, from: origin) {
        .deliver(
          Self.describe(parcel.message), from: from, to: to, keepsCopy: keepsCopy, $0)
      }
    }
  }

  /// The input met, and met with a crash before anything is written.
  private mutating func take(
    _ input: Input, at seat: Int, from place: Place,
    as step: (ExplorationStep.Fate) -> ExplorationStep
  ) throws {
    for crashing in [false, true] {
      if crashing, place.world.crashes >= options.crashes { continue }
      var next = place.world
      if case .propose = input { next.proposals += 1 }
      if crashing { next.crashes += 1 }
      guard try next.act(seat, on: input, crashing: crashing, &tools) else { continue }
      keep(next, by: step(crashing ? .crashesBeforeWriting : .lives), of: seat, from: place)
    }
  }

  private mutating func keep(
    _ world: World, by step: @autoclosure () -> ExplorationStep, of seat: Int, from place: Place
  ) {
    guard result.verdict == .complete, world.network.count <= options.inFlight else { return }
    result.transitions += 1
    var world = world
    let violation = world.violation(after: seat)
    let isNew = known.insert(world.digest(tools.relabelling))
    guard violation != nil || isNew else { return }
    if violation == nil, known.count > options.states {
      result.verdict = .undecided
      return
    }
    parents.append(place.number)
    steps.append(step())
    result.states = known.count
    if let violation {
      result.verdict = .violation
      result.violation = violation
      result.path = path(to: parents.count - 1)
    } else {
      found.append(Place(world: world, number: Int32(parents.count - 1)))
    }
  }

  private func path(to end: Int) -> [ExplorationStep] {
    var path: [ExplorationStep] = []
    var place = end
    while place > 0 {
      path.append(steps[place])
      place = Int(parents[place])
    }
    return path.reversed()
  }

  private static func describe(_ message: Message) -> String {
    let refusal = message.reject ? " no" : ""
    return "\(message.type) t\(message.term.rawValue) i\(message.index.rawValue)\(refusal)"
  }
}

extension World {
  fileprivate mutating func take(_ position: Int) {
    network.swapAt(position, network.count - 1)
    network.removeLast()
  }
}
