import Linearizability
import TestSupport
import XCTest

/// Stale reads show prefixes of the log, none from the future, and never go back for one client.
final class StaleReadTests: XCTestCase {
  private typealias Read = EtcdModel<String, Int>.Operation

  /// x is 1 from 10 on, 2 from 20; y is 5 from 30; x is gone from 40.
  private let log: [LogEntry<EtcdModel<String, Int>.Input>] = [
    .init(logIndex: 1, .put("x", 1), committedAt: 10),
    .init(logIndex: 2, .put("x", 2), committedAt: 20),
    .init(logIndex: 3, .put("y", 5), committedAt: 30),
    .init(logIndex: 4, .delete("x"), committedAt: 40),
  ]

  private func read(
    _ client: Int, _ key: String, _ value: Int?, _ span: ClosedRange<Int64>, at index: Int64? = nil
  ) -> Read {
    Read(
      client: client, .get(key), calledAt: span.lowerBound,
      .returned(.found(value), at: span.upperBound), logIndex: index)
  }

  func testEachReasonHasItsExample() {
    typealias Reason = StaleReadViolation.Reason
    let rows: [(reads: [Read], monotone: Bool, found: [Reason], line: UInt)] = [
      ([read(1, "x", nil, 0...5)], true, [], #line),
      // As old as can be.
      ([read(1, "x", nil, 90...95)], true, [], #line),
      ([read(1, "x", 1, 90...95)], true, [], #line),
      ([read(1, "x", 7, 90...95)], true, [.neverHeld], #line),
      ([read(1, "x", 2, 12...19)], true, [.fromTheFuture], #line),
      ([read(1, "x", 2, 12...20)], true, [], #line),
      ([read(1, "x", 2, 50...51), read(1, "x", 1, 52...53)], true, [.wentBack], #line),
      ([read(1, "x", 2, 50...51), read(1, "x", 1, 52...53)], false, [], #line),
      ([read(1, "x", 2, 50...51), read(2, "x", 1, 52...53)], true, [], #line),
      // Two reads of one client that overlap bind each other to nothing.
      ([read(1, "x", 2, 50...55), read(1, "x", 1, 52...53)], true, [], #line),
      // Across keys: y shows the third entry, the old x does not hold there any more.
      ([read(1, "y", 5, 50...51), read(1, "x", 1, 52...53)], true, [.wentBack], #line),
      ([read(1, "y", 5, 50...51), read(1, "x", 2, 52...53)], true, [], #line),
      ([read(1, "y", 5, 50...51), read(1, "x", nil, 52...53)], true, [], #line),
      // Absent again, but not before it was deleted.
      ([read(1, "x", 1, 20...21), read(1, "x", nil, 22...23)], true, [.fromTheFuture], #line),
      ([read(1, "x", 2, 50...51, at: 3)], true, [], #line),
      ([read(1, "x", 2, 50...51, at: 1)], true, [.notAtItsIndex], #line),
      ([read(1, "x", nil, 33...34, at: 4)], true, [.fromTheFuture], #line),
      (
        [read(1, "x", 2, 50...51, at: 3), read(1, "x", 2, 52...53, at: 2)], true, [.wentBack], #line
      ),
    ]
    for row in rows {
      let found = checkStaleReads(
        row.reads, log: log, model: EtcdModel(), isMonotone: row.monotone)
      XCTAssertEqual(found.map(\.reason), row.found, line: row.line)
    }
  }

  func testAReportNamesTheReadAndTheReason() {
    let found = checkStaleReads(
      [read(1, "x", 2, 50...51), read(1, "x", 1, 52...53)], log: log, model: EtcdModel(),
      isMonotone: true)
    XCTAssertEqual(
      found.map(\.description), ["client 1: get x -> 1: older than what the client had seen"])
    XCTAssertEqual(found.map(\.read), [1])
  }

  /// Against trying all prefixes for all reads: registers, few values, so that many prefixes fit.
  func testRandomReadsAgainstAllPrefixes() {
    var (right, wrong) = (0, 0)
    for seed in Seeds.range(2_000) {
      var random = SplitMix(state: seed)
      var instant: Int64 = 0
      let log = (1...(1 + random.below(6))).map { i -> LogEntry<RegisterModel<Int>.Input> in
        instant += Int64(random.below(4))
        return LogEntry(logIndex: Int64(i), .write(random.below(3)), committedAt: instant)
      }
      var now: Int64 = 0
      let reads = (0..<4).map { _ -> RegisterModel<Int>.Operation in
        let calledAt = now + Int64(random.below(4))
        now = calledAt + Int64(random.below(3))
        let value = random.below(4)
        return .init(
          client: 1, .read, calledAt: calledAt,
          .returned(.value(value == 3 ? nil : value), at: now))
      }
      let values: [Int?] = [nil] + log.map { $0.input.value }
      let truth = Self.fits(reads[...], from: 0, values, [.min] + log.map(\.committedAt))
      let found = checkStaleReads(reads, log: log, model: RegisterModel<Int>(), isMonotone: true)
      XCTAssertEqual(found.isEmpty, truth, "seed \(seed): \(log) \(reads)")
      if truth { right += 1 } else { wrong += 1 }
    }
    guard right + wrong > 100 else { return }
    XCTAssertGreaterThan(right, 100)
    XCTAssertGreaterThan(wrong, 100)
  }

  private static func fits(
    _ reads: ArraySlice<RegisterModel<Int>.Operation>, from floor: Int, _ values: [Int?],
    _ committedAt: [Int64]
  ) -> Bool {
    guard let read = reads.first else { return true }
    return (floor..<values.count).contains { prefix in
      committedAt[prefix] <= read.returnedAt ?? .max && read.output == .value(values[prefix])
        && fits(reads.dropFirst(), from: prefix, values, committedAt)
    }
  }
}

extension RegisterModel<Int>.Input {
  fileprivate var value: Int? {
    if case .write(let value) = self { value } else { nil }
  }
}
