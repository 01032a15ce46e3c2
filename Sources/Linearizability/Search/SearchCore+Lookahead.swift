extension SearchCore {
  /// How many returns of reads ahead are looked at, and through how many entries. More finds dead
  /// ends earlier and costs more in every configuration.
  private static var reach: (reads: Int, entries: Int) { (8, 64) }

  /// Finds whether some operation to come can no longer be explained: the state rules its answer
  /// out, and no source of the answer is left that was called before it returned; or the answer
  /// needs the operation that was just linearized, which came too early then.
  mutating func lookAhead(_ isDoomed: inout Bool) -> Need? {
    var entry = list.first
    var (reads, entries) = Self.reach
    while entry != list.end, reads > 0, entries > 0 {
      entries -= 1
      let number = EntryList.operation(of: entry)
      if EntryList.isReturn(entry), isTelling[number] {
        if isReadOnly[number] { reads -= 1 }
        let kind = problem.classes[number]
        switch follows.answer(state, kind) {
        case TransitionTable.absent: return .follow(state: state, kind: kind)
        case TransitionTable.illegal:
          if let need = findLoss(of: kind, &isDoomed) { return need }
          if isDoomed { return nil }
          var isLeft = false
          if let need = findSource(of: number, &isLeft) { return need }
          if !isLeft {
            isDoomed = true
            return nil
          }
        default: break
        }
      }
      entry = list.after(entry)
    }
    return nil
  }

  /// Finds whether the operation that was chosen last is needed by those of the class `kind`, and
  /// has none that equals it.
  private func findLoss(of kind: UInt32, _ isLost: inout Bool) -> Need? {
    guard let last = frames.last, problem.isSingle[Int(last.operation)] else { return nil }
    let write = problem.classes[Int(last.operation)]
    let answer = certainties.answer(write, kind)
    if answer == TransitionTable.absent { return .certainty(of: write, by: kind) }
    isLost = answer != TransitionTable.illegal
    return nil
  }

  /// Finds whether an operation is left that is a source of `number` and was called before that
  /// returned.
  private func findSource(of number: Int, _ isLeft: inout Bool) -> Need? {
    let kind = problem.classes[number]
    var entry = list.first
    while EntryList.operation(of: entry) != number || !EntryList.isReturn(entry) {
      let other = EntryList.operation(of: entry)
      if !EntryList.isReturn(entry), other != number, !isReadOnly[other] {
        let answer = sources.answer(problem.classes[other], kind)
        if answer == TransitionTable.absent {
          return .source(problem.classes[other], of: kind)
        }
        if answer != TransitionTable.illegal {
          isLeft = true
          return nil
        }
      }
      entry = list.after(entry)
    }
    let limit = problem.returnRanks[number]
    for other in problem.open where problem.callRanks[other] < limit && !isLinearized(other) {
      let answer = sources.answer(problem.classes[other], kind)
      if answer == TransitionTable.absent { return .source(problem.classes[other], of: kind) }
      if answer != TransitionTable.illegal {
        isLeft = true
        return nil
      }
    }
    return nil
  }
}
