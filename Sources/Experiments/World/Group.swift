import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel

/// What a run knows of a Raft group beside its members.
struct Group: Sendable {
  let plan: GroupPlan
  /// Dense number of its first member; the others follow.
  let firstMember: Int
  var books = GroupBooks()
  var watch = LeaderWatch()
  /// What its stores went through; nil where nobody watches.
  var changes: ChangeLog?
  /// Highest index any of its members applied: what was committed for all to see.
  var appliedHigh: LogIndex = 0
  /// The last snapshot saved.
  var backup: StateSnapshot?
  var recovery = Recovery(isWatched: false)

  var members: Range<Int> { firstMember..<firstMember + plan.members.count }
  func joinsLater(_ member: Int) -> Bool { plan.members[member - firstMember].joinsLater }
  func memberID(of member: Int) -> MemberID { MemberID(UInt64(member - firstMember + 1)) }
  func member(of id: MemberID) -> Int { firstMember + Int(id.rawValue) - 1 }
}

/// Who leads a group, since when, and how often that changed.
struct LeaderWatch: Sendable {
  /// Leading member as a dense number.
  private(set) var leader: Int?
  private(set) var term: Term = 0
  private(set) var elected = 0
  private(set) var changes = 0
  private(set) var preVotes = 0
  private(set) var leaderless = SimDuration.zero
  private var lastLeader: Int?
  private var lostAt: SimTime? = .zero
  /// Time led, by position in the group; the one that led longest is the usual leader.
  private(set) var ledFor: [Int: SimDuration] = [:]
  private var since = SimTime.zero

  /// A member became leader of `newTerm`; ignored for a term below the known leader's.
  mutating func elect(_ member: Int, term newTerm: Term, at now: SimTime, measuredFrom: SimTime) {
    elected += 1
    guard newTerm > term else { return }
    closeReign(at: now)
    if let lostAt { leaderless += max(.zero, now - max(lostAt, measuredFrom)) }
    if let lastLeader, lastLeader != member { changes += 1 }
    (leader, lastLeader, term, lostAt, since) = (member, member, newTerm, nil, now)
  }

  /// `member` does not lead any more.
  mutating func lose(_ member: Int, at now: SimTime) {
    guard leader == member else { return }
    closeReign(at: now)
    leader = nil
    lostAt = now
  }

  mutating func notePreVote() { preVotes += 1 }

  /// Closes the books at the end of the run.
  mutating func finish(at end: SimTime, measuredFrom: SimTime) {
    closeReign(at: end)
    since = end
    if let lostAt { leaderless += max(.zero, end - max(lostAt, measuredFrom)) }
    lostAt = nil
  }

  private mutating func closeReign(at now: SimTime) {
    guard let leader else { return }
    ledFor[leader, default: .zero] += now - since
  }
}
