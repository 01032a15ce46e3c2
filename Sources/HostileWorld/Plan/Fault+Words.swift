import SimKernel

extension Fault: CustomStringConvertible {
  /// One line: "f2 crash n1 when an entry reaches index 7, back after 150 ms".
  public var description: String {
    var text = "f\(id) \(kind.rawValue) \(target)"
    if !words.isEmpty { text += " [" + words.joined(separator: " ") + "]" }
    let named = numbers.entries.map { Self.text(of: $0) }
    if !named.isEmpty { text += " (" + named.joined(separator: ", ") + ")" }
    text += " \(start)"
    guard let duration else { return kind.rule.isInstant ? text : text + ", to the end" }
    switch kind {
    case .crash, .crashAtStep, .upgrade: return text + ", back after \(duration.text)"
    default: return text + ", for \(duration.text)"
    }
  }

  private static func text(of entry: FaultNumbers.Entry) -> String {
    let name = entry.parameter.rawValue
    if name.hasSuffix("Ns") {
      return "\(name.dropLast(2)) \(SimDuration(nanoseconds: entry.value).text)"
    }
    if name.hasSuffix("PPM") { return "\(name.dropLast(3)) \(entry.value) ppm" }
    return "\(name) \(entry.value)"
  }
}

extension FaultStart: CustomStringConvertible {
  public var description: String {
    switch self {
    case .at(let time): "at \(time.text)"
    case .when(let trigger): "\(trigger)"
    }
  }
}

extension FaultTrigger: CustomStringConvertible {
  public var description: String {
    switch self {
    case .leaderElected(let count): "when leader number \(count) is elected"
    case .entryAppended(let index): "when a log reaches index \(index)"
    case .commitAdvanced(let index): "when index \(index) is committed"
    case .snapshotSending: "when a snapshot is sent"
    case .configEntryUnapplied: "when a configuration is not yet applied"
    case .leaseWithin(let time): "when a lease ends within \(time.text)"
    case .after(let fault, let delay): "\(delay.text) after f\(fault)"
    }
  }
}

extension FaultTarget: CustomStringConvertible {
  public var description: String {
    func list(_ nodes: [NodeID]) -> String {
      nodes.map(\.description).joined(separator: ",")
    }
    return switch self {
    case .all: "all"
    case .nodes(let nodes): list(nodes)
    case .links(let links): links.map(\.description).joined(separator: ",")
    case .groups(let groups): groups.map(list).joined(separator: " | ")
    case .regions(let regions):
      "region " + regions.map { "\($0)" }.joined(separator: ",")
    case .leader: "leader"
    case .trigger: "the node that did it"
    }
  }
}

extension Trial {
  /// Its size: "5 nodes, 2 faults, 40 operations, 10 s".
  public var sizeText: String {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)" + (number == 1 ? "" : "s")
    }
    let operations = clients.reduce(0) { $0 + $1.operations.count }
    return [
      count(nodes, "node"), count(faults.faults.count, "fault"), count(operations, "operation"),
      duration.text,
    ].joined(separator: ", ")
  }
}
