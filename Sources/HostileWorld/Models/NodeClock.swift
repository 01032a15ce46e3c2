import SimKernel

/// A node's clock: piecewise linear in true time, in whole nanoseconds (simulation-testing.md
/// section 6). Drift is exact: after d of true time it has moved floor(d * (10^6 + ppm) / 10^6).
@frozen public struct NodeClock: Hashable, Sendable {
  @usableFromInline var anchor: Int64 = 0
  @usableFromInline var base: Int64 = 0
  @usableFromInline var rate: Int64 = 1_000_000
  /// What it shows while it stands still; -1 while it runs.
  @usableFromInline var frozen: Int64 = -1
  /// Calendar time less monotonic time, in ns.
  public var wallOffset: Int64 = 0

  public init() {}

  /// How much faster than true time it runs, in parts per million; below 0 slower.
  @inlinable public var driftPPM: Int64 { rate - 1_000_000 }
  /// Whether it stands still.
  @inlinable public var isFrozen: Bool { frozen >= 0 }

  /// What the clock shows at `time`; it never goes back.
  @inlinable public func local(at time: SimTime) -> SimTime {
    if frozen >= 0 { return SimTime(nanoseconds: frozen) }
    return SimTime(nanoseconds: line(at: time.nanoseconds))
  }

  @inlinable func line(at instant: Int64) -> Int64 {
    if rate == 1_000_000 { return base &+ (instant &- anchor) }
    return base + NodeClock.scaled(instant - anchor, rate, 1_000_000, up: false)
  }

  /// The first instant from which the clock shows at least `deadline`; nil while it stands still
  /// short of it. It may lie in the past.
  @inlinable public func instant(showing deadline: SimTime) -> SimTime? {
    if frozen >= 0, frozen < deadline.nanoseconds { return nil }
    let wait = deadline.nanoseconds - base
    if rate == 1_000_000 || wait <= 0 { return SimTime(nanoseconds: anchor &+ wait) }
    return SimTime(nanoseconds: anchor + NodeClock.scaled(wait, 1_000_000, rate, up: true))
  }

  /// From `time` on it runs at 1 + `ppm` / 10^6 of true time.
  public mutating func setDrift(ppm: Int64, at time: SimTime) {
    reanchor(at: time)
    rate = max(1, 1_000_000 + ppm)
  }

  /// It stands still from `time` on.
  public mutating func freeze(at time: SimTime) {
    if frozen < 0 { frozen = line(at: time.nanoseconds) }
  }

  /// It shows at once what it would show without the freeze.
  public mutating func thaw() { frozen = -1 }

  /// It moves ahead by `step`, which must not be negative.
  public mutating func jump(_ step: SimDuration) {
    precondition(step >= .zero, "a clock jumped by \(step.nanoseconds) ns")
    base += step.nanoseconds
    if frozen >= 0 { frozen += step.nanoseconds }
  }

  private mutating func reanchor(at time: SimTime) {
    base = line(at: time.nanoseconds)
    anchor = time.nanoseconds
  }

  /// `value` * `factor` / `divisor`, rounded down or up, without overflow on the way.
  @inlinable static func scaled(
    _ value: Int64, _ factor: Int64, _ divisor: Int64, up: Bool
  ) -> Int64 {
    precondition(value >= 0, "scaled \(value)")
    let product = UInt64(value).multipliedFullWidth(by: UInt64(factor))
    let (quotient, remainder) = UInt64(divisor).dividingFullWidth(product)
    return Int64(quotient) + (up && remainder > 0 ? 1 : 0)
  }
}
