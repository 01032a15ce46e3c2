import Linearizability
import XCTest

/// What a check promises beside its verdict: the claimed order first, a budget, and a story.
final class CheckTests: XCTestCase {
  private typealias Operation = RegisterModel<Int>.Operation

  private func write(
    _ client: Int, _ value: Int, _ span: ClosedRange<Int64>, at index: Int64? = nil
  ) -> Operation {
    Operation(
      client: client, .write(value), calledAt: span.lowerBound,
      .returned(.written, at: span.upperBound), logIndex: index)
  }

  private func read(
    _ client: Int, _ value: Int?, _ span: ClosedRange<Int64>, at index: Int64? = nil
  ) -> Operation {
    Operation(
      client: client, .read, calledAt: span.lowerBound,
      .returned(.value(value), at: span.upperBound), logIndex: index)
  }

  func testNothingIsLinearizable() {
    let result = checkLinearizable([], model: RegisterModel<Int>(), budget: 0)
    XCTAssertTrue(result.isSound)
    XCTAssertEqual(result.description, "Linearizable.")
  }

  func testTheClaimedOrderNeedsNoSearch() {
    let history = [
      write(1, 1, 0...9, at: 2), write(2, 2, 1...8, at: 1), read(3, 1, 2...20, at: 2),
      read(3, 2, 3...4, at: 1),
      Operation(client: 4, .write(3), calledAt: 5, .unknown, logIndex: 3),
      // Never came into the log.
      Operation(client: 5, .write(4), calledAt: 5, .unknown), read(6, 3, 10...11, at: 3),
    ]
    let result = checkLinearizable(history, model: RegisterModel<Int>(), budget: 0)
    XCTAssertTrue(result.isSound, "\(result)")
    XCTAssertEqual(result.statesSpent, 0)
    guard case .confirmed = result.witness else { return XCTFail("\(result.witness)") }
  }

  func testWrongIndicesAreAMismatchAndNoViolation() {
    let rows:
      [(history: [Operation], reason: WitnessMismatch.Reason, operations: [Int], line: UInt)] = [
        // The second returned before the first was called.
        ([write(1, 1, 5...6, at: 1), write(2, 2, 0...4, at: 2)], .realTime, [0, 1], #line),
        // The read was served after the write of 1, or so its index says.
        ([write(1, 1, 0...9, at: 1), read(2, nil, 0...9, at: 1)], .answer, [1], #line),
      ]
    for row in rows {
      let result = checkLinearizable(row.history, model: RegisterModel<Int>())
      XCTAssertTrue(result.verdict.isLinearizable, line: row.line)
      XCTAssertFalse(result.isSound, line: row.line)
      XCTAssertEqual(result.witness.mismatch?.reason, row.reason, line: row.line)
      XCTAssertEqual(result.witness.mismatch?.operations, row.operations, line: row.line)
    }
  }

  /// Order and time may disagree across keys although each key is right.
  func testIndicesAreHeldToTimeAcrossKeys() {
    func put(_ key: String, _ span: ClosedRange<Int64>, at index: Int64) -> KeyValueModel.Operation
    {
      .init(
        client: 0, .put(key: key, value: "v"), calledAt: span.lowerBound,
        .returned(.done, at: span.upperBound), logIndex: index)
    }
    let result = checkLinearizable(
      [put("x", 5...6, at: 1), put("y", 0...1, at: 2)], model: KeyValueModel())
    XCTAssertTrue(result.verdict.isLinearizable)
    XCTAssertEqual(result.witness.mismatch?.reason, .realTime)
  }

  func testASpentBudgetIsNoPass() {
    let history = (0..<9).map { write($0, $0, 0...100) } + [read(20, 77, 101...102)]
    let result = checkLinearizable(history, model: Opaque(), budget: 50)
    guard case .unknown(let spent) = result.verdict else { return XCTFail("\(result)") }
    XCTAssertEqual(spent, 50)
    XCTAssertFalse(result.isSound)
    let more = checkLinearizable(history, model: Opaque())
    XCTAssertNotNil(more.verdict.violation)
    // The help of the model makes the difference, not a weaker verdict.
    let helped = checkLinearizable(history, model: RegisterModel<Int>(), budget: 50)
    XCTAssertNotNil(helped.verdict.violation)
  }

  /// A model may spend the budget itself; what it answers then counts for nothing (porcupine#44).
  func testAStepMaySpendTheBudget() {
    let history = [write(1, 1, 0...1), read(1, 1, 2...3)]
    let dear = Opaque(cost: 1_000)
    guard case .unknown = checkLinearizable(history, model: dear, budget: 1_500).verdict else {
      return XCTFail("more than the budget was spent")
    }
    XCTAssertTrue(checkLinearizable(history, model: dear, budget: 5_000).isSound)
  }

  /// One key that is easily refuted is not kept waiting by one that is hard.
  func testAHardPartitionDoesNotHideAnEasyViolation() {
    struct TwoRegisters: Model {
      let register = Opaque()
      var initialState: Int? { nil }
      func step(
        _ state: Int?, _ input: Keyed, _ output: RegisterModel<Int>.Output?,
        budget: inout SearchBudget
      ) -> Int?? {
        register.step(state, input.input, output, budget: &budget)
      }
      func keys(of input: Keyed) -> [Int] { [input.key] }
    }
    struct Keyed: Hashable, Sendable {
      var key: Int
      var input: RegisterModel<Int>.Input
    }
    let hard = (0..<25).map { write($0, $0, 0...100) } + [read(30, 77, 101...102)]
    let easy = [write(40, 1, 0...1), read(40, 2, 2...3)]
    let history = [(0, hard), (1, easy)].flatMap { key, operations in
      operations.map { operation in
        TwoRegisters.Operation(
          client: operation.client, Keyed(key: key, input: operation.input),
          calledAt: operation.calledAt, operation.completion)
      }
    }
    let result = checkLinearizable(history, model: TwoRegisters(), budget: 20_000)
    XCTAssertEqual(result.verdict.violation?.culprit, 27, "\(result)")
  }

  func testTheStoryOfAViolation() {
    let history = [
      write(1, 1, 0...3), write(2, 2, 1...9), read(3, 2, 4...6),
      Operation(client: 4, .compareAndSwap(from: 1, to: 5), calledAt: 2, .unknown),
      read(1, 1, 7...8), read(3, 2, 20...21),
    ]
    let result = checkLinearizable(history, model: RegisterModel<Int>())
    XCTAssertEqual(result.verdict.violation?.culprit, 4)
    XCTAssertEqual(result.verdict.violation?.operations, [0, 1, 3, 2, 4])
    XCTAssertEqual(
      result.description,
      """
      Not linearizable: no order explains these 5 operations, of 6 in all.
      All is well until client 1 sees: read -> 1

      The longest order that works:
         1. client 1   |---------|                write 1
         2. client 2      |-------------------... write 2 -> ?
         3. client 3                 |--|         read -> 2
      It leaves: 2
      None of these can come next:
          ! client 1                        |---| read -> 1
            client 4          |---------------... cas 1 to 5 -> ?
      """)
  }

  func testRecorderKeepsWhatHappened() {
    var recorder = HistoryRecorder<RegisterModel<Int>>()
    let first = recorder.call(client: 1, .write(7), at: 10)
    let refused = recorder.call(client: 2, .write(8), at: 11)
    let lost = recorder.call(client: 3, .write(9), at: 12)
    recorder.complete(first, with: .written, at: 25, logIndex: 4)
    recorder.discard(refused)
    recorder.foundInLog(lost, at: 5)
    XCTAssertEqual(
      recorder.history,
      [
        write(1, 7, 10...25, at: 4),
        Operation(client: 3, .write(9), calledAt: 12, .unknown, logIndex: 5),
      ])
    // A clock that went back makes no operation that ends before it began.
    XCTAssertEqual(
      Operation(client: 1, .read, calledAt: 5, .returned(.value(1), at: 3)).returnedAt, 5)
  }
}

/// A register that says nothing but what it must, and whose steps may be dear.
private struct Opaque: Model {
  var cost = 0
  let register = RegisterModel<Int>()

  var initialState: Int? { nil }
  func step(
    _ state: Int?, _ input: RegisterModel<Int>.Input, _ output: RegisterModel<Int>.Output?,
    budget: inout SearchBudget
  ) -> Int?? {
    budget.spend(cost)
    return register.step(state, input, output, budget: &budget)
  }
}
