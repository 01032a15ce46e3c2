/// The report of a counterexample: verdict, how to see it again, the trial in words, and the end
/// of the story. Under 60 lines.
public struct FailureReport {
  private let example: Counterexample

  public init(_ example: Counterexample) { self.example = example }

  public var text: String {
    var lines = [
      "\(example.site.fileID):\(example.site.line): \(headline)", "",
    ]
    lines += details
    lines += reproduction
    lines += trial
    lines += story
    return lines.joined(separator: "\n")
  }

  private var finding: Finding { example.finding }

  private var headline: String {
    let first = finding.message.split(separator: "\n").first ?? ""
    return "\(finding.kind.rawValue.uppercased()) \(finding.invariant): \(first) "
      + "(\(finding.time.text))"
  }

  /// The rest of the finding's message.
  private var details: [String] {
    let rest = finding.message.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    return rest.isEmpty ? [] : rest.prefix(22).map(String.init) + [""]
  }

  private var reproduction: [String] {
    var lines: [String] = []
    if let fixture = example.fixture { lines.append("kept    \(fixture)") }
    let test = example.site.name
    lines.append("again   FEDSIM_SEED=\(example.trial.seed) swift test --filter \(test)")
    lines.append("finding \(finding.signature)   digest \(example.result.digest)")
    return lines
  }

  private var trial: [String] {
    let trial = example.trial
    var lines = ["trial   seed \(trial.seed): \(trial.sizeText)"]
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

  /// The faults that had begun when it happened, in the order in which they did.
  private var begunFaults: [Fault] {
    example.result.trace.filter { $0.kind == .faultBegin && $0.time <= finding.time }
      .compactMap { record in
        example.trial.faults.faults.first { record.text.hasPrefix("f\($0.id) ") }
      }
  }

  /// What happened last, leaving out what does not concern the nodes of the finding.
  private var story: [String] {
    let nodes = finding.nodes
    let records = example.result.trace.filter { record in
      guard record.time <= finding.time else { return false }
      switch record.kind {
      case .timer, .disk, .duplicated, .ask, .note: return false
      default: break
      }
      guard !nodes.isEmpty, let node = record.node else { return true }
      return nodes.contains(node)
    }
    return records.isEmpty ? [] : ["story"] + records.suffix(16).map(Self.line)
  }

  private static func line(_ record: TraceRecord) -> String {
    var place = record.node.map { "\($0)" } ?? ""
    if let peer = record.peer {
      place += record.kind == .send ? " to \(peer)" : " from \(peer)"
    }
    if let client = record.client { place += (place.isEmpty ? "" : " ") + "c\(client)" }
    let kind = record.kind.rawValue
    return "  \(record.time.text)  \(padded(place, 12)) \(padded(kind, 10)) \(record.text)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
