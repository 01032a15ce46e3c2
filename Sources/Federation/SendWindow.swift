import KeyValue
import SimKernel

/// Frames sent and not acknowledged, in order, and when to send them again.
///
/// Cumulative acknowledgement, a retransmission timer that doubles (RFC 6298), fast retransmission
/// at the third report of one gap (RFC 5681), and after a timeout everything still missing once
/// more as soon as the peer answers.
struct SendWindow: Sendable {
  let limit: Int
  private var frames: ContiguousArray<EventFrame> = []
  private var head = 0
  private var wait: DoublingWait
  private var gapReports = 0
  private var isRecovering = false
  /// When the first frame is sent again; never while nothing is under way.
  private(set) var retransmitAt = SimTime.distantFuture

  init(limit: Int, retransmit: ClosedRange<SimDuration>) {
    self.limit = limit
    wait = DoublingWait(retransmit)
  }

  var isFull: Bool { frames.count - head >= limit }
  var isEmpty: Bool { head == frames.count }

  mutating func removeAll() {
    frames.removeAll(keepingCapacity: true)
    head = 0
    wait.reset()
    gapReports = 0
    isRecovering = false
    retransmitAt = .distantFuture
  }

  /// Takes `frame`, which is being sent now.
  mutating func append(_ frame: EventFrame, now: SimTime) {
    if isEmpty { retransmitAt = now + wait.next() }
    frames.append(frame)
  }

  /// Meets an acknowledgement of everything up to `revision`; the frames to send again now.
  mutating func acknowledge(
    through revision: Revision, hasGap: Bool, now: SimTime
  ) -> ArraySlice<EventFrame> {
    let before = head
    while head < frames.count, frames[head].through <= revision { head += 1 }
    let hasProgress = head > before
    if isEmpty {
      removeAll()
      return []
    }
    if hasProgress {
      compact()
      wait.reset()
      gapReports = 0
      retransmitAt = now + wait.next()
      guard isRecovering else { return [] }
      isRecovering = false
      return ArraySlice(frames[head...])
    }
    if hasGap {
      gapReports += 1
      if gapReports == 3 { return ArraySlice(frames[head...head]) }
    }
    return []
  }

  /// The frame to send again when the timer has run out, if it has.
  mutating func timedOut(at now: SimTime) -> EventFrame? {
    guard now >= retransmitAt, !isEmpty else { return nil }
    retransmitAt = now + wait.next()
    isRecovering = true
    return frames[head]
  }

  /// Gives the acknowledged front back once it outweighs the rest: O(1) amortised.
  private mutating func compact() {
    guard head > frames.count / 2 else { return }
    frames.removeSubrange(..<head)
    head = 0
  }
}
