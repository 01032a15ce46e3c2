/// The report of a counterexample: verdict, how to see it again, the trial in words, and the end
/// of the story. Under 60 lines.
public struct FailureReport {
  private let example: Counterexample

  private let hasColor: Bool

  /// `hasColor` marks by colour what words say as well.
  public init(_ example: Counterexample, hasColor: Bool = false) {
    self.example = example
    self.hasColor = hasColor
  }

  public var text: String {
    let place = isTest ? "\(example.site.fileID):\(example.site.line): " : ""
    var lines = [place + headline, ""]
    lines += details
    lines += reproduction
    lines += trial
    lines += states
    lines += story
    return lines.joined(separator: "\n")
  }

  private var finding: Finding { example.finding }

  /// Whether a test asked; else a command did, which says itself how to ask again.
  private var isTest: Bool { !example.site.filePath.isEmpty }

  private var headline: String {
    let first = finding.message.split(separator: "\n").first ?? ""
    return "\(finding.kind.rawValue.uppercased()) \(finding.invariant): \(first) "
      + "(\(finding.time.text))"
  }

  /// The rest of the finding's message.
  private var details: [String] {
    let rest = finding.message.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    return rest.isEmpty ? [] : rest.prefix(8).map(String.init) + [""]
  }

  private var reproduction: [String] {
    var lines: [String] = []
    if let fixture = example.fixture {
      lines.append("kept    \(fixture)")
      lines.append("replay  fedsim replay \(fixture)")
    }
    if isTest {
      // The seed draws the trial as it was before it was made smaller.
      let seed = example.shrunk?.original.seed ?? example.trial.seed
      lines.append("again   FEDSIM_SEED=\(seed) swift test --filter \(example.site.name)")
    }
    lines.append("finding \(finding.signature)   digest \(example.result.digest)")
    return lines
  }

  private var trial: [String] {
    let trial = example.trial
    var lines: [String] = []
    if let shrunk = example.shrunk, shrunk.original != trial {
      lines.append("shrunk  \(shrunk.original.sizeText), in \(shrunk.runs) runs to")
    }
    lines += ["trial   seed \(trial.seed): \(trial.sizeText)"]
    if !trial.options.isEmpty { lines.append("options " + words) }
    if trial.ties != .fixed { lines.append("        events of one instant in a drawn order") }
    let begun = begunFaults
    for fault in begun.suffix(12) { lines.append("        \(fault)") }
    let others = trial.faults.faults.count - min(12, begun.count)
    if others > 0 {
      let number = "\(others) other fault" + (others == 1 ? "" : "s")
      lines.append("        \(number) began earlier, or not yet")
    }
    return lines
  }

  private var words: String {
    example.trial.options.prefix(6).map { word in
      "\(word.name)=\(word.value)" + (word.node.map { "@\($0)" } ?? "")
    }.joined(separator: " ")
  }

  /// The faults that had begun when it happened, in the order in which they did.
  private var begunFaults: [Fault] {
    example.result.trace.filter { $0.kind == .faultBegin && $0.time <= finding.time }
      .compactMap { record in
        example.trial.faults.faults.first { record.text.hasPrefix("f\($0.id) ") }
      }
  }

  /// What each node showed last.
  private var states: [String] {
    let shown = example.result.probes.enumerated().map { index, probe in
      guard let probe else { return "\(NodeID(index)) down or silent" }
      return "\(NodeID(index)) \(probe.role.letter)\(probe.term) last \(probe.lastIndex) "
        + "commit \(probe.commit) applied \(probe.applied)"
    }
    guard example.result.probes.contains(where: { $0 != nil }) else { return [] }
    let pairs = stride(from: 0, to: shown.count, by: 2).map {
      shown[$0..<min(shown.count, $0 + 2)].joined(separator: "   ")
    }
    return pairs.enumerated().map { ($0.offset == 0 ? "state   " : "        ") + $0.element }
  }

  private var story: [String] {
    var style = SpaceTimeDiagram.Style()
    style.height = 24
    style.hasColor = hasColor
    return SpaceTimeDiagram(
      example.result.trace, of: finding, nodes: example.trial.nodes, style: style
    ).lines
  }
}
