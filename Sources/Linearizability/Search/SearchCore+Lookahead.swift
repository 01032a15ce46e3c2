extension SearchCore {
  /// How many returns ahead are looked at, and through how many entries. More finds dead ends
  /// earlier and costs more in every configuration.
  private static var reach: (returns: Int, entries: Int) { (8, 64) }

  /// Finds whether some operation to come can no longer be explained: the state rules its answer
  /// out, and no source of the answer is left that was called before it returned.
  mutating func lookAhead(_ isDoomed: inout Bool) -> Need? {
    var entry = list.first
    var (returns, entries) = Self.reach
    while entry != list.end, returns > 0, entries > 0 {
      entries -= 1
      if EntryList.isReturn(entry) {
        let number = EntryList.operation(of: entry)
        if isTelling[number] {
          returns -= 1
          switch transitions.answer(state, problem.classes[number] << 1 | 1) {
          case TransitionTable.absent: return .follow(state: state, operation: number)
          case TransitionTable.illegal:
            guard let sources = sources[Int(problem.classes[number])] else {
              return .sources(of: number)
            }
            if !isAnyLeft(of: sources, for: number) {
              isDoomed = true
              return nil
            }
          default: break
          }
        }
      }
      entry = list.after(entry)
    }
    return nil
  }

  /// Whether one of `sources` other than `number` is not linearized and was called before `number`
  /// returned. They are in ascending order: those that return, by call, then those that never do.
  private func isAnyLeft(of sources: ContiguousArray<Int32>, for number: Int) -> Bool {
    let limit = problem.returnRanks[number]
    let firstGap = EntryList.operation(of: list.first)
    for i in sources.indices.reversed() {
      let source = Int(sources[i])
      // All that return and were called before the first gap are linearized.
      if source < firstGap { return false }
      if problem.callRanks[source] < limit, source != number, !isLinearized(source) { return true }
    }
    return false
  }
}
