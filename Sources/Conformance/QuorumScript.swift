import RaftCore

/// Runs the quorum files: votes and committed indexes of majorities and joint configurations (etcd
/// quorum/datadriven_test.go).
struct QuorumScript {
  static let commands = ["committed", "vote"]

  func run(_ directive: Directive) throws(Failure) -> String {
    let test = try fatally { () throws(ScriptProblem) in try QuorumCase(directive) }
    if let mismatch = test.mismatch { return mismatch }
    return directive.command == "vote" ? test.voteText : test.committedText
  }
}

/// One case: one or two majorities, and what their members acknowledged or voted.
private struct QuorumCase {
  private var voters = JointVoters()
  private var isJoint = false
  private var indexes: [LogIndex?] = []
  private var votes: [Bool?] = []
  /// The members of both, in the order in which the values belong to them.
  private var order: [MemberID] = []
  private var isVote: Bool

  init(_ directive: Directive) throws(ScriptProblem) {
    isVote = directive.command == "vote"
    guard QuorumScript.commands.contains(directive.command) else {
      throw .unknownCommand(directive.command)
    }
    var (first, second): ([MemberID], [MemberID]) = ([], [])
    for argument in directive.arguments {
      let values = argument.values ?? []
      switch argument.key {
      case "cfg":
        first = try Self.members(values)
      case "cfgj":
        isJoint = true
        second = values == ["zero"] ? [] : try Self.members(values)
      case "idx":
        for value in values { indexes.append(try index(value)) }
      case "votes":
        for value in values { votes.append(try vote(value)) }
      default:
        throw .unknownArgument(argument.key)
      }
    }
    voters = JointVoters(incoming: MemberSet(first), outgoing: MemberSet(second))
    for id in first + second where !order.contains(id) { order.append(id) }
  }

  private static func members(_ values: [String]) throws(ScriptProblem) -> [MemberID] {
    var ids: [MemberID] = []
    for value in values { ids.append(MemberID(try unsigned(value, of: "member"))) }
    return ids
  }

  private func index(_ value: String) throws(ScriptProblem) -> LogIndex? {
    if value == "_" { return nil }
    return LogIndex(try number(value, of: "idx", in: 1...UInt64.max))
  }

  private func vote(_ value: String) throws(ScriptProblem) -> Bool? {
    switch value {
    case "y": return true
    case "n": return false
    case "_": return nil
    default: throw .badArgument("votes", value: value, expected: "y, n or _")
    }
  }

  /// What is printed unless every member has a value.
  var mismatch: String? {
    let given =
      isVote
      ? votes.map { $0 == nil ? "0" : $0 == true ? "2" : "1" }
      : indexes.map { indexText($0 ?? 0) }
    if given.count == order.count { return nil }
    let map = order.sorted().map { "\($0):{}" }.joined(separator: " ")
    return "error: mismatched input (explicit or _) for voters map[\(map)]: "
      + "[\(given.joined(separator: " "))]"
  }

  var voteText: String {
    let cast = Votes(values: order.indices.map { (order[$0], votes[$0]) })
    let result = voters.result(of: cast)
    var text = ""
    if isJoint {
      let swapped = swapped.result(of: cast)
      if swapped != result { text += swapped.text + " <-- via symmetry\n" }
    }
    return text + result.text + "\n"
  }

  var committedText: String {
    let acks = Acks(values: order.indices.map { (order[$0], indexes[$0]) })
    let index = voters.committedIndex(acks)
    var text = acks.table
    func check(_ other: LogIndex, _ how: String) {
      if other != index { text += indexText(other) + " <-- " + how + "\n" }
    }
    if isJoint {
      check(swapped.committedIndex(acks), "via symmetry")
    } else {
      let majority = voters.incoming
      check(acks.counted(by: majority), "via alternative computation")
      check(JointVoters(incoming: majority).committedIndex(acks), "via zero-joint quorum")
      let itself = JointVoters(incoming: majority, outgoing: majority)
      check(itself.committedIndex(acks), "via self-joint quorum")
      for (id, acked) in acks.values {
        guard let acked, acked > 0, index > acked else { continue }
        // Who is below the committed index does not count for it, however far below.
        for lower in [acked - 1, 0] {
          let lowered = acks.replacing(id, with: lower)
          check(majority.committedIndex(lowered), "overlaying \(id)->\(lower)")
        }
      }
    }
    return text + indexText(index) + "\n"
  }

  private var swapped: JointVoters {
    JointVoters(incoming: voters.outgoing, outgoing: voters.incoming)
  }
}

private func indexText(_ index: LogIndex) -> String { index == .infinity ? "∞" : "\(index)" }

private struct Votes: CastVotes {
  let values: [(id: MemberID, vote: Bool?)]

  func vote(of voter: MemberID) -> Bool? { values.first { $0.id == voter }?.vote }
}

private struct Acks: AckedIndexes {
  var values: [(id: MemberID, index: LogIndex?)]

  func ackedIndex(of voter: MemberID) -> LogIndex? { values.first { $0.id == voter }?.index }

  func replacing(_ id: MemberID, with index: LogIndex) -> Acks {
    Acks(values: values.map { $0.id == id ? ($0.id, index) : $0 })
  }

  /// The committed index in another way: the highest that enough members have reached.
  func counted(by majority: MemberSet) -> LogIndex {
    if majority.isEmpty { return .infinity }
    let reached = majority.members.map { ackedIndex(of: $0) ?? 0 }
    let enough = reached.filter { index in
      reached.count { $0 >= index } > majority.count / 2
    }
    return enough.max() ?? 0
  }

  /// Who acknowledged what, with bars as long as the rank among the members.
  var table: String {
    if values.isEmpty { return "<empty majority quorum>" }
    let count = values.count
    let ranked = values.sorted { ($0.index ?? 0, $0.id) < ($1.index ?? 0, $1.id) }
    var bars: [(id: MemberID, bar: Int)] = []
    for (rank, value) in ranked.enumerated() {
      let isHigher = rank > 0 && (value.index ?? 0) > (ranked[rank - 1].index ?? 0)
      bars.append((value.id, isHigher ? rank : bars.last?.bar ?? 0))
    }
    var text = spaces(count) + "    idx\n"
    for (id, bar) in bars.sorted(by: { $0.id < $1.id }) {
      if let index = ackedIndex(of: id) {
        text += String(repeating: "x", count: bar) + ">" + spaces(count - bar) + row(index, id)
      } else {
        text += "?" + spaces(count) + row(0, id)
      }
    }
    return text
  }

  private func row(_ index: LogIndex, _ id: MemberID) -> String {
    let digits = "\(index)"
    return " " + spaces(5 - digits.count) + digits
      + "    (id=\(String(id.rawValue, radix: 16)))\n"
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
