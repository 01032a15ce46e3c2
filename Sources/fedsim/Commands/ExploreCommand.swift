import Exploration
import RaftSubject
import Results

/// `fedsim explore`: every history of a small group.
struct ExploreCommand: Command {
  static let members = count("--members <n>", "Members of the group, 1 to 8. (default: 3)", 1...8)
  static let proposals = count("--proposals <n>", "Proposals in all, 0 to 9. (default: 1)", 0...9)
  static let maxTerm = count(
    "--max-term <n>", "Nobody campaigns beyond it, 1 to 9. (default: 2)", 1...9)
  static let duplicates = count(
    "--duplicates <n>", "Messages that arrive twice, 0 to 9. (default: 0)", 0...9)
  static let crashes = count("--crashes <n>", "Crashes in all, 0 to 9. (default: 0)", 0...9)
  static let inFlight = count(
    "--in-flight <n>", "Messages under way at once, 1 to 1000. (default: 64)", 1...1000)
  static let states = count(
    "--states <n>", "Give up beyond so many states. (default: 10000000)", 1...100_000_000)
  static let mutant = ValueOption<Mutant>(
    "--mutant <name>", "Plant a fault of the catalogue in the core."
  ) { text throws(BadValue) in
    let mutant = try CheckCommand.mutant.read(text)
    guard !mutant.core.isEmpty, mutant.host.isEmpty, mutant.store.isEmpty else {
      throw BadValue("It is no fault of the core, which is all that is explored.")
    }
    return mutant
  }

  static let spec = CommandSpec(
    name: "explore",
    summary: "Visit every history of a small group of the Raft core.",
    overview: "Visit every state of a small group, in all orders of delivery, nearest first. "
      + "Crashes come between steps and before a step's writes.",
    usage: "[<options>]",
    options: [
      members.spec, proposals.spec, maxTerm.spec, duplicates.spec, crashes.spec, inFlight.spec,
      states.spec, mutant.spec,
    ],
    examples: [
      "fedsim explore --max-term 1 --crashes 1",
      "fedsim explore --max-term 1 --mutant ignoreEarlierVote",
    ],
    note: "Any message may be late for ever, which is how messages get lost. States that differ "
      + "only in the numbers of up to three members count as one; states are told apart by 128 "
      + "bits. Exit status 0 when all were visited, 2 for a violation, 4 when the limit of "
      + "states came first.")

  private static func count(
    _ label: String, _ help: String, _ range: ClosedRange<Int>
  ) -> ValueOption<Int> {
    ValueOption<Int>(label, help) { text throws(BadValue) in
      guard let count = Int(text), range.contains(count) else {
        throw BadValue(
          "It must be a whole number from \(range.lowerBound) to \(range.upperBound).")
      }
      return count
    }
  }

  private var options = ExplorationOptions()

  init(_ parsed: ParsedArguments) throws(UsageError) {
    options.members = try parsed.last(Self.members) ?? 3
    options.proposals = try parsed.last(Self.proposals) ?? 1
    options.maxTerm = try parsed.last(Self.maxTerm) ?? 2
    options.duplicates = try parsed.last(Self.duplicates) ?? 0
    options.crashes = try parsed.last(Self.crashes) ?? 0
    options.inFlight = try parsed.last(Self.inFlight) ?? options.inFlight
    options.states = try parsed.last(Self.states) ?? options.states
    options.mutations = try parsed.last(Self.mutant)?.core ?? []
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    var explorer = Explorer(options)
    let result: ExplorationResult
    let start = ContinuousClock.now
    do {
      result = try explorer.run()
    } catch {
      throw CommandFailure(.simulatorBug, "The core refused to start: \(error).")
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    context.note("\(Int(Double(result.states) / max(seconds, 0.001))) states per second")
    let listing = Listing(
      ["verdict", "states", "steps", "depth", "violation"],
      [
        [
          result.verdict.rawValue, "\(result.states)", "\(result.transitions)",
          "\(result.depth)", result.violation,
        ]
      ])
    try context.publish { format, isFile in
      let table = listing.rendered(as: format, width: context.width(isFile: isFile))
      guard format == .text, result.verdict == .violation else { return table }
      return table + "\n" + result.diagram(members: options.members)
    }
    switch result.verdict {
    case .complete: return .done
    case .violation: return .violation
    case .undecided: return .undecided
    }
  }
}
