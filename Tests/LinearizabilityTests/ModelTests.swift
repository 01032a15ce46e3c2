import Linearizability
import XCTest

/// What the models say an object does, step by step.
final class ModelTests: XCTestCase {
  /// Runs each row's operations in order; the row says with which it stops being possible, or nil.
  private func run<M: Model>(
    _ model: M,
    _ rows: [(operations: [(M.Input, M.Output?)], stopsAt: Int?, line: UInt)]
  ) {
    for row in rows {
      var state = model.initialState
      var stopped: Int?
      var budget = SearchBudget(limit: 0)
      for (i, (input, output)) in row.operations.enumerated() {
        guard let next = model.step(state, input, output, budget: &budget) else {
          stopped = i
          break
        }
        if model.isReadOnly(input, output) { XCTAssertEqual(next, state, line: row.line) }
        state = next
      }
      XCTAssertEqual(stopped, row.stopsAt, line: row.line)
    }
  }

  func testRegister() {
    run(
      RegisterModel<Int>(),
      [
        ([(.read, .value(nil)), (.read, .value(0))], 1, #line),
        ([(.write(3), .written), (.read, .value(3)), (.read, .value(nil))], 2, #line),
        ([(.write(3), nil), (.read, nil), (.read, .value(3))], nil, #line),
        ([(.compareAndSwap(from: 1, to: 2), .swapped(false))], nil, #line),
        ([(.compareAndSwap(from: 1, to: 2), .swapped(true))], 0, #line),
        (
          [
            (.write(1), .written), (.compareAndSwap(from: 1, to: 2), .swapped(true)),
            (.read, .value(2)), (.compareAndSwap(from: 2, to: 3), .swapped(false)),
          ], 3, #line
        ),
        (
          [
            (.write(1), .written), (.compareAndSwap(from: 2, to: 3), nil), (.read, .value(1)),
            (.compareAndSwap(from: 1, to: 3), nil), (.read, .value(3)),
          ], nil, #line
        ),
        // An answer to another question.
        ([(.write(1), .swapped(true))], 0, #line),
      ])
  }

  func testTexts() {
    run(
      KeyValueModel(),
      [
        ([(.get(key: "k"), .value("")), (.get(key: "k"), .value("a"))], 1, #line),
        (
          [
            (.append(key: "k", value: "a"), .done), (.append(key: "k", value: "b"), nil),
            (.get(key: "k"), .value("ab")), (.put(key: "k", value: "c"), .done),
            (.get(key: "k"), .value("c")), (.get(key: "k"), .value("abc")),
          ], 5, #line
        ),
        // Byte by byte, not as Unicode compares.
        (
          [
            (.put(key: "k", value: "e"), .done), (.append(key: "k", value: "\u{301}"), .done),
            (.get(key: "k"), .value("e\u{301}")), (.get(key: "k"), .value("\u{E9}")),
          ], 3, #line
        ),
      ])
  }

  func testEtcd() {
    typealias Input = EtcdModel<String, Int>.Input
    let put = Input.put("k", 1)
    let other = Input.put("k", 2)
    func swap(if condition: EtcdModel<String, Int>.Condition) -> Input {
      .compareAndSwap("k", if: condition, 9)
    }
    run(
      EtcdModel<String, Int>(),
      [
        (
          [(.get("k"), .found(nil)), (.delete("k"), .deleted(false)), (put, .written())], nil, #line
        ),
        ([(put, .written()), (.delete("k"), .deleted(false))], 1, #line),
        ([(put, .written()), (.delete("k"), .deleted(true)), (.get("k"), .found(1))], 2, #line),
        // Revisions rise, and are what a get shows.
        ([(put, .written(revision: 5)), (other, .written(revision: 5))], 1, #line),
        ([(put, .written(revision: 5)), (.delete("k"), .deleted(true, revision: 4))], 1, #line),
        (
          [
            (put, .written(revision: 5)), (.get("k"), .found(1, modRevision: 5)),
            (.get("k"), .found(1, modRevision: 6)),
          ], 2, #line
        ),
        (
          [
            (put, .written(revision: 5)), (.delete("k"), .deleted(true, revision: 6)),
            (put, .written(revision: 6)),
          ], 2, #line
        ),
        // That of a lost put is open until something shows it.
        (
          [
            (put, .written(revision: 5)), (other, nil), (.get("k"), .found(2, modRevision: 7)),
            (.get("k"), .found(2, modRevision: 8)),
          ], 3, #line
        ),
        (
          [(put, .written(revision: 5)), (other, nil), (.get("k"), .found(2, modRevision: 5))], 2,
          #line
        ),
        // A comparison that failed says what it is not.
        (
          [
            (put, nil), (swap(if: .modRevision(3)), .swapped(false)),
            (.get("k"), .found(1, modRevision: 3)),
          ], 2, #line
        ),
        (
          [
            (put, nil), (swap(if: .modRevision(3)), .swapped(true)), (.get("k"), .found(9)),
            (put, .written(revision: 3)),
          ], 3, #line
        ),
        ([(put, nil), (swap(if: .modRevision(0)), .swapped(true))], 1, #line),
        ([(swap(if: .modRevision(0)), .swapped(true)), (.get("k"), .found(9))], nil, #line),
        ([(swap(if: .modRevision(2)), .swapped(true))], 0, #line),
        ([(put, .written(revision: 2)), (swap(if: .modRevision(2)), .swapped(false))], 1, #line),
        ([(put, .written()), (swap(if: .value(1)), .swapped(false))], 1, #line),
        ([(put, .written()), (swap(if: .value(2)), .swapped(true))], 1, #line),
        ([(put, .written()), (swap(if: .value(2)), nil), (.get("k"), .found(1))], nil, #line),
        ([(put, .written()), (swap(if: .value(1)), nil), (.get("k"), .found(9))], nil, #line),
        ([(.delete("k"), nil), (.get("k"), .found(nil)), (put, .written())], nil, #line),
      ])
  }

  func testDescriptionsAreShort() {
    let model = EtcdModel<String, Int>()
    XCTAssertEqual(
      model.describe(.get("k"), .found(3, modRevision: 7)), "get k -> 3 at 7")
    XCTAssertEqual(model.describe(.get("k"), .found(nil)), "get k -> absent")
    XCTAssertEqual(model.describe(.put("k", 3), .written(revision: 8)), "put k 3 -> at 8")
    XCTAssertEqual(model.describe(.delete("k"), .deleted(false)), "delete k -> absent")
    XCTAssertEqual(
      model.describe(.compareAndSwap("k", if: .modRevision(0), 1), nil), "put k 1 if absent -> ?")
    XCTAssertEqual(
      model.describe(.compareAndSwap("k", if: .value(2), 1), .swapped(true, revision: 4)),
      "put k 1 if it is 2 -> yes at 4")
    XCTAssertEqual(RegisterModel<Int>().describe(.read, .value(nil)), "read -> nothing")
    XCTAssertEqual(
      KeyValueModel().describe(.get(key: "k"), .value("ab")), "get k -> \"ab\"")
  }
}
