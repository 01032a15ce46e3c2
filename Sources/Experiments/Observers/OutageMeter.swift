import SimKernel

/// The longest stretch in which operations were offered in a region and none succeeded.
struct OutageMeter: Sendable {
  private var lastSuccess: SimTime
  /// First offer since the last success.
  private var firstOffer: SimTime?
  private(set) var longest = SimDuration.zero

  init(from start: SimTime) { lastSuccess = start }

  mutating func offered(at time: SimTime) {
    if firstOffer == nil { firstOffer = time }
  }

  mutating func succeeded(at time: SimTime) {
    if let firstOffer { longest = max(longest, time - max(firstOffer, lastSuccess)) }
    firstOffer = nil
    lastSuccess = time
  }

  /// Nobody asks any more: what was open is forgotten.
  mutating func abandon() { firstOffer = nil }

  mutating func finish(at end: SimTime) {
    if let firstOffer { longest = max(longest, end - max(firstOffer, lastSuccess)) }
  }
}
