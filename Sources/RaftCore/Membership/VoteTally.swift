/// The votes received in one election; the first answer of a member counts (etcd
/// tracker/tracker.go, RecordVote).
struct VoteTally: Equatable, Sendable, CastVotes {
  private struct Vote: Equatable, Sendable {
    var voter: MemberID
    var isGranted: Bool
  }

  private var votes: [Vote] = []

  mutating func removeAll() { votes.empty() }

  mutating func record(_ isGranted: Bool, from voter: MemberID) {
    if vote(of: voter) == nil { votes.append(Vote(voter: voter, isGranted: isGranted)) }
  }

  func vote(of voter: MemberID) -> Bool? {
    for vote in votes where vote.voter == voter { return vote.isGranted }
    return nil
  }

  /// Votes of members that are not learners, for and against.
  func counts(among progress: borrowing ProgressMap) -> (granted: Int, refused: Int) {
    var granted = 0
    var refused = 0
    for slot in progress.slots where !progress[slot].isLearner {
      switch vote(of: progress[slot].id) {
      case true?: granted += 1
      case false?: refused += 1
      case nil: break
      }
    }
    return (granted, refused)
  }
}
