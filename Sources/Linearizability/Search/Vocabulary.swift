/// What the operations of a history ask and return, each kind numbered once: the search and all
/// around it work on numbers, and turn to the model for each question only once.
struct Vocabulary<M: Model> {
  struct Question: Hashable {
    var input: M.Input
    /// Nil if unknown.
    var output: M.Output?
  }

  let model: M
  private(set) var questions: [Question] = []
  /// Whether it leaves every state as it is.
  private(set) var isReadOnly: [Bool] = []
  private var numbers: [Question: UInt32] = [:]

  /// The vocabulary of `history`, and its operations in the same order.
  static func read(_ history: [M.Operation], model: M) -> (Vocabulary, [TimedOperation]) {
    var vocabulary = Vocabulary(model: model)
    var operations: [TimedOperation] = []
    operations.reserveCapacity(history.count)
    for (i, operation) in history.enumerated() {
      let output = operation.output
      operations.append(
        TimedOperation(
          index: i,
          question: vocabulary.number(of: Question(input: operation.input, output: output)),
          isAnswered: output != nil, calledAt: operation.calledAt,
          returnedAt: operation.returnedAt, logIndex: operation.logIndex))
    }
    return (vocabulary, operations)
  }

  private init(model: M) { self.model = model }

  private mutating func number(of question: Question) -> UInt32 {
    if let number = numbers[question] { return number }
    let number = UInt32(questions.count)
    numbers[question] = number
    questions.append(question)
    isReadOnly.append(model.isReadOnly(question.input, question.output))
    return number
  }

  /// The same input with an unknown output.
  mutating func unanswered(_ number: UInt32) -> UInt32 {
    self.number(of: Question(input: questions[Int(number)].input, output: nil))
  }

  /// What `observer` shows of `write` to a model that may be focused.
  func observation(_ model: M, of write: UInt32, by observer: UInt32) -> Observation {
    let question = questions[Int(observer)]
    return model.observation(
      of: questions[Int(write)].input, by: question.input, question.output)
  }

  /// The model for `operations` alone.
  func focusedModel(on operations: [TimedOperation]) -> M {
    var isKnown: Set<UInt32> = []
    return model.focused(
      on: operations.filter { isKnown.insert($0.question).inserted }.map {
        let question = questions[Int($0.question)]
        return (question.input, question.output)
      })
  }

  /// The operation in a report.
  func describe(_ number: UInt32) -> String {
    let question = questions[Int(number)]
    return model.describe(question.input, question.output)
  }
}

/// An operation of a history without what it asks and returns.
struct TimedOperation {
  /// Its place in the history.
  var index: Int
  /// What it asks and returns, as a number of the `Vocabulary`.
  var question: UInt32
  /// Whether its output is known.
  var isAnswered: Bool
  var calledAt: Int64
  /// The instant by which it certainly took effect; nil if it may never do so.
  var returnedAt: Int64?
  var logIndex: Int64?
}
