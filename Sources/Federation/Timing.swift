import SimKernel

/// Turns many deadlines into few wakes: asks for one only if none is due by then.
struct Alarm: Sendable {
  private var planned = SimTime.distantFuture

  /// Makes sure of a wake by `deadline`.
  mutating func plan(_ deadline: SimTime, now: SimTime, into effects: inout [ControllerEffect]) {
    guard deadline < planned else { return }
    planned = deadline
    effects.append(.wake(at: max(deadline, now)))
  }

  /// A wake came.
  mutating func rang(at now: SimTime) {
    if planned <= now { planned = .distantFuture }
  }
}

/// A wait that doubles at each try between the bounds of its range.
struct DoublingWait: Sendable {
  let range: ClosedRange<SimDuration>
  private var current: SimDuration

  init(_ range: ClosedRange<SimDuration>) {
    self.range = range
    current = range.lowerBound
  }

  mutating func reset() { current = range.lowerBound }

  /// The wait now due; the next is twice as long.
  mutating func next() -> SimDuration {
    defer { current = min(current * 2, range.upperBound) }
    return current
  }

  /// A wait drawn from the one now due to twice as long, within the range; drawn from the upper
  /// half of the longest in the end.
  mutating func next(jitter draws: inout Draws) -> SimDuration {
    let longest = min(current * 2, range.upperBound)
    let shortest = max(range.lowerBound, longest / 2)
    current = longest
    let width = longest.nanoseconds - shortest.nanoseconds
    guard width > 0 else { return shortest }
    return shortest + SimDuration(nanoseconds: Int64(draws.below(UInt64(width) + 1)))
  }
}
