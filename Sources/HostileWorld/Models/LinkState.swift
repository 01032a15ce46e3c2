import SimKernel

/// What a message meets on one directed link now: the plan's figures and the faults in force.
struct LinkConditions: Sendable {
  /// Fixed part of the latency in ns.
  var base: Int64
  /// Mean of the plan's random part.
  var jitter: Int64
  /// Mean and shape of the random part that faults add.
  var extra: Int64 = 0
  var extraShape = LatencyShape.exponential
  var isOrdered: Bool
  var lossPPM: Int64 = 0
  /// Mean length of a burst of losses; 0 for independent ones.
  var lossBurst: Int64 = 0
  var duplicatePPM: Int64 = 0
  var duplicateDelay: Int64 = 0
  var corruptPPM: Int64 = 0
  /// 0 for unlimited.
  var bytesPerSecond: Int64 = 0
  var queueBytes: Int64 = 0
  var isCut = false
  var isClogged = false
  /// Kinds of messages that do not pass.
  var filtered: [String] = []
}

/// One directed link: its conditions and how far it has come.
@usableFromInline struct LinkState: Sendable {
  var conditions: LinkConditions
  /// Messages so far; the n-th has draws of its own.
  private(set) var count: UInt64 = 0
  private var lastArrival: Int64 = 0
  private var busyUntil: Int64 = 0
  private var isInBurst = false
  private let seed: UInt64
  private let from: UInt64
  private let to: UInt64
  private let latency: Draws

  /// Retransmission time of an ordered link: Linux's smallest (TCP_RTO_MIN, 200 ms).
  private static let retransmission: Int64 = 200_000_000

  init(_ link: Link, _ conditions: LinkConditions, seed: UInt64) {
    self.conditions = conditions
    self.seed = seed
    from = UInt64(link.from.index)
    to = UInt64(link.to.index)
    latency = Draws(seed: seed, .networkLatency, from, to)
  }

  /// What becomes of a message.
  @usableFromInline struct Passage: Sendable {
    /// When it arrives; nil if it is lost.
    @usableFromInline var arrival: SimTime?
    /// When it arrives again.
    @usableFromInline var duplicate: SimTime?
    /// Why it was lost.
    @usableFromInline var reason = ""
  }

  /// Sends the next message, of `bytes` bytes.
  mutating func send(
    bytes: Int, kind: @autoclosure () -> String, at now: SimTime, plan shape: QuantileTable
  ) -> Passage {
    let number = count
    count += 1
    if conditions.isCut { return Passage(reason: "cut") }
    if !conditions.filtered.isEmpty, conditions.filtered.contains(kind()) {
      return Passage(reason: "filtered")
    }
    if conditions.corruptPPM > 0, chance(conditions.corruptPPM, .networkCorrupt, number) {
      return Passage(reason: "corrupt")
    }
    var start = now.nanoseconds
    if conditions.lossPPM > 0, isLost(number) {
      guard conditions.isOrdered else { return Passage(reason: "loss") }
      start += Self.retransmission
    }
    if conditions.bytesPerSecond > 0 {
      guard let sent = transmit(bytes, from: start) else { return Passage(reason: "queue full") }
      start = sent
    }
    var arrival = start + delay(number, shape)
    if conditions.isOrdered {
      arrival = max(arrival, lastArrival)
      lastArrival = arrival
    }
    var passage = Passage(arrival: SimTime(nanoseconds: arrival))
    if conditions.duplicatePPM > 0, chance(conditions.duplicatePPM, .networkDuplicate, number) {
      passage.duplicate = SimTime(nanoseconds: arrival + duplicateDelay(number))
    }
    return passage
  }

  private func delay(_ number: UInt64, _ shape: QuantileTable) -> Int64 {
    let bits = latency.draw(number)
    var delay = conditions.base + (shape.value(at: bits) * conditions.jitter) >> 20
    if conditions.extra > 0 {
      delay += LinkState.product(
        conditions.extraShape.table.value(at: mixed(bits)), conditions.extra)
    }
    return delay
  }

  private func duplicateDelay(_ number: UInt64) -> Int64 {
    let bits = mixed(Draws(seed: seed, .networkDuplicate, from, to).draw(number))
    return LinkState.product(
      LatencyShape.exponential.table.value(at: bits), conditions.duplicateDelay)
  }

  private mutating func isLost(_ number: UInt64) -> Bool {
    guard conditions.lossBurst > 0 else {
      return chance(conditions.lossPPM, .networkLoss, number)
    }
    // Gilbert's two states: in the bad one nothing passes. Bursts last `lossBurst` messages on
    // average, and the share of bad messages is the rate.
    let leave = 1_000_000 / conditions.lossBurst
    let enter = min(
      1_000_000, leave * conditions.lossPPM / max(1, 1_000_000 - conditions.lossPPM))
    isInBurst = chance(isInBurst ? 1_000_000 - leave : enter, .networkBurst, number)
    return isInBurst
  }

  /// When the link has taken the last byte; nil if its queue has no room.
  private mutating func transmit(_ bytes: Int, from start: Int64) -> Int64? {
    let rate = UInt64(conditions.bytesPerSecond)
    let waiting = max(0, busyUntil - start)
    let queued = rate.multipliedFullWidth(by: UInt64(waiting))
    let backlog =
      queued.high >= 1_000_000_000
      ? UInt64.max : (1_000_000_000 as UInt64).dividingFullWidth(queued).quotient
    guard backlog <= UInt64(conditions.queueBytes) else { return nil }
    busyUntil = max(start, busyUntil) + Int64(UInt64(bytes) * 1_000_000_000 / rate)
    return busyUntil
  }

  private func chance(_ ppm: Int64, _ stream: RandomStream, _ number: UInt64) -> Bool {
    let bits = Draws(seed: seed, stream, from, to).draw(number)
    return bits.multipliedFullWidth(by: 1_000_000).high < UInt64(ppm)
  }

  /// `table` is in 2^-20 of `mean`.
  private static func product(_ table: Int64, _ mean: Int64) -> Int64 {
    let product = table.multipliedFullWidth(by: mean)
    return product.high << 44 | Int64(bitPattern: UInt64(product.low >> 20))
  }
}
