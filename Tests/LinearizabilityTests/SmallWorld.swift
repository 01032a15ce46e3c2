import Linearizability
import TestSupport

/// Makes small histories, half of them spoiled in one place or another.
struct SmallWorld<M: Model> {
  var model: M
  var inputs: [M.Input]
  /// All outputs that anything might return.
  var outputs: [M.Output]
  var part: (M.Input) -> M.Key?

  /// What each input may return at first or after one other.
  private let plausible: [M.Input: [M.Output]]

  init(
    model: M, inputs: [M.Input], outputs: [M.Output], part: @escaping (M.Input) -> M.Key?
  ) {
    (self.model, self.inputs, self.outputs, self.part) = (model, inputs, outputs, part)
    var plausible: [M.Input: [M.Output]] = [:]
    var budget = SearchBudget(limit: .max)
    for input in inputs where plausible[input] == nil {
      let first = model.initialState
      let states =
        [first]
        + inputs.compactMap {
          part($0) == part(input) ? model.step(first, $0, nil, budget: &budget) : nil
        }
      plausible[input] = outputs.filter { output in
        states.contains { model.step($0, input, output, budget: &budget) != nil }
      }
    }
    self.plausible = plausible
  }

  /// Four to seven operations of three clients that overlap a lot; a fifth never return, and some
  /// carry log indices, which may be wrong.
  func history(_ random: inout SplitMix) -> [M.Operation] {
    var history: [M.Operation] = []
    var effects: [Int64] = []
    for _ in 0..<(4 + random.below(4)) {
      let calledAt = Int64(random.below(14))
      let effectAt = calledAt + Int64(random.below(5))
      let input = inputs[random.below(inputs.count)]
      history.append(
        M.Operation(client: random.below(3), input, calledAt: calledAt, .unknown))
      effects.append(effectAt)
    }
    let order = history.indices.sorted { (effects[$0], $0) < (effects[$1], $1) }
    let hasIndices = random.below(3) == 0
    var states: [M.Key?: M.State] = [:]
    for (place, i) in order.enumerated() {
      let isLost = random.below(5) == 0
      if isLost, random.below(2) == 0 { continue }
      let key = part(history[i].input)
      let state = states[key] ?? model.initialState
      guard let (output, next) = answer(history[i].input, in: state, &random) else { continue }
      states[key] = next
      if hasIndices { history[i].logIndex = Int64(place) }
      if !isLost {
        let end = effects[i] + Int64(random.below(5))
        history[i].completion = .returned(output, at: end)
      }
    }
    if random.below(4) > 0 { spoil(&history, &random) }
    return history
  }

  /// A random one of the outputs that are right; nil if the list has none.
  private func answer(
    _ input: M.Input, in state: M.State, _ random: inout SplitMix
  ) -> (M.Output, M.State)? {
    let start = random.below(outputs.count)
    var budget = SearchBudget(limit: .max)
    for i in outputs.indices {
      let output = outputs[(start + i) % outputs.count]
      if let next = model.step(state, input, output, budget: &budget) { return (output, next) }
    }
    return nil
  }

  /// Changes what some operation returned, moves a call, or swaps two log indices.
  private func spoil(_ history: inout [M.Operation], _ random: inout SplitMix) {
    for _ in 0..<(1 + random.below(4)) {
      let i = random.below(history.count)
      switch random.below(10) {
      case 0: history[i].calledAt -= Int64(random.below(4))
      case 1:
        let j = random.below(history.count)
        let index = history[i].logIndex
        history[i].logIndex = history[j].logIndex
        history[j].logIndex = index
      default:
        guard case .returned(let output, let instant) = history[i].completion else { continue }
        history[i].completion = .returned(
          another(output, to: history[i].input, &random), at: instant)
      }
    }
  }

  /// Something else that the operation might return in some state that it can be asked in.
  private func another(
    _ output: M.Output, to input: M.Input, _ random: inout SplitMix
  ) -> M.Output {
    let possible = (plausible[input] ?? []).filter { $0 != output }
    return possible.isEmpty ? output : possible[random.below(possible.count)]
  }
}

extension SmallWorld<RegisterModel<Int>> {
  static var register: SmallWorld {
    let swaps = [(0, 1), (1, 2), (2, 0), (1, 1)].map {
      RegisterModel<Int>.Input.compareAndSwap(from: $0, to: $1)
    }
    return SmallWorld(
      model: RegisterModel(), inputs: [.read, .read, .write(0), .write(1), .write(2)] + swaps,
      outputs: [nil, 0, 1, 2].map { .value($0) } + [.written, .swapped(true), .swapped(false)],
      part: { _ in nil })
  }
}

extension SmallWorld<KeyValueModel> {
  /// Texts that can be put together in several ways.
  static var texts: SmallWorld {
    let texts = concatenations(of: ["", "a", "b"]) + ["abab", "aab", "abb", "baab"]
    return SmallWorld(puts: ["", "a", "ab"], appends: ["a", "b", "ab", ""], texts)
  }

  /// Texts whose values say what they were put together from, as those of Porcupine's histories.
  static var markedTexts: SmallWorld {
    let texts = concatenations(of: ["", "x1", "x2", "x12", "x3"])
    return SmallWorld(puts: ["x1", "x3", "x4"], appends: ["x1", "x2", "x12", "x5", "x6"], texts)
  }

  private init(puts: [String], appends: [String], _ texts: [String]) {
    let inputs = ["k", "k", "l"].flatMap { key in
      Array(repeating: KeyValueModel.Input.get(key: key), count: 8)
        + puts.map { .put(key: key, value: $0) } + appends.map { .append(key: key, value: $0) }
    }
    self.init(
      model: KeyValueModel(), inputs: inputs, outputs: texts.map { .value($0) } + [.done],
      part: { $0.key })
  }

  private static func concatenations(of parts: [String]) -> [String] {
    var texts: [String] = []
    for a in parts { for b in parts { for c in parts { texts.append(a + b + c) } } }
    return texts
  }
}

extension SmallWorld<EtcdModel<Int, Int>> {
  /// With revisions in some answers, or in none.
  static func etcd(revisions: [Int64?]) -> SmallWorld {
    let inputs = [0, 1].flatMap { key in
      [.get(key), .get(key), .put(key, 0), .put(key, 1), .put(key, 2), .delete(key)]
        + [
          EtcdModel<Int, Int>.Input.compareAndSwap(key, if: .value(1), 2),
          .compareAndSwap(key, if: .modRevision(0), 1),
          .compareAndSwap(key, if: .modRevision(3), 0),
        ]
    }
    var outputs: [EtcdModel<Int, Int>.Output] = [.found(nil), .deleted(false), .swapped(false)]
    for revision in revisions {
      outputs += [0, 1, 2].map { .found($0, modRevision: revision) }
      outputs += [
        .written(revision: revision), .deleted(true, revision: revision),
        .swapped(true, revision: revision),
      ]
    }
    // Beyond all others, so that every change has an answer.
    outputs += [.written(), .deleted(true), .swapped(true)]
    outputs += [0, 1, 2].map { .found($0) }
    return SmallWorld(
      model: EtcdModel(), inputs: inputs, outputs: outputs, part: { $0.key })
  }
}

/// Three accounts and transfers between two of them: operations that touch several keys.
struct AccountsModel: Model {
  enum Input: Hashable, Sendable {
    case read(Int)
    case add(Int)
    case move(from: Int, to: Int)
  }

  var initialState: [Int] { [0, 0, 0, 0] }

  /// Moving returns whether there was anything to move, everything else what is there now.
  func step(
    _ state: [Int], _ input: Input, _ output: Int?, budget: inout SearchBudget
  ) -> [Int]? {
    var state = state
    let answer: Int
    switch input {
    case .read(let account): answer = state[account]
    case .add(let account):
      state[account] += 1
      answer = state[account]
    case .move(let from, let to):
      answer = min(1, state[from])
      state[from] -= answer
      state[to] += answer
    }
    return output == nil || output == answer ? state : nil
  }

  func keys(of input: Input) -> [Int] {
    switch input {
    case .read(let account), .add(let account): [account]
    case .move(let from, let to): [from, to]
    }
  }

  func isReadOnly(_ input: Input, _ output: Int?) -> Bool {
    if case .read = input { true } else { false }
  }
}

extension SmallWorld<AccountsModel> {
  static var accounts: SmallWorld {
    SmallWorld(
      model: AccountsModel(),
      inputs: (0..<4).flatMap { [.read($0), .add($0), .add($0)] }
        + [.move(from: 0, to: 1), .move(from: 1, to: 2), .move(from: 2, to: 0)],
      outputs: [0, 1, 2, 3, 4, 5, 6, 7], part: { _ in nil })
  }
}
