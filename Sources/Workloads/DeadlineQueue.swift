import SimKernel

/// Requests that expire after one and the same span, oldest first. Those that were answered stay
/// until they reach the front: nothing is searched and nothing is cancelled.
public struct DeadlineQueue<ID: Sendable>: Sendable {
  private var entries: ContiguousArray<(id: ID, deadline: SimTime)> = []
  private var head = 0

  public init() {}

  public var count: Int { entries.count - head }
  public var nextDeadline: SimTime? { head < entries.count ? entries[head].deadline : nil }

  /// Adds a request; deadlines must not fall.
  public mutating func append(_ id: ID, deadline: SimTime) {
    entries.append((id, deadline))
  }

  /// Takes the oldest request out if it is settled, or its deadline is not after `now`.
  public mutating func popFirst(at now: SimTime, unless isOpen: (ID) -> Bool) -> ID? {
    guard head < entries.count else { return nil }
    let entry = entries[head]
    guard entry.deadline <= now || !isOpen(entry.id) else { return nil }
    head += 1
    if head > 1_024 && head * 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
    return entry.id
  }

  /// Takes everything out, oldest first.
  public mutating func removeAll() -> [ID] {
    let rest = entries[head...].map(\.id)
    entries.removeAll()
    head = 0
    return rest
  }
}
