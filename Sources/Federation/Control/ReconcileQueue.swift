import SimKernel

/// Keys waiting for a controller's workers (client-go's workqueue). Holds a key once; a key that is
/// being worked on and added again waits until that work is done, so no two workers have one key.
/// Order is by priority, ready time, and order of adding; nothing is hashed.
public struct ReconcileQueue: Sendable {
  /// Real changes may go before what a resync or a restart brought in.
  public enum Urgency: UInt8, Comparable, Sendable {
    case fresh, routine
    public static func < (a: Urgency, b: Urgency) -> Bool { a.rawValue < b.rawValue }
  }

  private struct Entry: Sendable {
    var urgency: Urgency
    var ready: SimTime
    var sequence: UInt64
    var key: Int

    func precedes(_ other: Entry) -> Bool {
      if urgency != other.urgency { return urgency < other.urgency }
      return ready != other.ready ? ready < other.ready : sequence < other.sequence
    }

    func isReadyBefore(_ other: Entry) -> Bool {
      ready != other.ready ? ready < other.ready : sequence < other.sequence
    }
  }

  private struct Slot: Sendable {
    /// Sequence of the entry that stands for the key, 0 when none waits.
    var waiting: UInt64 = 0
    var ready = SimTime.distantFuture
    var urgency = Urgency.routine
    var isInWork = false
    /// Added while in work.
    var again: (ready: SimTime, urgency: Urgency)?
  }

  private let prefersFresh: Bool
  /// Not ready yet, by ready time.
  private var delayed: BinaryHeap<Entry>
  /// Ready, in working order.
  private var ready: BinaryHeap<Entry>
  private var slots: ContiguousArray<Slot> = []
  private var sequence: UInt64 = 0
  /// Keys waiting, ready or not.
  public private(set) var waitingCount = 0

  public init(prefersFresh: Bool = false) {
    self.prefersFresh = prefersFresh
    delayed = BinaryHeap { $0.isReadyBefore($1) }
    ready = BinaryHeap { $0.precedes($1) }
  }

  /// Adds `key`, to be worked on from `time` on. A key that waits keeps the earlier time and the
  /// greater urgency. O(log n).
  public mutating func add(_ key: Int, at time: SimTime, _ urgency: Urgency = .fresh) {
    while slots.count <= key { slots.append(Slot()) }
    let urgency = prefersFresh ? urgency : .routine
    if slots[key].isInWork {
      let known = slots[key].again
      slots[key].again = (
        min(time, known?.ready ?? time), min(urgency, known?.urgency ?? urgency)
      )
      return
    }
    let isWaiting = slots[key].waiting != 0
    if isWaiting && slots[key].ready <= time && slots[key].urgency <= urgency { return }
    if !isWaiting { waitingCount += 1 }
    sequence += 1
    slots[key].waiting = sequence
    slots[key].ready = isWaiting ? min(time, slots[key].ready) : time
    slots[key].urgency = isWaiting ? min(urgency, slots[key].urgency) : urgency
    delayed.insert(
      Entry(
        urgency: slots[key].urgency, ready: slots[key].ready, sequence: sequence, key: key))
  }

  /// Hands out the next key ready at `now`; give it back with `finish`. O(log n).
  public mutating func next(at now: SimTime) -> Int? {
    while let first = delayed.first, first.ready <= now {
      _ = delayed.removeFirst()
      if isCurrent(first) { ready.insert(first) }
    }
    while let entry = ready.removeFirst() {
      guard isCurrent(entry) else { continue }
      slots[entry.key].waiting = 0
      slots[entry.key].isInWork = true
      waitingCount -= 1
      return entry.key
    }
    return nil
  }

  /// The work on `key` is done; it waits again if it was added meanwhile.
  public mutating func finish(_ key: Int, at now: SimTime) {
    precondition(slots[key].isInWork, "key \(key) is not in work")
    slots[key].isInWork = false
    if let again = slots[key].again {
      slots[key].again = nil
      add(key, at: max(now, again.ready), again.urgency)
    }
  }

  /// When a key not ready yet will be; nil when there is none.
  public mutating func nextReady() -> SimTime? {
    while let first = delayed.first {
      if isCurrent(first) { return first.ready }
      _ = delayed.removeFirst()
    }
    return nil
  }

  private func isCurrent(_ entry: Entry) -> Bool {
    slots[entry.key].waiting == entry.sequence
  }
}

/// A heap by a given order, least first.
struct BinaryHeap<Element: Sendable>: Sendable {
  private var elements: ContiguousArray<Element> = []
  private let precedes: @Sendable (Element, Element) -> Bool

  init(_ precedes: @escaping @Sendable (Element, Element) -> Bool) { self.precedes = precedes }

  var first: Element? { elements.first }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var i = elements.count - 1
    while i > 0, precedes(elements[i], elements[(i - 1) / 2]) {
      elements.swapAt(i, (i - 1) / 2)
      i = (i - 1) / 2
    }
  }

  mutating func removeFirst() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let first = elements.first else { return last }
    elements[0] = last
    var i = 0
    while true {
      var least = i
      for child in [2 * i + 1, 2 * i + 2] where child < elements.count {
        if precedes(elements[child], elements[least]) { least = child }
      }
      guard least != i else { return first }
      elements.swapAt(i, least)
      i = least
    }
  }
}
