import RaftCore

extension World {
  /// What is wrong with this state, in which only `seat` acted since the last; nil if nothing.
  /// Remembers leaders and what is committed.
  mutating func violation(after seat: Int) -> String? {
    let node = seats[seat].node
    if let fault = node.fault { return "the core stopped: \(fault)" }
    if node.isLeader, let text = leadership(of: seat) { return text }
    return commits(of: seat) ?? logMatching(of: seat) ?? lostEntry()
  }

  /// Election safety and leader completeness (Raft figure 3).
  private mutating func leadership(of seat: Int) -> String? {
    let term = Int(seats[seat].node.term.rawValue)
    guard term < leaders.count else { return nil }
    let known = leaders[term]
    if known != 0, known != UInt8(seat + 1) {
      return "election safety: members \(known) and \(seat + 1) both lead term \(term)"
    }
    leaders[term] = UInt8(seat + 1)
    // A leader of an earlier term than those who committed may come late.
    let owed = commitTerms.prefix { $0 < seats[seat].node.term }.count
    if known == 0, !holds(owed, seats[seat].node.storage.entries) {
      return "leader completeness: member \(seat + 1) leads term \(term) without all entries "
        + "that were committed before it"
    }
    return nil
  }

  /// Whether a log holds the first `count` of the committed entries.
  private func holds(_ count: Int, _ log: [Entry]) -> Bool {
    log.count >= count && zip(committed.prefix(count), log).allSatisfy { $0 == $1 }
  }

  /// State machine safety.
  private mutating func commits(of seat: Int) -> String? {
    let log = seats[seat].node.storage.entries
    let count = Int(seats[seat].node.commit.rawValue)
    if count > log.count { return "member \(seat + 1) committed what it does not hold" }
    for (position, entry) in log.prefix(count).enumerated() {
      if position >= committed.count {
        committed.append(entry)
        commitTerms.append(seats[seat].node.term)
      } else if committed[position] != entry {
        return "state machine safety: member \(seat + 1) committed another entry "
          + "\(position + 1) than was committed before"
      }
    }
    return nil
  }

  private func logMatching(of seat: Int) -> String? {
    let log = seats[seat].node.storage.entries
    for (other, rival) in seats.enumerated() where other != seat {
      let theirs = rival.node.storage.entries
      var last = min(log.count, theirs.count)
      while last > 0, log[last - 1].term != theirs[last - 1].term { last -= 1 }
      if last > 0, log[..<last] != theirs[..<last] {
        return "log matching: members \(seat + 1) and \(other + 1) agree on the term of entry "
          + "\(last) but not on all up to it"
      }
    }
    return nil
  }

  private func lostEntry() -> String? {
    let holders = seats.count { holds(committed.count, $0.node.storage.entries) }
    if holders > seats.count / 2 { return nil }
    return "a committed entry was lost: \(holders) of \(seats.count) members hold all of them"
  }
}
