import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// The process dies: everything but the durable log and the store is gone, an fsync under way
  /// included.
  public mutating func crash() {
    isUp = false
    incarnation += 1
    isPersisting = false
    ready.removeAll()
    appends.removeAll()
    reads = ReadRounds()
    leaderless.removeAll()
    incomingState = nil
    lastRole = .follower
  }

  /// The process starts again from what is durable. Throws when that makes no valid node.
  public mutating func restart(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) throws(OptionsError) {
    node = try RawNode(
      options: options.raftOptions(
        incarnation: incarnation, applied: node.storage.snapshot.index),
      storage: node.storage)
    isUp = true
    compactionBase = node.storage.snapshot.index
    if keepsNotes { note(.start(applied: node.storage.snapshot.index)) }
    runLoop(at: now, books: &books, output: &output)
  }
}
