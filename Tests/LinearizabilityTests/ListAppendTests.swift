import Linearizability
import TestSupport
import XCTest

/// Cycles among transactions on lists: each anomaly by its smallest example, and random histories
/// against every serial order.
final class ListAppendTests: XCTestCase {
  typealias Transaction = ListTransaction<String, Int>

  func testEachAnomalyHasItsName() {
    typealias Kind = TransactionAnomaly.Kind
    func t(_ steps: Transaction.Step..., outcome: Transaction.Outcome = .committed) -> Transaction {
      Transaction(client: 0, steps, outcome: outcome)
    }
    let rows: [(history: [Transaction], kinds: [Kind], line: UInt)] = [
      ([t(.append("x", 1)), t(.read("x", [1])), t(.read("x", []))], [], #line),
      // Two writers in opposite orders on two lists.
      (
        [
          t(.append("x", 1), .append("y", 1)), t(.append("x", 2), .append("y", 2)),
          t(.read("x", [1, 2])), t(.read("y", [2, 1])),
        ], [.g0], #line
      ),
      // Each read what the other appended.
      (
        [t(.append("x", 1), .read("y", [2])), t(.append("y", 2), .read("x", [1]))], [.g1c], #line
      ),
      // The first read one append of the second and missed the other.
      (
        [t(.read("x", [1]), .read("y", [])), t(.append("x", 1), .append("y", 1))], [.gSingle],
        #line
      ),
      // Write skew: each missed the other's append.
      (
        [t(.read("x", []), .append("y", 1)), t(.read("y", []), .append("x", 1))], [.g2], #line
      ),
      ([t(.append("x", 1), outcome: .aborted), t(.read("x", [1]))], [.g1a], #line),
      ([t(.append("x", 1), .append("x", 2)), t(.read("x", [1]))], [.g1b, .gSingle], #line),
      ([t(.read("x", [7]))], [.phantom], #line),
      ([t(.append("x", 1)), t(.append("x", 1))], [.duplicate], #line),
      ([t(.append("x", 1)), t(.read("x", [1, 1]))], [.duplicate], #line),
      (
        [t(.append("x", 1)), t(.append("x", 2)), t(.read("x", [1, 2])), t(.read("x", [2]))],
        [.incompatibleOrder], #line
      ),
      ([t(.append("x", 1), .read("x", []))], [.inconsistentInside], #line),
      (
        [t(.append("x", 1)), t(.read("x", []), .read("x", [1]))], [.inconsistentInside], #line
      ),
      // Nobody heard of the second, but its append was seen.
      (
        [
          t(.read("x", [1]), .read("y", [])),
          t(.append("x", 1), .append("y", 1), outcome: .unknown),
        ],
        [], #line
      ),
    ]
    for row in rows {
      XCTAssertEqual(
        checkListAppend(row.history).map(\.kind).uniqued, row.kinds, line: row.line)
    }
  }

  func testTimeCountsOnlyIfAskedFor() {
    let history = [
      Transaction(client: 1, [.append("x", 1)], calledAt: 0, returnedAt: 10),
      Transaction(client: 2, [.read("x", [])], calledAt: 20, returnedAt: 30),
    ]
    XCTAssertTrue(checkListAppend(history).isEmpty)
    let anomalies = checkListAppend(history, strict: true)
    XCTAssertEqual(anomalies.map(\.kind), [.gSingleRealTime])
    XCTAssertEqual(
      anomalies.first?.description,
      """
      G-single-realtime: transactions T1, T0
        T1, client 2: read x []
        T0, client 1: append x 1
      T1 read x without 1, which T0 appended
      T0 returned before T1 began
      """)
  }

  func testTheShortestCycleIsTold() {
    // A long cycle T0 ... T5 and, in the same part, a short one of T0 and T1.
    var history = (0..<6).map { i in
      Transaction(client: i, [.append("\(i)", 1), .read("\((i + 1) % 6)", [1])])
    }
    XCTAssertEqual(checkListAppend(history).first?.transactions.count, 6)
    history[1].steps.append(.read("0", [1]))
    XCTAssertEqual(checkListAppend(history).map(\.transactions), [[0, 1]])
  }

  /// What runs one after the other is clean, and linear work: 5,000 transactions.
  func testASerialRunIsClean() {
    var random = SplitMix(state: 1)
    var lists: [[Int]] = Array(repeating: [], count: 500)
    let history = (0..<5_000).map { i -> ListTransaction<Int, Int> in
      var steps: [ListTransaction<Int, Int>.Step] = []
      for n in 0..<(1 + random.below(3)) {
        let key = random.below(lists.count)
        if random.below(2) == 0 {
          lists[key].append(4 * i + n)
          steps.append(.append(key, 4 * i + n))
        } else {
          steps.append(.read(key, lists[key]))
        }
      }
      return .init(client: i % 7, steps, calledAt: Int64(i), returnedAt: Int64(i + 3))
    }
    XCTAssertTrue(checkListAppend(history, strict: true).isEmpty)
  }

  /// Whatever is reported is truly not serializable, and nearly all that is not is reported.
  func testSmallHistoriesAgainstEverySerialOrder() {
    for strict in [false, true] {
      var (clean, found, missed) = (0, 0, 0)
      for seed in Seeds.range(1_500) {
        var random = SplitMix(state: seed)
        let history = smallHistory(&random)
        let truth = SerialOrders(history: history, strict: strict).isSerializable()
        let anomalies = checkListAppend(history, strict: strict)
        switch (truth, anomalies.isEmpty) {
        case (true, true): clean += 1
        case (true, false):
          XCTFail("seed \(seed): \(anomalies.map(\.description).joined(separator: "\n"))")
        case (false, true): missed += 1
        case (false, false): found += 1
        }
      }
      guard clean + found + missed > 100 else { continue }
      XCTAssertGreaterThan(clean, 200)
      XCTAssertGreaterThan(found, 200)
      XCTAssertLessThan(20 * missed, found, "strict \(strict): \(missed) missed, \(found) found")
    }
  }

  /// Transactions in a serial order that is not that of time, with some reads spoiled.
  private func smallHistory(_ random: inout SplitMix) -> [Transaction] {
    var lists: [String: [Int]] = ["x": [], "y": [], "z": []]
    var older = lists
    var history: [Transaction] = []
    for i in 0..<(3 + random.below(3)) {
      var steps: [Transaction.Step] = []
      for n in 0..<(1 + random.below(3)) {
        let key = ["x", "y", "z"][random.below(3)]
        if random.below(2) == 0 {
          steps.append(.append(key, 10 * i + n))
          lists[key]?.append(10 * i + n)
          if random.below(2) == 0 { older[key] = lists[key] }
        } else {
          steps.append(.read(key, (random.below(2) == 0 ? older : lists)[key] ?? []))
        }
      }
      let calledAt = Int64(4 * i - random.below(8))
      let end = calledAt + Int64(random.below(8))
      let outcome: Transaction.Outcome = random.below(8) == 0 ? .unknown : .committed
      history.append(
        Transaction(client: i, steps, outcome: outcome, calledAt: calledAt, returnedAt: end))
    }
    return history
  }
}

/// Serializability as it is defined: every order is tried.
private struct SerialOrders {
  var history: [ListAppendTests.Transaction]
  var strict: Bool

  func isSerializable() -> Bool {
    extend(used: Array(repeating: false, count: history.count), lists: [:])
  }

  private func extend(used: [Bool], lists: [String: [Int]]) -> Bool {
    if history.indices.allSatisfy({ used[$0] || history[$0].outcome != .committed }) { return true }
    return history.indices.contains { i in
      guard !used[i], !strict || mayComeNext(i, used), let next = run(history[i], lists) else {
        return false
      }
      var used = used
      used[i] = true
      return extend(used: used, lists: next)
    }
  }

  private func mayComeNext(_ i: Int, _ used: [Bool]) -> Bool {
    history.indices.allSatisfy { j in
      guard !used[j], history[j].outcome == .committed, let end = history[j].returnedAt else {
        return true
      }
      return end >= history[i].calledAt
    }
  }

  private func run(
    _ transaction: ListAppendTests.Transaction, _ lists: [String: [Int]]
  ) -> [String: [Int]]? {
    var lists = lists
    for step in transaction.steps {
      switch step {
      case .append(let key, let element): lists[key, default: []].append(element)
      case .read(let key, let elements):
        if transaction.outcome == .committed, lists[key, default: []] != elements { return nil }
      }
    }
    return lists
  }
}

extension [TransactionAnomaly.Kind] {
  /// Each once, in order.
  fileprivate var uniqued: Self {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
