/// A small set of members, visited in ascending order.
public struct MemberSet: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// Ascending, without repetition.
  public private(set) var members: [MemberID]

  public init() { members = [] }

  public init(_ members: some Sequence<MemberID>) {
    self.init()
    for member in members { insert(member) }
  }

  public init(arrayLiteral members: MemberID...) { self.init(members) }

  public var isEmpty: Bool { members.isEmpty }

  public var count: Int { members.count }

  /// O(n), which is less than a hash for the sizes of Raft groups.
  public func contains(_ member: MemberID) -> Bool {
    for present in members where present == member { return true }
    return false
  }

  public mutating func insert(_ member: MemberID) {
    let position = members.firstIndex { $0 >= member } ?? members.endIndex
    if position < members.endIndex, members[position] == member { return }
    members.insert(member, at: position)
  }

  public mutating func remove(_ member: MemberID) {
    if let position = members.firstIndex(of: member) { members.remove(at: position) }
  }

  public func union(_ other: MemberSet) -> MemberSet { MemberSet(members + other.members) }

  /// How many members are in one of the sets but not in both.
  func symmetricDifferenceCount(_ other: MemberSet) -> Int {
    let shared = members.count { other.contains($0) }
    return count + other.count - 2 * shared
  }
}
