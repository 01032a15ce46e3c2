import Experiments
import Results
import ScenarioFormat
import SimKernel

/// `fedsim trace`: what happens in a simulation, written in another tool's format.
struct TraceCommand: Command {
  enum Form: String, CaseIterable, Sendable { case datadriven }

  static let to = ValueOption<Form>(
    oneOf: "--to <format>",
    "datadriven: a script of directives as etcd-io/raft's tests have them, for 'fedsim "
      + "conformance'.")
  static let group = ValueOption<String>(
    "--group <name>", "Whose story it is. (default: the only group)")
  static let until = ValueOption<Int64>(
    "--until <time>", "Where it ends, such as 3.2s. (default: the scenario's end)"
  ) { text throws(BadValue) in
    guard let duration = DurationText.read(text), duration > 0 else {
      throw BadValue("It must be a time with its unit, such as 3.2s or 150ms.")
    }
    return duration
  }

  static let spec = CommandSpec(
    name: "trace",
    summary: "Write a simulation in another tool's format.",
    overview: "Simulate a scenario from its start and write what happens to a Raft group in "
      + "another tool's format.",
    usage: "[<options>] --to <format> <scenario>",
    arguments: [.init("<scenario>", "A JSON file, '-' for stdin, or 'builtin:<name>'.")],
    count: 1...1,
    options: [to.spec, group.spec, until.spec, RunCommand.seed.spec, SharedOptions.set.spec],
    examples: [
      "fedsim trace eu.json --to datadriven --until 2s -o eu.txt",
      "fedsim conformance eu.txt",
    ],
    note: "The script does what the group does in the simulation, message by message, and passes. "
      + "Where something happens that scripts cannot say, nothing is written; the error names it "
      + "and its time.")
  static let formats: [GlobalOptions.Format] = [.text]

  private let source: ScenarioSource
  private let groupName: String?
  private let until: Int64?
  private let seed: UInt64?
  private let overrides: [String]
  private let outputs: OutputPlan

  init(_ parsed: ParsedArguments) throws(UsageError) {
    source = ScenarioSource(parsed.positional[0])
    guard try parsed.last(Self.to) != nil else {
      throw parsed.error("Missing expected option '\(Self.to.spec.nameWithValue)'.")
    }
    groupName = try parsed.last(Self.group)
    until = try parsed.last(Self.until)
    seed = try parsed.last(RunCommand.seed)
    overrides = try parsed.all(SharedOptions.set)
    outputs = OutputPlan(paths: [try GlobalOptions(parsed).output].compactMap { $0 })
    try outputs.check(against: source.isFile ? [source.argument] : [], parsed)
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    try outputs.checkCreatable()
    let plan = try ScenarioLoader(context: context, overrides: overrides).load([source])[0]
    let story = GroupStory(
      plan: plan, group: try group(of: plan), seed: seed ?? plan.seed,
      until: min(until ?? .max, plan.duration.nanoseconds))
    if let until, until > story.until {
      context.warn("the scenario ends at \(DurationText.exact(story.until)), before --until")
    }
    context.explain("simulating \(plan.name), seed \(story.seed)")
    context.interrupt.listen()
    guard let script = try story.script(isStopped: context.interrupt.isRaised) else {
      throw CommandFailure(.interrupted)
    }
    context.explain("the script has \(script.caseCount) cases")
    try context.deliver(script.text)
    return .done
  }

  /// The group that is meant.
  private func group(of plan: Plan) throws(CommandFailure) -> Int {
    let names = plan.groups.map(\.name)
    guard let groupName else {
      if names.count == 1 { return 0 }
      guard names.count > 1 else {
        throw CommandFailure(.badInput, "'\(source.argument)' has no Raft group.")
      }
      let second = plan.groups[1].members.first.map { " at member \($0.name)" } ?? ""
      throw CommandFailure(
        .badInput,
        "A script cannot say what happens at 0s\(second): a second Raft group starts. "
          + "Choose one with --group: \(names.joined(separator: ", ")).")
    }
    if let place = names.firstIndex(of: groupName) { return place }
    let guess = nearestName(to: groupName, among: names).map { "Did you mean '\($0)'? " } ?? ""
    throw CommandFailure(
      .badInput,
      "No Raft group of '\(source.argument)' is called '\(groupName)'. \(guess)There are: "
        + "\(names.joined(separator: ", ")).")
  }
}
