import HostileWorld
import RaftSubject
import Results
import Swarm

/// The faults of the tests themselves, G1 to G5: each must show, by a mutant that escapes or by the
/// health of the generator.
struct HarnessMutants {
  let jobs: Int
  /// Trials that a blinded check has.
  let runs: Int

  struct Verdict {
    let mutant: Mutant
    let isCaught: Bool
    let reason: String

    var cells: [String] {
      [mutant.id, mutant.name, isCaught ? "caught" : "no", "-", "-", "-", reason]
    }
  }

  func verdicts(
    _ mutants: [Mutant], in context: CommandContext
  ) throws(CommandFailure) -> [Verdict] {
    var verdicts: [Verdict] = []
    for mutant in mutants { verdicts.append(try verdict(of: mutant, in: context)) }
    return verdicts
  }

  private func verdict(
    of mutant: Mutant, in context: CommandContext
  ) throws(CommandFailure) -> Verdict {
    let blinded = RaftCheck().blinded(by: mutant)
    let sweep = CheckSweep(
      check: blinded, seeds: SweepSeeds(campaign: 1), runs: runs, jobs: jobs)
    let shortfalls = try sweep.perform(in: context).health.shortfalls(of: SwarmProfile.raftFloors)
    if let first = shortfalls.first {
      return Verdict(mutant: mutant, isCaught: true, reason: first)
    }
    guard let sentinel = mutant.sentinel else {
      return Verdict(mutant: mutant, isCaught: false, reason: "nothing shows it")
    }
    let seesIt = try finds(sentinel, RaftCheck(), in: context)
    let isBlind = try !finds(sentinel, blinded, in: context)
    let escapes = seesIt && isBlind
    return Verdict(
      mutant: mutant, isCaught: escapes,
      reason: escapes ? "\(sentinel.name) escapes" : "\(sentinel.name) is found all the same")
  }

  private func finds(
    _ mutant: Mutant, _ check: RaftCheck, in context: CommandContext
  ) throws(CommandFailure) -> Bool {
    let sweep = CheckSweep(
      check: check.planting([mutant]), seeds: SweepSeeds(campaign: 1), runs: runs,
      jobs: jobs)
    return try sweep.perform(in: context).failed > 0
  }
}
