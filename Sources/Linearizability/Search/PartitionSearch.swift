/// The search for a linearization of one partition: a `SearchCore`, and the model it asks.
struct PartitionSearch<M: Model> {
  enum Outcome {
    case linearizable
    case violation
    case undecided
  }

  private let model: M
  private let operations: [TimedOperation]
  /// What the classes of the problem ask and return.
  private let questions: [Vocabulary<M>.Question]
  private var states: [M.State]
  private var numbers: [M.State: UInt32]
  private(set) var core: SearchCore

  /// A search for an order of `operations`, which are pruned.
  init(_ operations: [TimedOperation], _ vocabulary: Vocabulary<M>, mode: SearchCore.Mode) {
    self.operations = operations
    var kinds: [UInt32] = []
    var places: [UInt32: UInt32] = [:]
    let classes = operations.map { operation in
      if let place = places[operation.question] { return place }
      let place = UInt32(kinds.count)
      kinds.append(operation.question)
      places[operation.question] = place
      return place
    }
    questions = kinds.map { vocabulary.questions[Int($0)] }
    model = vocabulary.model.focused(on: questions.map { ($0.input, $0.output) })
    let problem = SearchProblem(operations, classes: classes)
    var isReadOnly: [Bool] = []
    var isTelling: [Bool] = []
    for question in questions {
      isReadOnly.append(
        question.output != nil && model.isReadOnly(question.input, question.output))
      isTelling.append(question.output != nil)
    }
    core = SearchCore(
      problem, isReadOnly: problem.classes.map { isReadOnly[Int($0)] },
      isTelling: problem.classes.map { isTelling[Int($0)] }, initialState: 0, mode: mode)
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
    case .step(let state, let kind):
      let question = questions[Int(kind)]
      let next = model.step(states[Int(state)], question.input, question.output, budget: &budget)
      // What a model says once its budget is spent may be anything.
      if budget.isSpent { return }
      core.learn(need, next.map { number(of: $0) } ?? TransitionTable.illegal)
    case .follow(let state, let kind):
      let question = questions[Int(kind)]
      let can = question.output.map { model.canFollow(states[Int(state)], question.input, $0) }
      core.learn(need, can ?? true ? 0 : TransitionTable.illegal)
    case .source(let source, let kind):
      let question = questions[Int(kind)]
      let is_ = question.output.map {
        model.isSource(questions[Int(source)].input, of: question.input, $0)
      }
      core.learn(need, is_ ?? true ? 0 : TransitionTable.illegal)
    }
  }

  private mutating func number(of state: M.State) -> UInt32 {
    if let number = numbers[state] { return number }
    let number = UInt32(states.count)
    states.append(state)
    numbers[state] = number
    return number
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
}
