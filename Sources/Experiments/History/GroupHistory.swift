import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel

/// A run as one Raft group lived it, step by step: `while let step = history.next()`.
///
/// The steps say all that its cores were told, and all that became of their messages. Watching
/// changes nothing in the run.
public struct GroupHistory: Sendable {
  private var world: World
  private let group: Int
  private let until: SimTime
  private var steps: [GroupStep] = []
  private var position = 0

  /// The history of `plan.groups[group]` under `seed`, up to `until` and the plan's end.
  public init(
    of plan: Plan, group: Int, seed: UInt64, until: SimDuration? = nil
  ) throws(ExperimentError) {
    world = try World(plan: plan, seed: seed)
    self.group = group
    self.until = min(world.end, until.map { .zero + $0 } ?? world.end)
    world.follow(group: group)
    world.start()
    steps = world.follower?.take() ?? []
  }

  /// Names of the members, by position.
  public var memberNames: [String] { world.groups[group].plan.members.map(\.name) }

  /// What the members start with. All are alike but for their ids and election timeouts.
  public var confState: ConfState { first.options.confState }

  /// The options of the members' cores; the id is that of the first.
  public var raftOptions: RaftOptions { first.node.options }

  private var first: Member { world.members[world.groups[group].firstMember] }

  /// The entries on each member's disk at present, by position.
  public var logs: [[Entry]] {
    world.groups[group].members.map { world.members[$0].node.storage.entries }
  }

  /// Simulates up to the next step; nil when there is none before the end.
  public mutating func next() -> GroupStep? {
    while position == steps.count {
      guard let event = world.agenda.next(by: until) else { return nil }
      world.handle(event)
      position = 0
      steps = world.follower?.take() ?? []
    }
    position += 1
    return steps[position - 1]
  }
}
