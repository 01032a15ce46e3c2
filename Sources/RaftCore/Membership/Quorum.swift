/// What a count of votes says so far.
public enum VoteResult: UInt8, Hashable, Sendable {
  case pending, lost, won
}

/// Tells how far each voter has acknowledged.
public protocol AckedIndexes {
  /// The highest index that `voter` acknowledged; nil if it never reported.
  func ackedIndex(of voter: MemberID) -> LogIndex?
}

/// Tells how each voter voted.
public protocol CastVotes {
  /// The vote of `voter`; nil if it is still out.
  func vote(of voter: MemberID) -> Bool?
}

extension MemberSet {
  /// Votes that are needed: more than half (etcd quorum/majority.go).
  public var quorumSize: Int { count / 2 + 1 }

  /// The highest index that a majority has acknowledged; infinity for an empty set, so that an
  /// empty half of a joint configuration does not hold the other back. O(n²) for small n.
  public func committedIndex(_ acked: some AckedIndexes) -> LogIndex {
    if isEmpty { return .infinity }
    guard count <= 8 else {
      return members.map { acked.ackedIndex(of: $0) ?? 0 }.sorted()[count - quorumSize]
    }
    var sorted = InlineArray<8, LogIndex>(repeating: 0)
    for filled in 0..<count {
      let index = acked.ackedIndex(of: members[filled]) ?? 0
      var place = filled
      while place > 0, sorted[place - 1] > index {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = index
    }
    return sorted[count - quorumSize]
  }

  /// Whether a majority said yes, can still say yes, or cannot. An empty set always agrees.
  public func result(of votes: some CastVotes) -> VoteResult {
    if isEmpty { return .won }
    var granted = 0
    var missing = 0
    for voter in members {
      switch votes.vote(of: voter) {
      case true?: granted += 1
      case false?: break
      case nil: missing += 1
      }
    }
    if granted >= quorumSize { return .won }
    return granted + missing >= quorumSize ? .pending : .lost
  }
}

extension JointVoters {
  /// The highest index that both halves have committed (Raft §6; etcd quorum/joint.go).
  public func committedIndex(_ acked: some AckedIndexes) -> LogIndex {
    let index = incoming.committedIndex(acked)
    return outgoing.isEmpty ? index : min(index, outgoing.committedIndex(acked))
  }

  /// Both halves must agree to win; either can lose.
  public func result(of votes: some CastVotes) -> VoteResult {
    let ours = incoming.result(of: votes)
    let theirs = outgoing.result(of: votes)
    if ours == theirs { return ours }
    return ours == .lost || theirs == .lost ? .lost : .pending
  }
}
