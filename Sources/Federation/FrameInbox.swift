import KeyValue

/// Puts the frames of a stream back in order and holds them until they are committed.
struct FrameInbox: Sendable {
  /// End of the last frame that joined without gap.
  private(set) var received: Revision
  private var ready: ContiguousArray<EventFrame> = []
  private var head = 0
  /// Frames beyond a gap, in order.
  private var early: ContiguousArray<EventFrame> = []
  /// Events of the first frame that were taken already: part of a torn revision.
  var takenOfFirst = 0
  let limit: Int

  /// An inbox for what follows `revision`, that lets its sender go on while at most `limit` frames
  /// wait.
  init(after revision: Revision, limit: Int) {
    received = revision
    self.limit = limit
  }

  /// The first frame that waits for its commit.
  var first: EventFrame? { head < ready.count ? ready[head] : nil }
  /// Whether frames wait for one that is missing.
  var hasGap: Bool { !early.isEmpty }

  /// What to acknowledge: everything received, or less while too many frames wait, so that the
  /// sender's window closes.
  var acknowledgeable: Revision {
    let waiting = ready.count - head
    return waiting <= limit ? received : ready[head + limit - 1].through
  }

  /// Takes `frame` in. A repeated one changes nothing.
  mutating func accept(_ frame: EventFrame) {
    guard frame.through > received else { return }
    guard frame.after <= received else { return keepEarly(frame) }
    join(frame)
    while let next = early.first, next.after <= received {
      early.removeFirst()
      if next.through > received { join(next) }
    }
  }

  mutating func removeFirst() {
    precondition(head < ready.count, "no frame waits, \(head) were taken")
    head += 1
    takenOfFirst = 0
    // The front is given back once it outweighs the rest: O(1) amortised.
    guard head > ready.count / 2 else { return }
    ready.removeSubrange(..<head)
    head = 0
  }

  /// Forgets the frames beyond a gap: they belong to a stream that ended.
  mutating func endStream() { early.removeAll() }

  private mutating func join(_ frame: EventFrame) {
    ready.append(frame)
    received = frame.through
  }

  private mutating func keepEarly(_ frame: EventFrame) {
    let place = early.firstIndex { $0.after >= frame.after } ?? early.count
    if place < early.count, early[place].after == frame.after { return }
    early.insert(frame, at: place)
  }
}
