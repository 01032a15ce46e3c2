import Linearizability
import TestSupport
import XCTest

/// Histories of many clients are decided, in few states, and as without any help from the model.
final class CrowdTests: XCTestCase {
  /// Fifty clients as those of Porcupine's histories. The bounds are about three times what is
  /// needed now; a search without the model's help needs millions.
  func testFiftyClientsOnTenKeys() {
    for seed: UInt64 in 1...2 {
      var random = SplitMix(state: seed)
      let right = KeyValueModel.crowd(
        clients: 50, keys: 10, operations: 2_000, unknown: 40 * Int(seed - 1), &random)
      let result = checkLinearizable(right, model: KeyValueModel())
      XCTAssertTrue(result.isSound, "seed \(seed): \(result)")
      XCTAssertLessThan(result.statesSpent, 4_000, "seed \(seed)")
      let wrong = checkLinearizable(
        KeyValueModel.spoiled(right, &random), model: KeyValueModel())
      XCTAssertNotNil(wrong.verdict.violation, "seed \(seed)")
      XCTAssertLessThan(wrong.statesSpent, 4_000, "seed \(seed)")
    }
  }

  func testManyClientsOnOneRegister() {
    for seed: UInt64 in 1...2 {
      var random = SplitMix(state: seed)
      let right = RegisterModel<Int>.crowd(
        clients: 20, operations: 500, values: 0, unknown: 30, &random)
      let result = checkLinearizable(right, model: RegisterModel<Int>())
      XCTAssertTrue(result.isSound, "seed \(seed): \(result)")
      XCTAssertLessThan(result.statesSpent, 2_000, "seed \(seed)")
      let wrong = checkLinearizable(
        RegisterModel<Int>.spoiled(right, &random), model: RegisterModel<Int>())
      XCTAssertNotNil(wrong.verdict.violation, "seed \(seed)")
    }
  }

  /// What the models say to help the search changes no verdict, in histories too long for trying
  /// all orders.
  func testHelpChangesNoVerdict() {
    var (passed, failed) = (0, 0)
    func compare<M: Model>(_ history: [M.Operation], _ model: M, _ name: String) {
      let helped = checkLinearizable(history, model: model).verdict
      let plain = checkLinearizable(history, model: Unaided(model: model)).verdict
      if case .unknown = plain { return XCTFail("\(name) is too hard without help") }
      XCTAssertEqual(helped.isLinearizable, plain.isLinearizable, "\(name): \(helped) \(plain)")
      XCTAssertEqual(helped.violation?.culprit, plain.violation?.culprit, name)
      XCTAssertEqual(helped.violation == nil, plain.violation == nil, name)
      if plain.isLinearizable { passed += 1 } else { failed += 1 }
    }
    for seed in Seeds.range(30) {
      var random = SplitMix(state: seed)
      let texts = KeyValueModel.crowd(
        clients: 4, keys: 2, operations: 40, unknown: 100, &random)
      compare(texts, KeyValueModel(), "texts \(seed)")
      compare(KeyValueModel.spoiled(texts, &random), KeyValueModel(), "spoiled texts \(seed)")
      for values in [0, 3] {
        let registers = RegisterModel<Int>.crowd(
          clients: 4, operations: 30, values: values, unknown: 100, &random)
        compare(registers, RegisterModel(), "registers \(seed)")
        compare(
          RegisterModel.spoiled(registers, &random), RegisterModel(), "spoiled registers \(seed)")
      }
    }
    guard passed + failed > 100 else { return }
    XCTAssertGreaterThan(passed, 40)
    XCTAssertGreaterThan(failed, 40)
  }
}

/// A model that says nothing but what it must.
struct Unaided<M: Model>: Model {
  let model: M

  var initialState: M.State { model.initialState }
  func step(
    _ state: M.State, _ input: M.Input, _ output: M.Output?, budget: inout SearchBudget
  ) -> M.State? {
    model.step(state, input, output, budget: &budget)
  }
  func keys(of input: M.Input) -> [M.Key] { model.keys(of: input) }
}
