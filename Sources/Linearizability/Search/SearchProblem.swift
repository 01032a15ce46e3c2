/// The operations of one partition as the search sees them: numbers only.
///
/// Those that return have the numbers 0 ..< `returnedCount` in the order of their calls. Those that
/// never do, which may be left out, begin at the next multiple of 64, also in that order. Ranks are
/// places in the order of all calls and returns.
struct SearchProblem {
  /// For each number the index of its operation among those given; -1 for numbers not in use.
  private(set) var operations: [Int]
  let returnedCount: Int
  /// Those that never return.
  let open: Range<Int>
  /// For each number the class of its operation: equal classes ask and return the same.
  private(set) var classes: [UInt32]
  private(set) var callRanks: [Int32]
  /// `Int32.max` for those that never return.
  private(set) var returnRanks: [Int32]
  /// For each number that returns, how many of those that return were called before it did.
  private(set) var callsBeforeReturn: [Int32]
  /// Calls and returns of those that return, in order, as entries of an `EntryList`.
  private(set) var entries: [Int32]
  /// For each number an equal operation that may as well come first, and so must; or -1.
  private(set) var predecessors: [Int32]
  /// For each number whether no other operation is of its class.
  private(set) var isSingle: [Bool]

  /// The problem of `operations`, which have these classes.
  init(_ given: [TimedOperation], classes givenClasses: [UInt32]) {
    let order = Self.order(given)
    returnedCount = given.count { $0.returnedAt != nil }
    let firstOpen = (returnedCount + 63) / 64 * 64
    let count = firstOpen + given.count - returnedCount
    open = firstOpen..<count
    operations = Array(repeating: -1, count: count)
    classes = Array(repeating: 0, count: count)
    callRanks = Array(repeating: 0, count: count)
    returnRanks = Array(repeating: .max, count: count)
    callsBeforeReturn = Array(repeating: 0, count: returnedCount)
    predecessors = Array(repeating: -1, count: count)
    isSingle = Array(repeating: false, count: count)
    entries = []
    entries.reserveCapacity(2 * returnedCount)

    var numbers = Array(repeating: 0, count: given.count)
    var (nextReturning, nextOpen) = (0, firstOpen)
    for (rank, event) in order.enumerated() {
      if event.isReturn {
        let number = numbers[event.operation]
        returnRanks[number] = Int32(rank)
        callsBeforeReturn[number] = Int32(nextReturning)
        entries.append(Int32(2 * number + 1))
        continue
      }
      let returns = given[event.operation].returnedAt != nil
      let number = returns ? nextReturning : nextOpen
      if returns { nextReturning += 1 } else { nextOpen += 1 }
      numbers[event.operation] = number
      operations[number] = event.operation
      classes[number] = givenClasses[event.operation]
      callRanks[number] = Int32(rank)
      if returns { entries.append(Int32(2 * number)) }
    }
    findPredecessors(order.filter { !$0.isReturn }.map { numbers[$0.operation] })
  }

  private struct Event {
    var instant: Int64
    var isReturn: Bool
    var operation: Int
  }

  /// All calls and returns in order. At one instant calls come first: those who meet overlap.
  private static func order(_ operations: [TimedOperation]) -> [Event] {
    var events: [Event] = []
    events.reserveCapacity(2 * operations.count)
    for (i, span) in operations.enumerated() {
      events.append(Event(instant: span.calledAt, isReturn: false, operation: i))
      if let instant = span.returnedAt {
        events.append(Event(instant: instant, isReturn: true, operation: i))
      }
    }
    return events.sorted { a, b in
      if a.instant != b.instant { return a.instant < b.instant }
      if a.isReturn != b.isReturn { return b.isReturn }
      return a.operation < b.operation
    }
  }

  /// Of two equal operations that were called in this order and did not return in the opposite
  /// order, the first may take the place of the second in every linearization, and the second the
  /// place of the first. So only linearizations with the first in front need to be tried.
  private mutating func findPredecessors(_ numbersByCall: [Int]) {
    let classCount = classes.max().map { Int($0) + 1 } ?? 0
    var latest = Array(repeating: [Int](), count: classCount)
    for number in numbersByCall {
      let equals = latest[Int(classes[number])]
      for other in equals.suffix(64).reversed() where returnRanks[other] <= returnRanks[number] {
        predecessors[number] = Int32(other)
        break
      }
      latest[Int(classes[number])].append(number)
    }
    for equals in latest where equals.count == 1 { isSingle[equals[0]] = true }
  }
}
