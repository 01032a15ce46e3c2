/// The progress of every member, in dense slots by ascending id.
///
/// Slots change only when the configuration does.
public struct ProgressMap: Equatable, Sendable, AckedIndexes {
  private(set) var members: [Progress] = []

  init() {}

  /// Looks at all members, by ascending id. Allocates.
  public var statuses: [ProgressStatus] { members.map(\.status) }

  var slots: Range<Int> { 0..<members.count }

  /// The slot of a member. O(n), which is less than a hash for the sizes of Raft groups.
  func slot(of id: MemberID) -> Int? {
    for slot in 0..<members.count where members[slot].id == id { return slot }
    return nil
  }

  subscript(slot: Int) -> Progress {
    @inline(__always) get { members[slot] }
    @inline(__always) _modify { yield &members[slot] }
  }

  func contains(_ id: MemberID) -> Bool { slot(of: id) != nil }

  public func ackedIndex(of voter: MemberID) -> LogIndex? {
    slot(of: voter).map { members[$0].match }
  }

  mutating func insert(_ progress: Progress) {
    let place = members.firstIndex { $0.id >= progress.id } ?? members.endIndex
    members.insert(progress, at: place)
  }

  mutating func remove(_ id: MemberID) {
    if let slot = slot(of: id) { members.remove(at: slot) }
  }
}

/// Whether the members that may vote were heard since the last check.
struct RecentActivity: CastVotes {
  let progress: ProgressMap

  func vote(of voter: MemberID) -> Bool? {
    guard let slot = progress.slot(of: voter), !progress[slot].isLearner else { return nil }
    return progress[slot].isRecentlyActive
  }
}
