import SimKernel

/// Where a process stands: its region, and its zone inside it.
public struct Station: Hashable, Sendable {
  /// Dense number of the region.
  public var region: Int
  public var zone: Int
  /// Keys its random draws; independent of what else the run contains.
  public var key: UInt64

  public init(region: Int, zone: Int, key: UInt64) {
    self.region = region
    self.zone = zone
    self.key = key
  }
}

/// A one-way stream of packets between two stations.
@frozen public struct PathID: Hashable, Sendable {
  public var index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(index) }
}

/// What becomes of a packet.
@frozen public enum Verdict: Hashable, Sendable {
  case arrives(at: SimTime)
  /// It never arrives: the path is cut, or it was lost on a path without retransmission, or so
  /// often that the sender gave up.
  case lost
}

/// Every path of a run: regions, the links between them, and the streams of packets over those.
///
/// Delays, losses and cuts are asked per packet, with draws keyed by the two stations, so that
/// removing a third changes no packet between these.
public struct Network: Sendable {
  public let regionCount: Int
  /// Row-major by (from, to); the diagonal describes the paths between a region's zones.
  public private(set) var links: [Link]
  /// One-way delay inside one zone, by region.
  let withinZone: [SimDuration]
  let seed: UInt64
  private(set) var streams: ContiguousArray<Stream> = []
  /// Bytes and packets handed to each link, by (from, to).
  public private(set) var traffic: [Traffic]

  /// Packets and bytes that were sent over a link, lost ones included.
  public struct Traffic: Hashable, Sendable {
    public var packets: Int64 = 0
    public var bytes: Int64 = 0
    public init() {}
  }

  struct Stream: Sendable {
    var source: Station
    var target: Station
    var link: Int
    var isWithinZone: Bool
    var latency: Draws
    var loss: Draws
    /// No packet may arrive before this one did, on a reliable path.
    var lastArrival = SimTime.zero
    /// Faults that cut it now.
    var cuts = 0
  }

  /// A network of `withinZone.count` regions. `links` is row-major by (from, to).
  public init(links: [Link], withinZone: [SimDuration], seed: UInt64) {
    precondition(links.count == withinZone.count * withinZone.count, "links must be square")
    regionCount = withinZone.count
    self.links = links
    self.withinZone = withinZone
    self.seed = seed
    traffic = Array(repeating: Traffic(), count: links.count)
  }

  /// Opens the path from `source` to `target`. Both directions are opened apart.
  public mutating func open(from source: Station, to target: Station) -> PathID {
    streams.append(
      Stream(
        source: source, target: target, link: source.region * regionCount + target.region,
        isWithinZone: source.region == target.region && source.zone == target.zone,
        latency: Draws(seed: seed, .networkLatency, source.key, target.key),
        loss: Draws(seed: seed, .networkLoss, source.key, target.key)))
    return PathID(streams.count - 1)
  }

  /// Hands a packet of `bytes` to the stream at `now`.
  public mutating func send(on id: PathID, bytes: Int, at now: SimTime) -> Verdict {
    let i = Int(id.index)
    let link = streams[i].link
    traffic[link].packets += 1
    traffic[link].bytes += Int64(bytes)
    if streams[i].cuts > 0 { return .lost }
    var departure = now
    if let rate = links[link].bytesPerSecond {
      let length = SimDuration(nanoseconds: Int64(bytes) * 1_000_000_000 / max(1, rate))
      departure = max(now, links[link].busyUntil) + length
      links[link].busyUntil = departure
    }
    var arrival = departure + delay(of: i)
    if links[link].lossPartsPerMillion > 0 {
      var timeout = links[link].retransmissionTimeout
      var attempts = 0
      while streams[i].loss.chance(partsPerMillion: links[link].lossPartsPerMillion) {
        guard links[link].isReliable, attempts < Link.retransmissions else { return .lost }
        attempts += 1
        arrival = arrival + timeout
        timeout = min(timeout * 2, .seconds(120))
      }
    }
    if links[link].isReliable {
      arrival = max(arrival, streams[i].lastArrival)
      streams[i].lastArrival = arrival
    }
    return .arrives(at: arrival)
  }

  /// Hands a large transfer to the path at `now`: it takes the time of its bytes at the link's
  /// bandwidth, behind earlier transfers, and the delay of one packet. It has a connection of its
  /// own: packets of the stream pass beside it.
  ///
  /// Deviation: real connections share a link, so that packets beside a transfer wait a little.
  public mutating func sendBulk(on id: PathID, bytes: Int, at now: SimTime) -> Verdict {
    let i = Int(id.index)
    let link = streams[i].link
    traffic[link].packets += 1
    traffic[link].bytes += Int64(bytes)
    if streams[i].cuts > 0 { return .lost }
    var departure = now
    if let rate = links[link].bytesPerSecond {
      let (seconds, rest) = Int64(bytes).quotientAndRemainder(dividingBy: max(1, rate))
      let length =
        SimDuration.seconds(seconds)
        + SimDuration(nanoseconds: rest * 1_000_000_000 / max(1, rate))
      departure = max(now, links[link].bulkBusyUntil) + length
      links[link].bulkBusyUntil = departure
    }
    return .arrives(at: departure + delay(of: i))
  }

  /// The delay of the next packet of stream `i`, queueing and loss apart.
  private mutating func delay(of i: Int) -> SimDuration {
    let link = streams[i].link
    let median =
      streams[i].isWithinZone ? withinZone[streams[i].source.region] : links[link].oneWay
    let multiplier: Int64
    if let constant = links[link].jitter.constant {
      multiplier = constant
    } else {
      let bits = streams[i].latency.next()
      multiplier = links[link].jitter.value(at: bits)
    }
    if multiplier == 1_000_000 { return median }
    let (high, low) = median.nanoseconds.multipliedFullWidth(by: multiplier)
    return SimDuration(nanoseconds: Int64(1_000_000).dividingFullWidth((high, low)).quotient)
  }

  /// Median one-way delay of a stream now, without queueing or loss.
  public func medianDelay(of id: PathID) -> SimDuration {
    let stream = streams[Int(id.index)]
    return stream.isWithinZone ? withinZone[stream.source.region] : links[stream.link].oneWay
  }

  /// Whether a fault cuts the stream now.
  public func isCut(_ id: PathID) -> Bool { streams[Int(id.index)].cuts > 0 }

  /// Cuts, or heals one cut of, every stream for which `affects` holds.
  public mutating func setCut(
    _ isCut: Bool, where affects: (_ source: Station, _ target: Station) -> Bool
  ) {
    for i in streams.indices where affects(streams[i].source, streams[i].target) {
      streams[i].cuts += isCut ? 1 : -1
    }
  }

  /// Changes a link; packets under way keep their arrival.
  public mutating func modifyLink(from: Int, to: Int, _ change: (inout Link) -> Void) {
    change(&links[from * regionCount + to])
  }
}
