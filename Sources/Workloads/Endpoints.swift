import SimKernel

/// The members a client knows, nearest first, and which of them it has given up on for a while.
public struct Endpoints: Sendable {
  /// How long an endpoint that failed is left alone (assumed).
  public static let restAfterFailure = SimDuration.seconds(10)

  /// Dense numbers of the members.
  public let members: [Int]
  private var restsUntil: [SimTime]
  /// Members that clients were told of.
  private var isKnown: [Bool]

  public init(nearestFirst members: [Int]) {
    self.members = members
    restsUntil = Array(repeating: .zero, count: members.count)
    isKnown = Array(repeating: true, count: members.count)
  }

  /// The nearest member that is not resting, or the nearest of all when all are.
  public func best(at now: SimTime) -> Int {
    for (i, member) in members.enumerated() where isKnown[i] && restsUntil[i] <= now {
      return member
    }
    return members[isKnown.firstIndex(of: true) ?? 0]
  }

  /// The nearest member after `member` in order that is not resting; nil when none is left.
  public func next(after member: Int, at now: SimTime) -> Int? {
    guard let position = members.firstIndex(of: member) else { return nil }
    for i in members.indices.dropFirst(position + 1)
    where isKnown[i] && restsUntil[i] <= now {
      return members[i]
    }
    return nil
  }

  /// Clients are told of `member`, or that it is gone.
  public mutating func enable(_ member: Int) { setKnown(member, true) }
  public mutating func disable(_ member: Int) { setKnown(member, false) }

  private mutating func setKnown(_ member: Int, _ known: Bool) {
    guard let i = members.firstIndex(of: member) else { return }
    isKnown[i] = known
    restsUntil[i] = .zero
  }

  /// Leaves `member` alone for a while.
  public mutating func failed(_ member: Int, at now: SimTime) {
    guard let i = members.firstIndex(of: member) else { return }
    restsUntil[i] = now + Self.restAfterFailure
  }

  /// `member` answered.
  public mutating func answered(_ member: Int) {
    guard let i = members.firstIndex(of: member) else { return }
    restsUntil[i] = .zero
  }
}
