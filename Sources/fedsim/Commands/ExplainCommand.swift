import ConsensusTesting
import HostileWorld
import Invariants
import RaftSubject
import Results
import SimKernel

/// `fedsim explain`: what happened in a failing trial, step by step.
struct ExplainCommand: Command {
  static let node = ValueOption<Int>(
    "--node <n>", "Only what node n does, such as 3 or n3. (repeatable)"
  ) { text throws(BadValue) in
    let digits = text.hasPrefix("n") ? text.dropFirst() : text[...]
    guard let number = Int(digits), (1...NodeID.limit).contains(number) else {
      throw BadValue("It must be a node, n1 to n\(NodeID.limit).")
    }
    return number
  }
  static let around = ValueOption<SimTime>(
    "--around <time>", "The steps around this time, such as 4.1s. (default: the failure)"
  ) { text throws(BadValue) in
    guard let time = TimeOption.read(text) else {
      throw BadValue("It must be a time, such as 4.1s or 4100ms.")
    }
    return time
  }
  static let limit = ValueOption<Int>(
    "--limit <n>", "Steps that are listed at most, 1 to 100000. (default: 40)"
  ) { text throws(BadValue) in
    guard let count = Int(text), (1...100_000).contains(count) else {
      throw BadValue("It must be a whole number from 1 to 100000.")
    }
    return count
  }

  static let spec = CommandSpec(
    name: "explain",
    summary: "Tell what happened in a failing trial, with a diagram.",
    overview: "Run the trial of a file that 'fedsim check --save' wrote, and tell what promise "
      + "was broken, how it came to it, and each step around it.",
    usage: "[<options>] <file>",
    arguments: [.init("<file>", "A failing trial (fedsim.failure/1), or '-' for stdin.")],
    count: 1...1,
    options: [node.spec, around.spec, limit.spec],
    examples: ["fedsim explain two-leaders.json --node 2 --around 1.2s"])
  static let formats: [GlobalOptions.Format] = [.text]

  private let path: String
  private let nodes: [NodeID]
  private let around: SimTime?
  private let limit: Int

  init(_ parsed: ParsedArguments) throws(UsageError) {
    path = parsed.positional[0]
    nodes = try parsed.all(Self.node).map { NodeID($0 - 1) }
    around = try parsed.last(Self.around)
    limit = try parsed.last(Self.limit) ?? 40
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    let kept = try KeptFailure(path, in: context)
    let result = try kept.run(recording: true)
    try context.publish { _, isFile in
      text(kept, result, width: context.width(isFile: isFile))
    }
    return .done
  }

  private func text(
    _ kept: KeptFailure, _ result: HostileWorld.RunResult, width: Int
  ) -> String {
    var lines: [String] = []
    var time = around ?? result.endedAt
    if case .violation(let finding) = result.verdict {
      time = around ?? finding.time
      lines.append("\(finding.invariant)  \(InvariantTable.row(finding.invariant)?.text ?? "")")
      lines += finding.message.split(separator: "\n").map { "    \($0)" }
      lines.append("")
      var style = SpaceTimeDiagram.Style()
      style.width = width
      style.height = 60
      lines +=
        SpaceTimeDiagram(
          result.trace, of: finding, nodes: kept.file.trial.nodes, style: style
        ).lines
    } else {
      lines.append("It passes now. It failed with \(kept.file.signature).")
    }
    lines += ["", "steps"] + steps(of: result.trace, around: time)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The steps nearest to `time`, in order.
  private func steps(of trace: [TraceRecord], around time: SimTime) -> [String] {
    let chosen = trace.filter { record in
      guard !nodes.isEmpty else { return record.kind != .timer }
      return record.node.map { nodes.contains($0) } ?? false
    }
    let middle = chosen.firstIndex { $0.time > time } ?? chosen.count
    let first = max(0, min(middle - limit * 3 / 4, chosen.count - limit))
    return chosen[first..<min(chosen.count, first + limit)].map { record in
      let peer = record.peer.map { record.kind == .send ? "to \($0) " : "from \($0) " } ?? ""
      let client = record.client.map { "c\($0) " } ?? ""
      return "  \(record.time.text)  \(record.node.map { "\($0)" } ?? "-")  "
        + "\(record.kind.rawValue)  \(peer)\(client)\(record.text)"
    }
  }
}

/// A time on the command line.
enum TimeOption {
  static func read(_ text: String) -> SimTime? {
    let units: [(name: String, ns: Double)] = [
      ("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9),
    ]
    for unit in units where text.hasSuffix(unit.name) {
      guard let number = Double(text.dropLast(unit.name.count)), number >= 0, number < 1e6 else {
        continue
      }
      return SimTime(nanoseconds: Int64((number * unit.ns).rounded()))
    }
    return nil
  }
}
