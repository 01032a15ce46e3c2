import RaftCore

/// What must hold in a group whatever happens (Raft figure 3), watched from outside.
struct SafetyChecker {
  private(set) var violations: [String] = []
  private var leaders: [Term: MemberID] = [:]
  /// What was applied at each index, by whomever first.
  private var log: [LogIndex: Entry] = [:]
  /// The last state of each member that was seen, to compare with the next.
  private var seen: [MemberID: (incarnation: UInt64, HardState)] = [:]
  private var votes: [MemberID: [Term: MemberID]] = [:]
  private(set) var appliedCount = 0
  private var checkCount = 0

  mutating func note(_ violation: String) {
    if violations.count < 5 { violations.append(violation) }
  }

  /// State machine safety: all apply the same at an index.
  mutating func applied(_ entry: Entry, by id: MemberID) {
    appliedCount += 1
    if let other = log[entry.index] {
      if other != entry { note("\(id) applies \(entry.text), others \(other.text)") }
    } else {
      log[entry.index] = entry
    }
  }

  mutating func check(_ nodes: [ChaosGroup.Node]) {
    for node in nodes where node.isUp {
      let member = node.member
      if let fault = member.fault { note("\(member.id) stopped: \(fault.text)") }
      checkElection(member)
      checkMonotony(member, node.incarnation)
      checkLeaderCompleteness(member)
      if member.applied > member.commit { note("\(member.id) applied beyond its commit") }
    }
    checkCount += 1
    // These compare everything with everything; what they look for does not go away.
    if checkCount % 16 == 0 {
      checkLogMatching(nodes)
      checkProgress(nodes)
    }
  }

  /// Election safety: one leader a term.
  private mutating func checkElection(_ member: RawNode) {
    guard member.isLeader else { return }
    let other = leaders[member.term, default: member.id]
    if other != member.id { note("\(other) and \(member.id) lead in term \(member.term)") }
    leaders[member.term] = member.id
  }

  /// Terms and commits never fall, and votes of a term never change; durable ones not even by a
  /// crash.
  private mutating func checkMonotony(_ member: RawNode, _ incarnation: UInt64) {
    let state = HardState(term: member.term, vote: member.vote, commit: member.commit)
    if let (oldIncarnation, old) = seen[member.id], oldIncarnation == incarnation {
      if state.term < old.term { note("\(member.id) goes back to term \(state.term)") }
      if state.commit < old.commit { note("\(member.id) uncommits \(old.commit)") }
    }
    seen[member.id] = (incarnation, state)
    let stored = member.storage.hardState
    if stored.vote != .none {
      let old = votes[member.id, default: [:]][stored.term] ?? stored.vote
      if old != stored.vote { note("\(member.id) votes twice in term \(stored.term)") }
      votes[member.id, default: [:]][stored.term] = stored.vote
    }
  }

  /// Leader completeness: a leader has all that was applied anywhere in earlier terms.
  private mutating func checkLeaderCompleteness(_ member: RawNode) {
    guard member.isLeader else { return }
    for index in stride(from: member.lastIndex.rawValue + 1, to: .max, by: 1) {
      guard let entry = log[LogIndex(index)] else { break }
      if entry.term < member.term { note("\(member.id) leads without \(entry.text)") }
    }
    if let entry = log[member.lastIndex], entry.term < member.term,
      let term = member.term(at: member.lastIndex), term != entry.term
    {
      note("\(member.id) leads with another entry than \(entry.text)")
    }
  }

  /// Log matching: logs that agree at an index agree before it.
  private mutating func checkLogMatching(_ nodes: [ChaosGroup.Node]) {
    let logs = nodes.map { $0.member.storage }
    for (number, one) in logs.enumerated() {
      for other in logs[(number + 1)...] {
        var index = min(one.lastIndex, other.lastIndex)
        var isSame = false
        while index >= max(one.firstIndex, other.firstIndex) {
          let position = index.distance(from: one.firstIndex)
          let entry = one.entries[position]
          let twin = other.entries[index.distance(from: other.firstIndex)]
          if entry.term == twin.term {
            isSame = true
            if entry != twin { note("\(entry.text) is \(twin.text) elsewhere") }
          } else if isSame {
            note("logs part at \(index) and meet again")
          }
          index = index - 1
        }
      }
    }
  }

  /// What a leader believes of a member's log is true, while their terms agree.
  private mutating func checkProgress(_ nodes: [ChaosGroup.Node]) {
    for leader in nodes where leader.isUp && leader.member.isLeader {
      for progress in leader.member.status.progress {
        if progress.match >= progress.next { note("match \(progress.match) is not below next") }
        // A new leader takes its own log for durable, which can do no harm: it commits nothing
        // before an entry of its own term is.
        if progress.id == leader.member.id { continue }
        let place = Int(progress.id.rawValue) - 1
        let follower = nodes[place].member
        if follower.term == leader.member.term, progress.match > follower.storage.lastIndex {
          note("\(progress.id) has stored less than \(progress.match)")
        }
      }
    }
  }
}
