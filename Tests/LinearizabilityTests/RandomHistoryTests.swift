import Linearizability
import TestSupport
import XCTest

/// 10,000 small histories have the verdict that the definition gives them, and violations are told
/// truly. `FEDSIM_RUNS` replaces the 1,700 of each model.
final class RandomHistoryTests: XCTestCase {
  func testRegisters() { agree(SmallWorld.register) }
  func testTexts() { agree(SmallWorld.texts) }
  func testMarkedTexts() { agree(SmallWorld.markedTexts) }
  func testEtcdWithoutRevisions() { agree(SmallWorld.etcd(revisions: [])) }
  func testEtcdWithRevisions() { agree(SmallWorld.etcd(revisions: [1, 2, 3, 4, 5, nil])) }
  func testOperationsOnSeveralKeys() { agree(SmallWorld.accounts) }

  private func agree<M: Model>(_ world: SmallWorld<M>, line: UInt = #line) {
    var (linearizable, not, lost, mismatches) = (0, 0, 0, 0)
    for seed in Seeds.range(1_700) {
      var random = SplitMix(state: seed)
      let history = world.history(&random)
      let truth = BruteForce(model: world.model, history: history, part: world.part)
        .isLinearizable()
      let result = checkLinearizable(history, model: world.model)
      if truth { linearizable += 1 } else { not += 1 }
      if history.contains(where: { $0.output == nil }) { lost += 1 }
      if truth, result.witness.mismatch != nil { mismatches += 1 }
      switch result.verdict {
      case .linearizable: XCTAssertTrue(truth, "seed \(seed): \(history)", line: line)
      case .violation(let violation):
        XCTAssertFalse(truth, "seed \(seed): \(violation)", line: line)
        if !truth { checkStory(violation, of: history, world, "seed \(seed)", line: line) }
      case .unknown: XCTFail("seed \(seed) is undecided", line: line)
      }
    }
    guard linearizable + not > 100 else { return }
    XCTAssertGreaterThan(10 * not, 3 * (linearizable + not), "too few violations", line: line)
    XCTAssertGreaterThan(10 * linearizable, 3 * (linearizable + not), "too few others", line: line)
    XCTAssertGreaterThan(2 * lost, linearizable + not, "too few unknown outcomes", line: line)
    XCTAssertGreaterThan(mismatches, 10, "too few wrong log indices", line: line)
  }

  /// The prefix fails, the one before its last return does not, and the order that is shown is one.
  private func checkStory<M: Model>(
    _ violation: Violation, of history: [M.Operation], _ world: SmallWorld<M>, _ seed: String,
    line: UInt
  ) {
    XCTAssertTrue(violation.isShortest, seed, line: line)
    func prefix(of i: Int) -> M.Operation {
      let isDone = returnsBefore(i, violation.culprit, history)
      return isDone || i == violation.culprit ? history[i] : history[i].underWay
    }
    let whole = violation.operations.map(prefix)
    XCTAssertFalse(isLinearizable(whole, world), "\(seed): the prefix passes", line: line)
    let shorter = zip(violation.operations, whole).map { i, operation in
      i == violation.culprit ? operation.underWay : operation
    }
    XCTAssertTrue(isLinearizable(shorter, world), "\(seed): it is not the shortest", line: line)

    XCTAssertEqual(
      (violation.longestOrder + violation.unplaceable).sorted(), violation.operations.sorted(),
      seed, line: line)
    XCTAssertTrue(violation.unplaceable.contains { prefix(of: $0).output != nil }, seed, line: line)
    var order: [M.Operation] = []
    for (place, i) in violation.longestOrder.enumerated() {
      var operation = prefix(of: i)
      // One after the other, so that this order alone is possible.
      operation.calledAt = Int64(2 * place)
      if let output = operation.output {
        operation.completion = .returned(output, at: Int64(2 * place + 1))
      }
      order.append(operation)
    }
    XCTAssertTrue(isLinearizable(order, world), "\(seed): the order fails", line: line)
    for text in violation.description.split(separator: "\n") {
      XCTAssertLessThanOrEqual(text.count, 80, "\(seed): \(text)", line: line)
    }
  }

  private func isLinearizable<M: Model>(
    _ history: [M.Operation], _ world: SmallWorld<M>
  ) -> Bool {
    BruteForce(model: world.model, history: history, part: world.part).isLinearizable()
  }

  private func returnsBefore<Input, Output>(
    _ i: Int, _ j: Int, _ history: [ClientOperation<Input, Output>]
  ) -> Bool {
    (history[i].returnedAt ?? .max, i) < (history[j].returnedAt ?? .max, j)
  }
}

extension ClientOperation {
  /// The same before it returned.
  var underWay: Self {
    var operation = self
    operation.completion = .unknown
    return operation
  }
}
