import Linearizability
import TestSupport

/// Clients that call a linearizable object one operation at a time: each takes effect at an instant
/// between its call and its return.
struct ClientCrowd<M: Model> {
  var model: M
  var clients: Int
  var operations: Int
  /// How often the client never hears back, of 1000; half of those operations take effect.
  var unknown = 0
  /// The longest time between two instants of an operation.
  var patience = 100

  struct Call {
    var client: Int
    var input: M.Input
    var calledAt: Int64
    var effectAt: Int64
    var returnedAt: Int64?
  }

  /// A history of operations that `input` makes from the client, the number of the operation, and
  /// chance; `answer` says what the object returns.
  func history(
    _ random: inout SplitMix, input: (Int, Int, inout SplitMix) -> M.Input,
    answer: (M.State, M.Input) -> M.Output
  ) -> [M.Operation] {
    var free = Array(repeating: Int64(0), count: clients)
    var calls: [Call] = []
    for n in 0..<operations {
      let client = random.below(clients)
      let calledAt = free[client] + Int64(1 + random.below(patience))
      let effectAt = calledAt + Int64(1 + random.below(patience))
      let returnedAt = effectAt + Int64(1 + random.below(patience))
      let isLost = random.below(1000) < unknown
      calls.append(
        Call(
          client: client, input: input(client, n, &random), calledAt: calledAt,
          effectAt: isLost && random.below(2) == 0 ? -1 : effectAt,
          returnedAt: isLost ? nil : returnedAt))
      free[client] = returnedAt
    }
    var states: [M.Key: M.State] = [:]
    var outputs: [Int: M.Output] = [:]
    let order = calls.indices.filter { calls[$0].effectAt >= 0 }
      .sorted { (calls[$0].effectAt, $0) < (calls[$1].effectAt, $1) }
    var budget = SearchBudget(limit: .max)
    for i in order {
      let key = model.keys(of: calls[i].input).first
      let state = key.flatMap { states[$0] } ?? model.initialState
      let output = answer(state, calls[i].input)
      outputs[i] = output
      if let key, let next = model.step(state, calls[i].input, output, budget: &budget) {
        states[key] = next
      }
    }
    return calls.indices.map { i in
      let completion: Completion<M.Output> =
        if let output = outputs[i], let instant = calls[i].returnedAt {
          .returned(output, at: instant)
        } else {
          .unknown
        }
      return M.Operation(
        client: calls[i].client, calls[i].input, calledAt: calls[i].calledAt, completion)
    }
  }
}

extension KeyValueModel {
  /// Clients as those of the lab: half append a text of their own, some put, the rest get.
  static func crowd(
    clients: Int, keys: Int, operations: Int, unknown: Int = 0, _ random: inout SplitMix
  ) -> [Operation] {
    ClientCrowd(model: KeyValueModel(), clients: clients, operations: operations, unknown: unknown)
      .history(&random) { client, n, random in
        let key = String(random.below(keys))
        let text = "x \(client) \(n) y"
        return switch random.below(1000) {
        case 0..<500: .append(key: key, value: text)
        case 500..<600: .put(key: key, value: text)
        default: .get(key: key)
        }
      } answer: { state, input in
        if case .get = input, case .text(let text) = state {
          .value(String(decoding: text, as: UTF8.self))
        } else {
          .done
        }
      }
  }

  /// Lets a get that found something return what an earlier get of its key found.
  static func spoiled(_ history: [Operation], _ random: inout SplitMix) -> [Operation] {
    var history = history
    for _ in 0..<1000 {
      let (i, j) = (random.below(history.count), random.below(history.count))
      guard case .get(let key) = history[i].input, history[j].input == .get(key: key),
        let new = history[i].output, let old = history[j].output, new != old,
        let end = history[j].returnedAt, end < history[i].calledAt,
        case .returned(_, let instant) = history[i].completion
      else { continue }
      history[i].completion = .returned(old, at: instant)
      return history
    }
    return history
  }
}

extension RegisterModel<Int> {
  /// Clients that read, write and swap on one register; `values` 0 makes every write unique.
  static func crowd(
    clients: Int, operations: Int, values: Int, unknown: Int = 0, swaps: Bool = true,
    _ random: inout SplitMix
  ) -> [Operation] {
    // One key for all, so that the crowd keeps its state.
    ClientCrowd(
      model: OneRegister(), clients: clients, operations: operations, unknown: unknown
    ).history(&random) { client, n, random in
      let value = values == 0 ? n : random.below(values)
      return switch random.below(4) {
      case 0: .write(value)
      case 1 where swaps: .compareAndSwap(from: random.below(max(1, values)), to: value)
      default: .read
      }
    } answer: { state, input in
      switch input {
      case .read: .value(state)
      case .write: .written
      case .compareAndSwap(let from, _): .swapped(state == from)
      }
    }
  }

  /// Lets a read return what another found.
  static func spoiled(_ history: [Operation], _ random: inout SplitMix) -> [Operation] {
    var history = history
    for _ in 0..<1000 {
      let (i, j) = (random.below(history.count), random.below(history.count))
      guard history[i].input == .read, history[j].input == .read, let new = history[i].output,
        let old = history[j].output, new != old,
        case .returned(_, let instant) = history[i].completion
      else { continue }
      history[i].completion = .returned(old, at: instant)
      return history
    }
    return history
  }
}

/// A register that counts as one key.
private struct OneRegister: Model {
  let register = RegisterModel<Int>()

  var initialState: Int? { nil }
  func step(
    _ state: Int?, _ input: RegisterModel<Int>.Input, _ output: RegisterModel<Int>.Output?,
    budget: inout SearchBudget
  ) -> Int?? {
    register.step(state, input, output, budget: &budget)
  }
  func keys(of input: RegisterModel<Int>.Input) -> [Int] { [0] }
}
