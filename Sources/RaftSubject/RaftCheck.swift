import ConsensusTesting
import HostileWorld
import Invariants
import SimKernel
import Swarm

/// How our Raft is checked: a profile that trials are drawn from, and what is asked of each.
public struct RaftCheck: Sendable {
  public var profile: SwarmProfile
  public var options: RaftSubjectOptions

  /// Whether it looks away: a fault of the tests themselves.
  var isBlind = false

  public init(profile: SwarmProfile = .raft, options: RaftSubjectOptions = RaftSubjectOptions()) {
    self.profile = profile
    self.options = options
  }

  /// The same check of a Raft with these faults planted in it.
  public func planting(_ mutants: [Mutant]) -> RaftCheck {
    var check = self
    for mutant in mutants {
      check.options.coreMutations.formUnion(mutant.core)
      check.options.hostMutations.formUnion(mutant.host)
      check.options.storeMutations.formUnion(mutant.store)
      check = check.blinded(by: mutant)
    }
    return check
  }

  /// What is asked of every run. Whether a run goes the same way twice is asked of samples.
  public var configuration: SimulationConfiguration {
    var configuration = SimulationConfiguration()
    configuration.checks = [.raftSafety, .exactlyOnce, .linearizable, .recovers, .store]
    if isBlind { configuration.checks = [] }
    return configuration
  }

  public func trial(seed: UInt64) -> Trial { profile.trial(seed: seed) }

  /// Runs and judges trials; one for each thread.
  public var runner: TrialRunner {
    TrialRunner.of(RaftUnderTest.self, options: options, configuration)
  }
}
