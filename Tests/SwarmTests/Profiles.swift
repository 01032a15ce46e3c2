import HostileWorld
import SimKernel
import Swarm

extension SwarmProfile {
  /// One with a vocabulary of every sort.
  static var sample: SwarmProfile {
    var profile = SwarmProfile(name: "sample")
    profile.options = [
      OptionChoice("tick", [100_000], role: .tick, isPerTimescale: true, isAlwaysSet: true),
      OptionChoice("snapshots", [8, 50, 1_000], role: .snapshotEvery),
      OptionChoice("size", [0, 200, 1 << 20], role: .messageSize),
      OptionChoice("preVote", [0, 1], role: .preVote, isMixable: true),
      OptionChoice("checkQuorum", [0, 1], role: .checkQuorum),
      OptionChoice(
        "lease", [0, 1], role: .leaseReads, needs: [OptionWord("checkQuorum", 1)]),
      OptionChoice("apply", [0, 1_000, 10_000], role: .applyCost, isPerTimescale: true),
    ]
    profile.commands = [
      CommandChoice("add", .addLearner), CommandChoice("promote", .promote),
      CommandChoice("remove", .remove), CommandChoice("transfer", .transfer),
      CommandChoice("replace", .replace),
    ]
    profile.messageKinds = ["append", "vote"]
    profile.partialHealingNeeds = [OptionWord("checkQuorum", 1)]
    return profile
  }
}
