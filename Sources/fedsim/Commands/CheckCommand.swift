import ConsensusTesting
import HostileWorld
import RaftSubject
import Reporting
import Results
import Swarm

/// `fedsim check`: our Raft, with its host and its store, in hostile worlds.
struct CheckCommand: Command {
  static let runs = ValueOption<Int>(
    "--runs <n>", "Trials of a campaign, 1 to 10000000. (default: 1000; with --mutants 2000)"
  ) { text throws(BadValue) in try readCount(text, atMost: 10_000_000) }
  static let campaign = ValueOption<UInt64>(
    "--campaign <n>", "Which campaign: another one has other seeds. (default: 1)",
    read: SeedRange.readSeed)
  static let seed = ValueOption<UInt64>(
    "--seed <n>", "Only the trial of this seed, with its story.", read: SeedRange.readSeed)
  static let mutant = ValueOption<Mutant>(
    "--mutant <name>", "Plant a fault of the catalogue in our Raft. (repeatable)"
  ) { text throws(BadValue) in
    if let mutant = Catalogue[named: text] { return mutant }
    let close = Catalogue.suggestions(for: text)
    throw BadValue(
      "There is no such mutation"
        + (close.isEmpty ? "." : "; did you mean \(close.joined(separator: ", "))?")
        + " 'fedsim list mutants' names them.")
  }
  static let mutants = Flag(
    "--mutants", "Plant one fault after the other, and tell which of them are found.")
  static let campaigns = ValueOption<Int>(
    "--campaigns <n>", "Campaigns of each mutant, 1 to 100. (default: 5)"
  ) { text throws(BadValue) in try readCount(text, atMost: 100) }
  static let shrink = ValueOption<Int>(
    "--shrink <n>", "Runs spent on making a failing trial smaller; 0 for none. (default: 600)"
  ) { text throws(BadValue) in text == "0" ? 0 : try readCount(text, atMost: 1_000_000) }
  static let save = ValueOption<String>(
    "--save <file>", "Write the smallest failing trial to a file, for 'fedsim replay'.")
  static let threads = ValueOption<Int>(
    "--threads <n>", "Runs at the same time; output never changes. (default: the processors)"
  ) { text throws(BadValue) in try SimulationOptions.jobs.read(text) }

  static let spec = CommandSpec(
    name: "check",
    summary: "Hunt for safety and liveness violations over seeds.",
    overview: "Run our Raft, its host and its store through trials drawn from seeds, with faults "
      + "of networks, disks, clocks, processes and operators, and check what must hold. A "
      + "failing trial is made small, drawn, and can be replayed.",
    usage: "[<options>]",
    options: [
      runs.spec, campaign.spec, seed.spec, mutant.spec, mutants.spec, campaigns.spec, shrink.spec,
      save.spec, threads.spec,
    ],
    examples: [
      "fedsim check --runs 100000",
      "fedsim check --mutant ignoreEarlierVote --save two-leaders.json",
      "fedsim check --mutants",
    ],
    note: "Exit status 2 when a promise was broken, 4 when runs came to no verdict. With "
      + "--mutants, 1 when a mutation was not found.")
  static let formats: [GlobalOptions.Format] = [.text, .json]

  private static func readCount(_ text: String, atMost most: Int) throws(BadValue) -> Int {
    guard let count = Int(text), (1...most).contains(count) else {
      throw BadValue("It must be a whole number from 1 to \(most).")
    }
    return count
  }

  private let runs: Int?
  private let campaign: UInt64
  private let seed: UInt64?
  private let planted: [Mutant]
  private let isTable: Bool
  private let campaigns: Int
  private let shrinkLimit: Int
  private let save: String?
  private let jobs: Int

  init(_ parsed: ParsedArguments) throws(UsageError) {
    runs = try parsed.last(Self.runs)
    campaign = try parsed.last(Self.campaign) ?? 1
    seed = try parsed.last(Self.seed)
    planted = try parsed.all(Self.mutant)
    isTable = parsed.isOn(Self.mutants)
    campaigns = try parsed.last(Self.campaigns) ?? 5
    shrinkLimit = try parsed.last(Self.shrink) ?? 600
    save = try parsed.last(Self.save)
    jobs = try parsed.last(Self.threads) ?? Workbench.defaultJobs
    if isTable, seed != nil || save != nil {
      throw parsed.error(
        "'--mutants' runs whole campaigns; '--seed' and '--save' do not go with it.")
    }
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    if isTable {
      let table = MutantTable(
        mutants: planted.isEmpty ? Catalogue.all : planted, campaigns: campaigns,
        runs: runs ?? 2_000, campaign: campaign, shrinkLimit: min(shrinkLimit, 300), jobs: jobs)
      return try table.publish(in: context)
    }
    if let save { try OutputFile(save).checkCreatable() }
    let check = RaftCheck().planting(planted)
    if let seed { return try tell(check.trial(seed: seed), check, in: context) }
    let sweep = CheckSweep(
      check: check, seeds: SweepSeeds(campaign: campaign), runs: runs ?? 1_000, jobs: jobs)
    let summary = try sweep.perform(in: context)
    let text = CheckText(summary: summary, profile: check.profile, campaign: campaign)
    var story: FailureStory?
    if let least = summary.clusters.min(by: { ($0.events, $0.seed) < ($1.events, $1.seed) }) {
      story = try self.story(of: check.trial(seed: least.seed), check)
    }
    try publish(text.text, summary, story, in: context)
    if summary.failed > 0 { return .violation }
    return summary.undecided.isEmpty ? .done : .undecided
  }

  /// One trial, with its story.
  private func tell(
    _ trial: Trial, _ check: RaftCheck, in context: CommandContext
  ) throws(CommandFailure) -> ExitCode {
    let result: HostileWorld.RunResult
    do throws(SimulatorBug) {
      result = try check.runner.result(of: trial)
    } catch {
      throw error.failure
    }
    var summary = SweepSummary()
    summary.add(seed: trial.seed, result)
    var text = "seed \(trial.seed): \(trial.sizeText)\n"
    for fault in trial.faults.faults { text += "  \(fault)\n" }
    switch result.verdict {
    case .pass: text += "passed\n"
    case .unavailableByDesign(let reason): text += "unavailable by design: \(reason)\n"
    case .undecided(let reason): text += "undecided: \(reason)\n"
    case .violation: text = ""
    }
    let story = summary.failed > 0 ? try self.story(of: trial, check) : nil
    try publish(text, summary, story, in: context)
    if summary.failed > 0 { return .violation }
    return summary.undecided.isEmpty ? .done : .undecided
  }

  private func story(
    of trial: Trial, _ check: RaftCheck
  ) throws(CommandFailure) -> FailureStory? {
    do throws(SimulatorBug) {
      return try FailureStory(trial, check, mutants: planted, shrinkLimit: shrinkLimit)
    } catch {
      throw error.failure
    }
  }

  private func publish(
    _ text: String, _ summary: SweepSummary, _ story: FailureStory?, in context: CommandContext
  ) throws(CommandFailure) {
    if let save, let story { try OutputFile(save).write(story.file.json) }
    try context.publish { format, isFile in
      if format == .json { return CheckDocument.text(summary, story, campaign: campaign) }
      guard let story else { return text }
      let report = FailureReport(
        story.example, hasColor: context.reportOptions(isFile: isFile).color)
      return text + (text.isEmpty ? "" : "\n") + report.text + "\n" + again(story)
    }
  }

  /// How to see it again.
  private func again(_ story: FailureStory) -> String {
    if let save { return "\nreplay  fedsim replay \(save)\n" }
    let seed = story.example.shrunk?.original.seed ?? story.example.trial.seed
    let planted = planted.map { " --mutant \($0.name)" }.joined()
    return "\nagain   fedsim check --seed \(seed)\(planted)\n"
  }
}
