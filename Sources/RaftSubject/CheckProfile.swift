import HostileWorld
import SimKernel
import Swarm

extension SwarmProfile {
  /// What our Raft is checked with by default: its options, an operator's commands, and weights
  /// under which runs stay cheap, for 100,000 of them must be affordable.
  public static var raft: SwarmProfile {
    var profile = SwarmProfile(name: "raft")
    profile.options = raftOptions
    profile.commands = [
      CommandChoice("addLearner", .addLearner), CommandChoice("addVoter", .addVoter),
      CommandChoice("promote", .promote), CommandChoice("remove", .remove),
      CommandChoice("transfer", .transfer),
    ]
    // Twice, for the store has more to it than the registers.
    profile.operationKinds = [.get, .put, .compareAndSwap, .custom, .custom]
    profile.customCodes = StoreWorkload.codes
    profile.messageKinds = [
      "MsgApp", "MsgAppResp", "MsgHeartbeat", "MsgHeartbeatResp", "MsgVote", "MsgVoteResp",
      "MsgPreVote", "MsgPreVoteResp", "MsgSnap",
    ]
    // Without both, one node outside the core can depose its leaders for ever.
    profile.partialHealingNeeds = [OptionWord("preVote", 1), OptionWord("checkQuorum", 1)]
    return profile
  }

  /// The same with what etcd's server does not do: changes of several members at once, and several
  /// writes under way.
  public static var raftBeyondServer: SwarmProfile {
    var profile = raft
    profile.name = "raft-beyond-server"
    profile.commands += [
      CommandChoice("joint", .joint), CommandChoice("jointDemote", .jointDemote),
      CommandChoice("jointHeld", .jointHeld), CommandChoice("leaveJoint", .leaveJoint),
    ]
    profile.options.append(OptionChoice("asyncStorage", [0, 1, 1]))
    return profile
  }

  private static var raftOptions: [OptionChoice] {
    [
      OptionChoice("electionTicks", [5, 10, 10, 20], role: .electionTicks),
      OptionChoice("tickNs", [100_000], role: .tick, isPerTimescale: true, isAlwaysSet: true),
      OptionChoice("preVote", [0, 1, 1], role: .preVote, isMixable: true),
      OptionChoice("checkQuorum", [0, 1, 1], role: .checkQuorum),
      OptionChoice("snapshotEvery", [4, 8, 50, 1_000], role: .snapshotEvery, isAlwaysSet: true),
      OptionChoice("snapshotKeep", [0, 1, 5, 50], role: .snapshotKeep, isAlwaysSet: true),
      OptionChoice("maxSizePerMessage", [0, 200, 1 << 20], role: .messageSize),
      OptionChoice("maxCommittedSizePerReady", [1, 200, 1 << 20]),
      OptionChoice("maxInflight", [1, 2, 8, 512], role: .inflight),
      OptionChoice("applyCostNs", [0, 2_000, 20_000], role: .applyCost, isPerTimescale: true),
    ]
  }
}
