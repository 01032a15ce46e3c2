import SimKernel

/// Times and limits of spreading rumours (memberlist config.go, DefaultWANConfig; util.go).
public struct GossipRule: Hashable, Sendable {
  /// From one round of sending to the next.
  public var interval: SimDuration
  /// Peers a round sends to, drawn without repetition.
  public var fanOut: Int
  /// A rumour dies at an agent after this times ceil(log10(n + 1)) sends.
  public var retransmitMultiplier: Int
  /// Rumours in one message together have at most this many bytes.
  public var packetBytes: Int
  /// From one full exchange to the next, in groups of up to 32.
  public var exchangePeriod: SimDuration

  public init(
    interval: SimDuration = .milliseconds(500), fanOut: Int = 4, retransmitMultiplier: Int = 4,
    packetBytes: Int = 1_400, exchangePeriod: SimDuration = .seconds(60)
  ) {
    self.interval = interval
    self.fanOut = fanOut
    self.retransmitMultiplier = retransmitMultiplier
    self.packetBytes = packetBytes
    self.exchangePeriod = exchangePeriod
  }

  /// WAN: 4 peers each 500 ms, full exchange each 60 s.
  public static let wan = GossipRule()
  /// LAN: 3 peers each 200 ms, full exchange each 30 s.
  public static let lan = GossipRule(
    interval: .milliseconds(200), fanOut: 3, exchangePeriod: .seconds(30))

  /// Sends of one rumour by one agent of a group of `members`.
  public func sendLimit(members: Int) -> Int {
    var (digits, reach) = (0, 1)
    while reach < members + 1 {
      reach *= 10
      digits += 1
    }
    return retransmitMultiplier * digits
  }

  /// The period of full exchanges in a group of `members`: times ceil(log2(n / 32)) + 1 above 32
  /// (memberlist pushPullScale).
  public func exchangePeriod(members: Int) -> SimDuration {
    var (factor, reach): (Int64, Int) = (1, 32)
    while reach < members {
      reach *= 2
      factor += 1
    }
    return exchangePeriod * factor
  }
}
