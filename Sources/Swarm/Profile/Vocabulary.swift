import HostileWorld
import SimKernel

/// An option of the subject that trials may set, and the values they choose from.
public struct OptionChoice: Hashable, Sendable, Codable {
  /// What recipes know an option by, whatever the subject calls it.
  public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    case snapshotEvery, snapshotKeep, messageSize, inflight, applyCost, preVote, checkQuorum
    case leaseReads, electionTicks, tick
  }

  /// As `SimulatedNode.set` knows it.
  public var name: String
  /// From the lowest to the highest. A value listed twice is twice as probable.
  public var values: [Int64]
  public var role: Role?
  /// Whether the values are parts per million of the trial's timescale, in nanoseconds.
  public var isPerTimescale: Bool
  /// Whether nodes may differ in it, and upgrades change it.
  public var isMixable: Bool
  /// Whether every trial sets it; else every second one.
  public var isAlwaysSet: Bool
  /// Words that a trial sets along with a value of it other than 0.
  public var needs: [OptionWord]

  public init(
    _ name: String, _ values: [Int64], role: Role? = nil, isPerTimescale: Bool = false,
    isMixable: Bool = false, isAlwaysSet: Bool = false, needs: [OptionWord] = []
  ) {
    self.name = name
    self.values = values
    self.role = role
    self.isPerTimescale = isPerTimescale
    self.isMixable = isMixable
    self.isAlwaysSet = isAlwaysSet
    self.needs = needs
  }
}

/// A command of an operator that trials may give.
public struct CommandChoice: Hashable, Sendable, Codable {
  /// What it does, so that a trial's commands make sense one after the other.
  public enum Effect: String, Hashable, Sendable, Codable, CaseIterable {
    case addVoter, addLearner, promote, demote, remove
    /// A spare in place of a member, whose number is the command's value.
    case replace
    /// Makes several nodes voters and others not, in one change that ends by itself; the value has
    /// a bit for each node that is to vote.
    case joint
    /// The same, after which former voters are learners.
    case jointDemote
    /// The same as `joint`, but the change stays half made until `leaveJoint`.
    case jointHeld
    case leaveJoint
    /// Asks the leader to make a member leader.
    case transfer
    /// On any node.
    case other

    /// Whether it begins or ends a change of several members.
    public var isJoint: Bool {
      switch self {
      case .joint, .jointDemote, .jointHeld, .leaveJoint: true
      default: false
      }
    }
  }

  /// As the subject's `ClientCommand.admin` knows it.
  public var name: String
  public var effect: Effect
  /// What its value is drawn from; 0 if empty.
  public var values: [Int64]

  public init(_ name: String, _ effect: Effect, values: [Int64] = []) {
    self.name = name
    self.effect = effect
    self.values = values
  }
}
