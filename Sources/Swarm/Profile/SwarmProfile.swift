import HostileWorld
import SimKernel

/// What a swarm of trials is drawn from: plain data that, with a seed, makes a trial.
///
/// `trial(seed:)` expands it before a run; the run itself decides nothing. The same profile and
/// seed give the same trial everywhere.
public struct SwarmProfile: Hashable, Sendable, Codable {
  public var name: String
  /// Sizes of the group, within 1 to 9; 3 and 5 are drawn most.
  public var members: ClosedRange<Int> = 1...9
  /// Nodes that wait to be added, in trials with commands to add them.
  public var spares: ClosedRange<Int> = 1...2
  public var regions: ClosedRange<Int> = 1...4
  /// The time after which the subject suspects a silent node, such as its election timeout;
  /// each trial draws one. Durations of faults and latencies of links are drawn relative to it.
  public var timescale: ClosedRange<SimDuration> = .milliseconds(100)...(.milliseconds(300))
  /// How many timescales phase 1 lasts.
  public var length: ClosedRange<Int> = 20...60
  public var clients: ClosedRange<Int> = 1...5
  /// Calls of all clients together.
  public var operations: ClosedRange<Int> = 20...80
  public var keys: ClosedRange<Int> = 1...4
  public var operationKinds: [OperationKind] = [.get, .put, .compareAndSwap]
  /// Codes of the subject's own operations, for the kind `custom`; their arguments are drawn.
  public var customCodes: [Int64] = []
  public var options: [OptionChoice] = []
  public var commands: [CommandChoice] = []
  /// Kinds of messages that filters may drop.
  public var messageKinds: [String] = []
  public var faultKinds: [FaultKind] = SwarmProfile.survivable
  public var maximumFaults = 16
  public var recipes: [SwarmRecipe] = SwarmRecipe.allCases
  public var weights = FamilyWeights()
  public var budget = FaultBudget.quorumSafe
  /// Rates within which a clock may drift; larger ones are drawn only if `breaksClocks`.
  public var driftPPM: Int64 = 500
  /// Whether clocks may also run up to a fifth fast or slow, jump and freeze.
  public var breaksClocks = true
  /// How long a healed cluster has to answer.
  public var recoveryLimit = SimDuration.seconds(30)
  /// Words on all nodes without which no trial heals a part of the nodes only; nil for never.
  public var partialHealingNeeds: [OptionWord]?
  public var eventLimit: UInt64 = 2_000_000

  public init(name: String) { self.name = name }

  /// Kinds that never cost a member what it had synced.
  public static var survivable: [FaultKind] {
    FaultKind.allCases.filter { $0 != .diskLies && $0 != .restart }
  }

  /// Kinds that the vocabulary allows.
  public var possibleFaultKinds: [FaultKind] {
    faultKinds.filter { kind in
      switch kind {
      case .admin: !commands.isEmpty
      case .upgrade: options.contains(where: \.isMixable)
      case .filter: !messageKinds.isEmpty
      case .diskLies: budget == .beyond
      case .clockJump, .clockFreeze: breaksClocks
      default: true
      }
    }
  }
}

/// A kind of client operation that trials may contain.
public enum OperationKind: String, Hashable, Sendable, Codable, CaseIterable {
  case get, put, compareAndSwap, custom
}

/// Shares of the families of trials, in any unit (simulation-testing.md, section 7).
public struct FamilyWeights: Hashable, Sendable, Codable {
  public var calm = 10
  public var single = 15
  public var swarm = 55
  public var everything = 5
  public var recipe = 15

  public init() {}
}

/// What a trial was drawn as.
public enum SwarmFamily: Hashable, Sendable {
  /// No faults.
  case calm
  /// Faults of one kind.
  case single(FaultKind)
  /// Each kind of fault, operation and option with probability 1/2: features that are absent do
  /// not suppress others (Groce et al., "Swarm Testing", 2012).
  case swarm
  /// All kinds.
  case everything
  case recipe(SwarmRecipe)
}

extension SwarmFamily: CustomStringConvertible {
  public var description: String {
    switch self {
    case .calm: "calm"
    case .single(let kind): "only \(kind.rawValue)"
    case .swarm: "swarm"
    case .everything: "everything"
    case .recipe(let recipe): "recipe \(recipe.rawValue)"
    }
  }
}
