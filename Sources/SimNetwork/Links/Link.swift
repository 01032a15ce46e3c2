import SimKernel

/// One direction between two regions, or the inside of one.
public struct Link: Sendable {
  /// Median one-way delay, at least 0.
  public var oneWay: SimDuration
  /// Multiplier of the delay, in parts per million.
  public var jitter: QuantileTable
  /// Packets lost, in parts per million.
  public var lossPartsPerMillion: Int64
  /// True for a TCP-like path: order is kept and a lost packet arrives after a retransmission.
  public var isReliable: Bool
  /// nil for no limit.
  public var bytesPerSecond: Int64?
  /// When the last byte handed to the link will have left; used with a bandwidth only.
  var busyUntil = SimTime.zero
  /// The same for large transfers.
  var bulkBusyUntil = SimTime.zero

  public init(
    oneWay: SimDuration, jitter: QuantileTable = QuantileTable(constant: 1_000_000),
    lossPartsPerMillion: Int64 = 0, isReliable: Bool = true, bytesPerSecond: Int64? = nil
  ) {
    self.oneWay = oneWay
    self.jitter = jitter
    self.lossPartsPerMillion = lossPartsPerMillion
    self.isReliable = isReliable
    self.bytesPerSecond = bytesPerSecond
  }

  /// How often a sender sends a lost packet again before it gives up (Linux tcp_retries2).
  static let retransmissions = 15

  /// How long a sender waits before it sends a lost packet again: 200 ms (Linux TCP_RTO_MIN), or
  /// the round trip and four times its spread, whichever is longer (RFC 6298).
  public var retransmissionTimeout: SimDuration {
    let roundTrip = oneWay.nanoseconds * 2
    let spread = roundTrip / 1_000 * max(0, jitter.quantile(partsPerMillion: 900_000) - 1_000_000)
    return SimDuration(nanoseconds: max(200_000_000, roundTrip + 4 * spread / 1_000))
  }
}
