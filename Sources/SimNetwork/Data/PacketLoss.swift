/// Losses on a path, in lost packets per million.
///
/// Assumptions: no table of losses between regions was found, only that cloud paths lose an order
/// of magnitude less than the internet at the tail (Tufts TR-2016-01), and that 6,700 pings between
/// zones lost none. On a stream a loss is a delay of one retransmission timeout, not a hole.
public enum PacketLoss {
  /// A path in good order.
  public static let healthyPartsPerMillion: Int64 = 100
  /// A path in trouble.
  public static let degradedPartsPerMillion: Int64 = 10_000
}
