/// Wing and Gong's search for a linearization with Lowe's memo, on numbers only.
///
/// A configuration is a set of linearized operations and the state they lead to. From each, the
/// search tries every operation whose call comes before the first return that is left (Wing and
/// Gong 1993); it never enters a configuration twice (Lowe 2017). Beyond that it
/// - linearizes an operation that changes nothing as soon as it can, without a choice;
/// - tries equal operations in one order only (`SearchProblem.predecessors`);
/// - leaves out an operation of unknown outcome where it would change nothing;
/// - turns back when an operation to come can no longer be explained (`SearchCore+Lookahead`).
///
/// It does not know the model. Where it needs an answer that it has not learned yet it pauses, and
/// goes on where it was when run again.
struct SearchCore {
  /// Why the search returned.
  enum Pause {
    /// A linearization was found: the trail.
    case accepted
    /// There is none.
    case exhausted
    case budgetSpent
    case needs(Need)
  }

  /// What the search wants to know of the model.
  enum Need {
    /// The state after an operation of the class `kind`.
    case step(state: UInt32, kind: UInt32)
    /// Whether such an operation can follow without a source.
    case follow(state: UInt32, kind: UInt32)
    /// Whether an operation of the first class is a source of one of the second.
    case source(UInt32, of: UInt32)
    /// Whether an operation of the second class shows for certain that one of the first took
    /// effect.
    case certainty(of: UInt32, by: UInt32)
  }

  /// A choice that can be taken back.
  struct Frame {
    var operation: Int32
    /// The state before it.
    var state: UInt32
    /// How much was linearized before it.
    var trailCount: Int32
  }

  let problem: SearchProblem
  /// For each number whether its operation changes no state.
  let isReadOnly: [Bool]
  /// For each number whether the model may rule its answer out ahead of time.
  let isTelling: [Bool]
  private let zobrist: ContiguousArray<UInt64>
  private var steps = TransitionTable()
  private(set) var follows = TransitionTable()
  private(set) var sources = TransitionTable()
  private(set) var certainties = TransitionTable()

  var list: EntryList
  private(set) var linearized: ContiguousArray<UInt64>
  private var hash: UInt64 = 0
  private(set) var state: UInt32
  /// The numbers of the linearized operations in order.
  private(set) var trail: ContiguousArray<Int32> = []
  private(set) var frames: ContiguousArray<Frame> = []
  private var memo = ConfigurationMemo()

  private enum Phase {
    /// Operations that change nothing are still to be linearized.
    case settling
    /// The configuration may have been entered before, or be a dead end.
    case entering
    /// Those that return are tried, from the entry on.
    case choosing(Int32)
    /// Those that never return are tried, from the number on.
    case choosingOpen(Int)
  }
  private var phase = Phase.settling

  /// The greatest rank of a return that some configuration was left with as its first.
  private(set) var furthest: Int32 = -1
  /// That of the configuration entered last.
  private var latest: Int32 = -1
  private let mode: Mode
  private(set) var longest = Longest()

  enum Mode {
    /// A verdict as soon as possible.
    case deciding
    /// No dead end is left early, and the trail that got furthest is kept.
    case explaining
  }

  /// The trail that got furthest.
  struct Longest {
    var trail: ContiguousArray<Int32> = []
    var state: UInt32 = 0
    var furthest: Int32 = -1
  }

  init(
    _ problem: SearchProblem, isReadOnly: [Bool], isTelling: [Bool], initialState: UInt32,
    mode: Mode
  ) {
    self.problem = problem
    self.isReadOnly = isReadOnly
    self.isTelling = isTelling
    self.mode = mode
    let count = problem.operations.count
    zobrist = ContiguousArray((0..<count).map(Zobrist.word))
    list = EntryList(problem.entries, operationCount: problem.returnedCount)
    linearized = ContiguousArray(repeating: 0, count: (count + 63) / 64)
    state = initialState
  }

  var configurationCount: Int { memo.count }

  /// Searches on until there is a verdict, an answer is missing, or `budget` is spent.
  mutating func run(budget: inout SearchBudget) -> Pause {
    while true {
      switch phase {
      case .settling:
        if let need = settle() { return .needs(need) }
        if list.isEmpty { return .accepted }
        phase = .entering
      case .entering:
        if budget.isSpent { return .budgetSpent }
        var isDoomed = false
        if mode == .deciding, let need = lookAhead(&isDoomed) { return .needs(need) }
        if isDoomed || !enter(&budget) {
          guard turnBack() else { return .exhausted }
        } else {
          phase = .choosing(list.first)
        }
      case .choosing(let entry):
        if let need = choose(from: entry) { return .needs(need) }
      case .choosingOpen(let number):
        if let need = chooseOpen(from: number) { return .needs(need) }
        if case .choosingOpen = phase, !turnBack() { return .exhausted }
      }
    }
  }

  /// Takes the answer to `need`: a state, or `TransitionTable.illegal` for no.
  mutating func learn(_ need: Need, _ answer: UInt32) {
    switch need {
    case .step(let state, let kind): steps.learn(state, kind, answer)
    case .follow(let state, let kind): follows.learn(state, kind, answer)
    case .source(let source, let kind): sources.learn(source, kind, answer)
    case .certainty(let write, let kind): certainties.learn(write, kind, answer)
    }
  }

  func isLinearized(_ number: Int) -> Bool {
    linearized[number >> 6] & (1 << UInt64(number & 63)) != 0
  }

  /// The answer of the model to the operation in the present state.
  private func step(_ number: Int) -> UInt32 {
    steps.answer(state, problem.classes[number])
  }

  /// Linearizes what changes nothing and is called before the first return. An operation that can
  /// come now and changes no state may as well come now.
  private mutating func settle() -> Need? {
    var entry = list.first
    while entry != list.end, !EntryList.isReturn(entry) {
      let number = EntryList.operation(of: entry)
      if isReadOnly[number] {
        let answer = step(number)
        if answer == TransitionTable.absent {
          return .step(state: state, kind: problem.classes[number])
        }
        if answer == state {
          linearize(number)
          list.lift(number)
        }
      }
      entry = list.after(entry)
    }
    return nil
  }

  /// Remembers the present configuration; false if it was entered before.
  private mutating func enter(_ budget: inout SearchBudget) -> Bool {
    var entry = list.first
    let firstGap = EntryList.operation(of: entry)
    while !EntryList.isReturn(entry) { entry = list.after(entry) }
    let firstReturn = EntryList.operation(of: entry)
    let rank = problem.returnRanks[firstReturn]
    // Whatever is linearized was called before the first return that is left.
    let windowEnd = (Int(problem.callsBeforeReturn[firstReturn]) + 63) >> 6
    let isNew = memo.insert(
      ConfigurationMemo.Configuration(
        state: state, hash: hash ^ Zobrist.mixed(UInt64(state) &+ Zobrist.key),
        window: firstGap >> 6..<windowEnd,
        open: problem.open.lowerBound >> 6..<linearized.count),
      of: linearized)
    guard isNew else { return false }
    budget.spend(1)
    latest = rank
    furthest = max(furthest, rank)
    return true
  }

  private mutating func choose(from start: Int32) -> Need? {
    var entry = start
    while entry != list.end, !EntryList.isReturn(entry) {
      let number = EntryList.operation(of: entry)
      if !isReadOnly[number], mayComeNow(number) {
        let answer = step(number)
        if answer == TransitionTable.absent {
          phase = .choosing(entry)
          return .step(state: state, kind: problem.classes[number])
        }
        if answer != TransitionTable.illegal {
          take(number, to: answer)
          list.lift(number)
          return nil
        }
      }
      entry = list.after(entry)
    }
    phase = .choosingOpen(problem.open.lowerBound)
    return nil
  }

  private mutating func chooseOpen(from start: Int) -> Need? {
    var entry = list.first
    while !EntryList.isReturn(entry) { entry = list.after(entry) }
    let rank = problem.returnRanks[EntryList.operation(of: entry)]
    var number = start
    while number < problem.open.upperBound, problem.callRanks[number] < rank {
      if !isLinearized(number), mayComeNow(number) {
        let answer = step(number)
        if answer == TransitionTable.absent {
          phase = .choosingOpen(number)
          return .step(state: state, kind: problem.classes[number])
        }
        // One that changes nothing may as well be left out.
        if answer != TransitionTable.illegal, answer != state {
          take(number, to: answer)
          return nil
        }
      }
      number += 1
    }
    phase = .choosingOpen(problem.open.upperBound)
    return nil
  }

  private func mayComeNow(_ number: Int) -> Bool {
    let predecessor = problem.predecessors[number]
    return predecessor < 0 || isLinearized(Int(predecessor))
  }

  /// Linearizes `number` as a choice.
  private mutating func take(_ number: Int, to newState: UInt32) {
    frames.append(
      Frame(operation: Int32(number), state: state, trailCount: Int32(trail.count)))
    linearize(number)
    state = newState
    phase = .settling
  }

  private mutating func linearize(_ number: Int) {
    linearized[number >> 6] |= 1 << UInt64(number & 63)
    hash ^= zobrist[number]
    trail.append(Int32(number))
  }

  /// Takes the last choice back and goes on with the next; false if none is left.
  private mutating func turnBack() -> Bool {
    if mode == .explaining, (longest.furthest, longest.trail.count) < (latest, trail.count) {
      longest = Longest(trail: trail, state: state, furthest: latest)
    }
    guard let frame = frames.popLast() else { return false }
    while trail.count > Int(frame.trailCount) {
      let number = Int(trail.removeLast())
      linearized[number >> 6] &= ~(1 << UInt64(number & 63))
      hash ^= zobrist[number]
      if number < problem.returnedCount { list.putBack(number) }
    }
    state = frame.state
    let number = Int(frame.operation)
    phase =
      number < problem.returnedCount
      ? .choosing(list.after(EntryList.call(of: number))) : .choosingOpen(number + 1)
    return true
  }
}
