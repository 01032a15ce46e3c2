/// The search for a linearization of one partition: a `SearchCore`, and the model it asks.
struct PartitionSearch<M: Model> {
  enum Outcome {
    case linearizable
    case violation
    case undecided
  }

  private struct Question: Hashable {
    var input: M.Input
    var output: M.Output?
  }

  private let model: M
  private let operations: [PartitionOperation<M>]
  private let questions: [Question]
  private var states: [M.State]
  private var numbers: [M.State: UInt32]
  private(set) var core: SearchCore

  /// A search for an order of `operations`, which are pruned and in any order.
  init(_ operations: [PartitionOperation<M>], model: M, mode: SearchCore.Mode) {
    let model = model.focused(on: operations.map { ($0.input, $0.output) })
    self.model = model
    self.operations = operations
    var questions: [Question] = []
    var known: [Question: UInt32] = [:]
    let classes = operations.map { operation in
      let question = Question(input: operation.input, output: operation.output)
      if let number = known[question] { return number }
      questions.append(question)
      known[question] = UInt32(questions.count - 1)
      return UInt32(questions.count - 1)
    }
    self.questions = questions
    let problem = SearchProblem(
      operations.map { .init(calledAt: $0.calledAt, returnedAt: $0.returnedAt) }, classes: classes)
    let readOnly = questions.map { $0.output != nil && model.isReadOnly($0.input, $0.output) }
    let telling = questions.map { $0.output != nil }
    core = SearchCore(
      problem, isReadOnly: problem.classes.map { readOnly[Int($0)] },
      isTelling: problem.classes.map { telling[Int($0)] }, initialState: 0, mode: mode)
    states = [model.initialState]
    numbers = [model.initialState: 0]
  }

  /// Searches on until there is a verdict or `budget` is spent; may be called again then.
  mutating func run(budget: inout SearchBudget) -> Outcome {
    while true {
      switch core.run(budget: &budget) {
      case .accepted: return .linearizable
      case .exhausted: return .violation
      case .budgetSpent: return .undecided
      case .needs(let need):
        answer(need, budget: &budget)
        if budget.isSpent { return .undecided }
      }
    }
  }

  private mutating func answer(_ need: SearchCore.Need, budget: inout SearchBudget) {
    switch need {
    case .step(let state, let number):
      let question = question(of: number)
      let next = model.step(states[Int(state)], question.input, question.output, budget: &budget)
      // What a model says once its budget is spent may be anything.
      if budget.isSpent { return }
      let answer = next.map { self.number(of: $0) } ?? TransitionTable.illegal
      core.transitions.learn(state, core.problem.classes[number] << 1, answer)
    case .follow(let state, let number):
      let question = question(of: number)
      let can = question.output.map { model.canFollow(states[Int(state)], question.input, $0) }
      core.transitions.learn(
        state, core.problem.classes[number] << 1 | 1,
        can ?? true ? state : TransitionTable.illegal)
    case .sources(let number):
      core.sources[Int(core.problem.classes[number])] = sources(of: question(of: number))
    }
  }

  /// The latest instant that the search could not get past: all before it can be explained.
  var latestDeadEnd: Int64 {
    let problem = core.problem
    guard let number = problem.returnRanks.firstIndex(of: core.furthest) else { return .min }
    return operations[problem.operations[number]].returnedAt ?? .min
  }

  /// The operations of the trail that got furthest, as indices into the history.
  var longestOrder: [Int] {
    core.longest.trail.map { operations[core.problem.operations[Int($0)]].index }
  }

  private func question(of number: Int) -> Question {
    questions[Int(core.problem.classes[number])]
  }

  private mutating func number(of state: M.State) -> UInt32 {
    if let number = numbers[state] { return number }
    let number = UInt32(states.count)
    states.append(state)
    numbers[state] = number
    return number
  }

  private func sources(of question: Question) -> ContiguousArray<Int32> {
    guard let output = question.output else { return [] }
    let isSource = questions.map { model.isSource($0.input, of: question.input, output) }
    let problem = core.problem
    return ContiguousArray(
      problem.operations.indices.lazy
        .filter { problem.operations[$0] >= 0 && isSource[Int(problem.classes[$0])] }
        .map { Int32($0) })
  }
}

/// An operation of a partition, as the search is to take it.
struct PartitionOperation<M: Model> {
  /// Its place in the history.
  var index: Int
  var input: M.Input
  /// Nil if unknown.
  var output: M.Output?
  var calledAt: Int64
  /// The instant by which it certainly took effect; nil if it may never do so.
  var returnedAt: Int64?

  init(_ operation: M.Operation, at index: Int) {
    self.index = index
    input = operation.input
    output = operation.output
    calledAt = operation.calledAt
    returnedAt = operation.returnedAt
  }
}
