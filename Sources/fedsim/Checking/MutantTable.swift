import ConsensusTesting
import HostileWorld
import RaftSubject
import Results
import SimKernel
import Swarm

/// Every mutant against the same profile: found or not, by what, how soon, and how small the plan
/// gets that shows it.
struct MutantTable {
  let mutants: [Mutant]
  let campaigns: Int
  /// Trials of a campaign at most.
  let runs: Int
  let campaign: UInt64
  let shrinkLimit: Int
  let jobs: Int

  /// One campaign against one mutant.
  struct Hunt: Sendable {
    /// Trials up to the one that found it; nil if none did.
    var trials: Int?
    var simulated = SimDuration.zero
    var signature = ""
    /// Faults, operations and nodes of the small plan.
    var size: (faults: Int, operations: Int, nodes: Int)?
    /// Whether the same trial passes without the mutant.
    var isTwinGreen = true
  }

  func publish(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    let (mutants, campaigns) = (mutants.filter { !$0.isOfHarness }, campaigns)
    let (runs, first, limit) = (runs, campaign, shrinkLimit)
    let crew = Crew(count: mutants.count * campaigns) { number throws(SimulatorBug) -> Hunt in
      let place = number / campaigns
      let seeds = SweepSeeds(campaign: first &+ UInt64(number % campaigns))
      return try Self.hunt(
        mutants[place], seeds, runs, shrinkLimit: number % campaigns == 0 ? limit : 0)
    }
    let hunts = try crew.perform(label: "check --mutants", jobs: jobs, in: context)
    let harness = try HarnessMutants(jobs: jobs, runs: min(runs, 400)).verdicts(
      self.mutants.filter(\.isOfHarness), in: context)
    let rows = mutants.enumerated().map { place, mutant in
      MutantRow(mutant, Array(hunts[place * campaigns..<(place + 1) * campaigns]))
    }
    let found = rows.count(where: \.isFound) + harness.count(where: \.isCaught)
    let listing = Listing(
      ["id", "mutation", "found", "trials", "simulated", "plan", "by"],
      rows.map(\.cells) + harness.map(\.cells))
    let total = rows.count + harness.count
    try context.publish { format, isFile in
      let table = listing.rendered(as: format, width: context.width(isFile: isFile))
      guard format == .text else { return table }
      return table + Self.closing(rows, found: found, total: total)
    }
    if rows.contains(where: { !$0.isTwinGreen }) { return .violation }
    let isComplete =
      rows.allSatisfy { $0.isFound || !$0.mutant.mustFind } && harness.allSatisfy(\.isCaught)
    return isComplete ? .done : .expectationFailed
  }

  private static func closing(_ rows: [MutantRow], found: Int, total: Int) -> String {
    let sizes = rows.compactMap(\.size)
    func median(_ value: (MutantRow.Size) -> Int) -> String {
      let sorted = sizes.map(value).sorted()
      return sorted.isEmpty ? "-" : "\(sorted[sorted.count / 2])"
    }
    var text = "\nfound: in so many campaigns; trials and simulated time: median to the first "
    text += "detection;\nplan: faults, operations and nodes of the smallest trial\n"
    text += "median plan: \(median(\.faults)) faults, \(median(\.operations)) operations, "
    text += "\(median(\.nodes)) nodes\n"
    let red = rows.filter { !$0.isTwinGreen }.map(\.mutant.name)
    if !red.isEmpty { text += "failed without the mutation, too: \(red.joined(separator: ", "))\n" }
    let missed = rows.filter { !$0.isFound }.map(\.mutant.name)
    if !missed.isEmpty {
      let line = "not found: " + missed.joined(separator: ", ")
      text += TextFold.lines(line, width: 80).joined(separator: "\n") + "\n"
    }
    return text + "\(found) of \(total) mutations found\n"
  }

  /// Runs trials until one fails.
  private static func hunt(
    _ mutant: Mutant, _ seeds: SweepSeeds, _ runs: Int, shrinkLimit: Int
  ) throws(SimulatorBug) -> Hunt {
    let check = RaftCheck()
    let mutated = check.planting([mutant])
    let runner = mutated.runner
    var hunt = Hunt()
    for number in 0..<runs {
      let trial = check.trial(seed: seeds.seed(number))
      let result = try runner.result(of: trial)
      hunt.simulated += result.endedAt - .zero
      guard case .violation(let finding) = result.verdict else { continue }
      hunt.trials = number + 1
      hunt.signature = finding.signature
      if case .violation = try check.runner.result(of: trial).verdict { hunt.isTwinGreen = false }
      guard shrinkLimit > 0 else { return hunt }
      let small = runner.shrink(trial, limit: shrinkLimit)?.trial ?? trial
      let operations = small.clients.reduce(0) { $0 + $1.operations.count }
      hunt.size = (small.faults.faults.count, operations, small.nodes)
      return hunt
    }
    return hunt
  }
}

/// A row of the table.
struct MutantRow {
  typealias Size = (faults: Int, operations: Int, nodes: Int)

  let mutant: Mutant
  let hunts: [MutantTable.Hunt]

  init(_ mutant: Mutant, _ hunts: [MutantTable.Hunt]) {
    self.mutant = mutant
    self.hunts = hunts
  }

  /// Every campaign found it.
  var isFound: Bool { hunts.allSatisfy { $0.trials != nil } }
  var isTwinGreen: Bool { hunts.allSatisfy(\.isTwinGreen) }
  var size: Size? { hunts.lazy.compactMap(\.size).first }

  var cells: [String] {
    let found = hunts.filter { $0.trials != nil }
    let trials = hunts.map { $0.trials ?? .max }.sorted()[hunts.count / 2]
    let simulated = hunts.map(\.simulated).sorted()[hunts.count / 2]
    let seconds = Int(simulated.nanoseconds / 1_000_000_000)
    return [
      mutant.id, mutant.name, "\(found.count)/\(hunts.count)",
      trials == .max ? "-" : spaced(trials), trials == .max ? "-" : "\(spaced(seconds)) s",
      size.map { "\($0.faults) \($0.operations) \($0.nodes)" } ?? "-", signatures,
    ]
  }

  /// By what it was found, the most frequent first.
  private var signatures: String {
    var counts: [(name: String, count: Int)] = []
    for hunt in hunts where hunt.trials != nil {
      let name = hunt.signature.split(separator: "/").dropFirst().joined(separator: "/")
      if let place = counts.firstIndex(where: { $0.name == name }) {
        counts[place].count += 1
      } else {
        counts.append((name, 1))
      }
    }
    return counts.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(2).map(\.name)
      .joined(separator: ", ")
  }
}

extension Mutant {
  /// Faults of the tests themselves, G1 to G5.
  var isOfHarness: Bool { id.hasPrefix("G") }
}
