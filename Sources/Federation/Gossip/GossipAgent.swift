import KeyValue
import SimKernel

/// What reaches a cluster's gossip agent.
public enum GossipInput: Hashable, Sendable {
  /// A wake asked for; a needless one does nothing.
  case wake
  /// The store has news of `key`, by a local write or a merge; `sharers` may know it, and nobody
  /// else (nil: everyone). A rumour about the key that is under way starts anew.
  case learned(KeyID, sizeInBytes: Int, sharers: ClusterSet?)
}

/// What an agent wants done.
public enum GossipEffect: Hashable, Sendable {
  /// Send what the store holds under these keys in one message.
  case send(to: ClusterID, [Item])
  /// Compare the whole store with this peer's, by digests.
  case exchange(with: ClusterID)
  case wake(at: SimTime)

  public struct Item: Hashable, Sendable {
    public var key: KeyID
    /// False when it is too large for a message: key and stamps go, and the receiver fetches.
    public var isWhole: Bool
  }
}

/// Spreads news to random peers. A value; what the news says stays in the store.
public struct GossipAgent: Sendable {
  /// Bytes of a rumour that names key and stamp only (assumed).
  public static let announcementBytes = 32

  public let id: ClusterID
  public let memberCount: Int
  public let rule: GossipRule
  /// Messages sent, each carrying at least one rumour.
  public private(set) var messages: UInt64 = 0
  /// Rumours sent, over all messages.
  public private(set) var sends: UInt64 = 0

  private struct Rumour {
    var key: KeyID
    var bytes: Int
    var isWhole: Bool
    var sharers: ClusterSet?
    var sends = 0
  }

  /// Least sent first, among equals the newest.
  private var rumours: [Rumour] = []
  private let sendLimit: Int
  private let exchangePeriod: SimDuration
  private var nextRound = SimTime.distantFuture
  private var nextExchange = SimTime.distantFuture

  public init(_ id: ClusterID, of memberCount: Int, rule: GossipRule = .wan) {
    self.id = id
    self.memberCount = memberCount
    self.rule = rule
    sendLimit = rule.sendLimit(members: memberCount)
    exchangePeriod = rule.exchangePeriod(members: memberCount)
  }

  /// Rumours still to be sent.
  public var pendingCount: Int { rumours.count }

  /// Begins at `now`, at random phases of its periods.
  public mutating func start(
    at now: SimTime, draws: inout Draws, into effects: inout [GossipEffect]
  ) {
    nextRound = now + Self.part(of: rule.interval, &draws)
    nextExchange = now + Self.part(of: exchangePeriod, &draws)
    effects.append(.wake(at: nextRound))
    effects.append(.wake(at: nextExchange))
  }

  /// Meets one input.
  public mutating func step(
    _ input: GossipInput, at now: SimTime, draws: inout Draws, into effects: inout [GossipEffect]
  ) {
    if case .learned(let key, let size, let sharers) = input {
      let isWhole = size <= rule.packetBytes
      rumours.removeAll { $0.key == key }
      rumours.insert(
        Rumour(
          key: key, bytes: isWhole ? size : Self.announcementBytes, isWhole: isWhole,
          sharers: sharers), at: 0)
    }
    if nextRound <= now {
      sendRound(&draws, into: &effects)
      nextRound = nextRound + rule.interval
      effects.append(.wake(at: nextRound))
    }
    if nextExchange <= now {
      if let peer = peers(1, &draws).first { effects.append(.exchange(with: peer)) }
      nextExchange = nextExchange + exchangePeriod
      effects.append(.wake(at: nextExchange))
    }
  }

  private mutating func sendRound(_ draws: inout Draws, into effects: inout [GossipEffect]) {
    guard !rumours.isEmpty else { return }
    for peer in peers(rule.fanOut, &draws) {
      var room = rule.packetBytes
      var items: [GossipEffect.Item] = []
      for i in rumours.indices where rumours[i].bytes <= room {
        guard rumours[i].sends < sendLimit, rumours[i].sharers?.contains(peer) ?? true else {
          continue
        }
        room -= rumours[i].bytes
        rumours[i].sends += 1
        items.append(GossipEffect.Item(key: rumours[i].key, isWhole: rumours[i].isWhole))
      }
      guard !items.isEmpty else { continue }
      messages += 1
      sends += UInt64(items.count)
      effects.append(.send(to: peer, items))
      reorder()
    }
  }

  /// Drops the spent rumours and puts the least sent first; equals keep their order.
  private mutating func reorder() {
    rumours.removeAll { $0.sends >= sendLimit }
    let order = rumours.indices.sorted { a, b in
      rumours[a].sends != rumours[b].sends ? rumours[a].sends < rumours[b].sends : a < b
    }
    rumours = order.map { rumours[$0] }
  }

  /// `count` different peers, or all when there are fewer.
  private func peers(_ count: Int, _ draws: inout Draws) -> [ClusterID] {
    let others = memberCount - 1
    guard count < others else { return (0..<memberCount).map { ClusterID($0) }.filter { $0 != id } }
    var chosen: [ClusterID] = []
    while chosen.count < count {
      let i = Int(draws.below(UInt64(others)))
      let peer = ClusterID(i < Int(id.index) ? i : i + 1)
      if !chosen.contains(peer) { chosen.append(peer) }
    }
    return chosen
  }

  private static func part(of period: SimDuration, _ draws: inout Draws) -> SimDuration {
    SimDuration(nanoseconds: Int64(draws.below(UInt64(period.nanoseconds))))
  }
}
