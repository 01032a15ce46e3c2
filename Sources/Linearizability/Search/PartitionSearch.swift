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

  /// A search for an order of the operations of a partition.
  init(_ partition: [TimedOperation], _ vocabulary: Vocabulary<M>, mode: SearchCore.Mode) {
    let model = vocabulary.focusedModel(on: partition)
    let operations =
      switch mode {
      case .deciding: Pruning.pruned(partition, vocabulary, model)
      case .explaining: Pruning.shown(partition, vocabulary, model)
      }
    var kinds = Kinds(vocabulary, model)
    let classes = operations.map { kinds.number(of: $0.question) }
    let questions = kinds.questions
    let problem = SearchProblem(operations, classes: classes)
    var isReadOnly: [Bool] = []
    for question in questions {
      isReadOnly.append(
        question.output != nil && model.isReadOnly(question.input, question.output))
    }
    core = SearchCore(
      problem, isReadOnly: problem.classes.map { isReadOnly[Int($0)] },
      isTelling: problem.classes.map { questions[Int($0)].output != nil }, initialState: 0,
      mode: mode)
    self.model = model
    self.operations = operations
    self.questions = questions
    states = [model.initialState]
    numbers = [model.initialState: 0]
  }

  /// Numbers what the operations ask and return once it is simplified.
  private struct Kinds {
    let vocabulary: Vocabulary<M>
    let model: M
    private(set) var questions: [Vocabulary<M>.Question] = []
    private var places: [UInt32: UInt32] = [:]
    private var numbers: [Vocabulary<M>.Question: UInt32] = [:]

    init(_ vocabulary: Vocabulary<M>, _ model: M) {
      self.vocabulary = vocabulary
      self.model = model
    }

    mutating func number(of place: UInt32) -> UInt32 {
      if let number = places[place] { return number }
      var question = vocabulary.questions[Int(place)]
      question.input = model.simplified(question.input)
      let number = numbers[question] ?? UInt32(questions.count)
      if number == questions.count { questions.append(question) }
      numbers[question] = number
      places[place] = number
      return number
    }
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
      let isSource = question.output.map {
        model.isSource(questions[Int(source)].input, of: question.input, $0)
      }
      core.learn(need, isSource ?? true ? 0 : TransitionTable.illegal)
    case .certainty(let write, let kind):
      let question = questions[Int(kind)]
      let observation = model.observation(
        of: questions[Int(write)].input, by: question.input, question.output)
      core.learn(need, observation == .certain ? 0 : TransitionTable.illegal)
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
