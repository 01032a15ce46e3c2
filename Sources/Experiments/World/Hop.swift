import SimKernel

/// What a message takes between the wire and the process that it is for: gRPC or the peer
/// transport, the network stack, the hand-over to a thread. It delays and occupies nobody.
struct Hop: Sendable {
  let median: SimDuration
  let spread: QuantileTable
  var draws: Draws
  /// Whether messages come out in the order in which they went in, as on one connection.
  let keepsOrder: Bool
  private var last = SimTime.zero

  init(_ median: SimDuration, _ spread: QuantileTable, _ draws: Draws, keepsOrder: Bool) {
    self.median = median
    self.spread = spread
    self.draws = draws
    self.keepsOrder = keepsOrder
  }

  /// When a message that reached the machine at `arrival` reaches the process.
  mutating func delivery(of arrival: SimTime) -> SimTime {
    guard median > .zero else { return arrival }
    let multiplier = spread.constant ?? spread.value(at: draws.next())
    let (high, low) = median.nanoseconds.multipliedFullWidth(by: multiplier)
    let delay = Int64(1_000_000).dividingFullWidth((high, low)).quotient
    let time = arrival + SimDuration(nanoseconds: delay)
    guard keepsOrder else { return time }
    last = max(last, time)
    return last
  }
}
