import SimKernel

/// One name in a resolver's cache. What it gives is what was right when it was fetched.
public struct CachedAnswer<Answer: Sendable>: Sendable {
  /// An answer is fetched anew by the first lookup at or after this age.
  public let timeToLive: SimDuration
  private var held: (answer: Answer, fetchedAt: SimTime)?

  public init(timeToLive: SimDuration) { self.timeToLive = timeToLive }

  /// The answer a client gets at `now`, and its age; `fetch` is asked when none is held or its time
  /// is over.
  public mutating func lookUp(
    at now: SimTime, _ fetch: () -> Answer
  ) -> (answer: Answer, age: SimDuration) {
    if let held, now - held.fetchedAt < timeToLive { return (held.answer, now - held.fetchedAt) }
    let answer = fetch()
    held = (answer, now)
    return (answer, .zero)
  }

  /// Forgets what is held.
  public mutating func flush() { held = nil }
}
