import SimKernel

/// A reading of a hybrid logical clock (Kulkarni et al. 2014): physical time and a counter.
public struct HybridTime: Hashable, Comparable, Sendable {
  /// Nanoseconds of a cluster's own, possibly skewed, clock; the largest seen so far.
  public var nanoseconds: Int64
  /// Tells apart what happened at one `nanoseconds`.
  public var counter: UInt32

  public init(nanoseconds: Int64, counter: UInt32 = 0) {
    self.nanoseconds = nanoseconds
    self.counter = counter
  }

  /// Before every reading.
  public static let zero = HybridTime(nanoseconds: 0)

  public static func < (a: HybridTime, b: HybridTime) -> Bool {
    a.nanoseconds != b.nanoseconds ? a.nanoseconds < b.nanoseconds : a.counter < b.counter
  }
}

/// When and where a spec write was accepted: a total order over all writes of a federation, and the
/// name of the write, since a clock gives each reading once.
public struct Stamp: Hashable, Comparable, Sendable {
  public var time: HybridTime
  public var cluster: ClusterID

  public init(time: HybridTime, cluster: ClusterID) {
    self.time = time
    self.cluster = cluster
  }

  public static func < (a: Stamp, b: Stamp) -> Bool {
    a.time != b.time ? a.time < b.time : a.cluster < b.cluster
  }
}

/// A cluster's hybrid logical clock. Feed it every merge, and stamps respect causality: what a
/// write has seen carries a smaller stamp.
public struct HybridClock: Hashable, Sendable {
  public let cluster: ClusterID
  /// A stamp further ahead of the own clock is refused, so that one bad clock does not drag all
  /// others along; 500 ms unless said otherwise.
  public let maxOffset: SimDuration
  /// The largest reading given or taken in.
  public private(set) var latest: HybridTime
  /// Stamps refused as too far ahead.
  public private(set) var refusals: UInt64 = 0

  /// A clock that goes on after `latest`; after a restart the largest stamp in the store.
  public init(
    cluster: ClusterID, maxOffset: SimDuration = .milliseconds(500),
    resumingFrom latest: HybridTime = .zero
  ) {
    self.cluster = cluster
    self.maxOffset = maxOffset
    self.latest = latest
  }

  /// The stamp of a local write at `reading` of the cluster's own clock; larger than all before.
  public mutating func stamp(at reading: SimTime) -> Stamp {
    if reading.nanoseconds > latest.nanoseconds {
      latest = HybridTime(nanoseconds: reading.nanoseconds)
    } else {
      latest.counter += 1
    }
    return Stamp(time: latest, cluster: cluster)
  }

  /// Whether `remote` may be merged at `reading` of the own clock.
  public func accepts(_ remote: HybridTime, at reading: SimTime) -> Bool {
    remote.nanoseconds - reading.nanoseconds <= maxOffset.nanoseconds
  }

  /// Takes in the time of another cluster's write; false, and nothing changes but the count of
  /// refusals, when it is too far ahead. The sender then tries again later.
  public mutating func receive(_ remote: HybridTime, at reading: SimTime) -> Bool {
    guard accepts(remote, at: reading) else {
      refusals += 1
      return false
    }
    let largest = max(latest.nanoseconds, remote.nanoseconds, reading.nanoseconds)
    var counter: UInt32?
    if latest.nanoseconds == largest { counter = latest.counter }
    if remote.nanoseconds == largest { counter = max(counter ?? 0, remote.counter) }
    latest = HybridTime(nanoseconds: largest, counter: counter.map { $0 + 1 } ?? 0)
    return true
  }
}
