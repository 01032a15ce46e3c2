import RaftCore

/// At most one leader in a term of a group (Raft paper §5.2, figure 3).
struct ElectionSafety: Sendable {
  private struct Reign: Hashable {
    var group: Int
    var term: Term
  }
  private var leaders: [Reign: Int] = [:]

  /// Notes a leader; the text says what is broken when another led the same term.
  mutating func elected(group: Int, term: Term, member: Int) -> String? {
    let reign = Reign(group: group, term: term)
    guard let other = leaders[reign] else {
      leaders[reign] = member
      return nil
    }
    return other == member ? nil : "members \(other) and \(member) both lead term \(term.rawValue)"
  }
}
