import SimKernel

/// Looks taken at a steady pace, each a little late by a draw of its own.
public struct PollSchedule: Hashable, Sendable {
  public let period: SimDuration
  /// Each wait is longer by a uniform draw of up to this many parts in a thousand.
  public let jitterPerMille: Int64
  public private(set) var next: SimTime

  public init(period: SimDuration, jitterPerMille: Int64 = 0, first: SimTime) {
    self.period = period
    self.jitterPerMille = jitterPerMille
    next = first
  }

  /// Open Cluster Management's status feedback: 10 s and up to 90 % later.
  public static func ocmStatus(first: SimTime) -> PollSchedule {
    PollSchedule(period: .seconds(10), jitterPerMille: 900, first: first)
  }

  /// The look now due is taken; true when one was due.
  public mutating func poll(at now: SimTime, draws: inout Draws) -> Bool {
    guard next <= now else { return false }
    let most = period.nanoseconds / 1_000 * jitterPerMille
    let jitter = most > 0 ? Int64(draws.below(UInt64(most) + 1)) : 0
    next = next + period + SimDuration(nanoseconds: jitter)
    return true
  }
}
