import RaftCore
import SimKernel

/// A Raft group without network or disk: messages are handed over at once, and everything is
/// durable at once. What is left is the cost of the protocol itself.
struct CommitRounds {
  private var nodes: [RawNode] = []
  private var ready = Ready()
  private var committed = 0
  private var digest = RunDigest()

  static func benchmark(members: Int, batch: Int) -> Benchmark {
    let entries = batch == 1 ? "1 entry" : "\(batch) entries"
    return Benchmark(name: "raft, \(members) members, \(entries) a round") {
      run(members: members, batch: batch)
    }
  }

  private static func run(members: Int, batch: Int) -> Benchmark.Outcome {
    var group = CommitRounds(members: members)
    let rounds = batch == 1 ? 50_000 : 3_000
    let before = group.committed
    let seconds = Stopwatch.seconds {
      for round in 0..<rounds { group.commit(batch, round: round) }
    }
    precondition(group.committed - before == rounds * batch, "not everything was committed")
    return Benchmark.Outcome(
      figures: [
        .init(unit: "us/commit", value: seconds * 1e6 / Double(rounds * batch)),
        .init(unit: "us/round", value: seconds * 1e6 / Double(rounds)),
      ], digest: group.digest.description)
  }

  private init(members: Int) {
    let ids = (1...members).map { MemberID(UInt64($0)) }
    for id in ids {
      do throws(OptionsError) {
        var options = RaftOptions(id: id)
        options.maxSizePerMessage = 1 << 20
        let storage = MemoryStorage(confState: ConfState(voters: ids))
        nodes.append(try RawNode(options: options, storage: storage))
      } catch {
        preconditionFailure("member \(id.rawValue): \(error)")
      }
    }
    nodes[0].campaign()
    settle()
  }

  private mutating func commit(_ batch: Int, round: Int) {
    var entries: [Entry] = []
    entries.reserveCapacity(batch)
    for n in 0..<batch {
      entries.append(Entry(data: [UInt8](repeating: UInt8(n & 0xFF), count: 40), omittedBytes: 256))
    }
    do throws(StepError) {
      try nodes[0].propose(entries)
    } catch {
      preconditionFailure("round \(round): \(error)")
    }
    settle()
    if round % 256 == 255 { compact() }
  }

  /// Carries everything out until nobody has work left.
  private mutating func settle() {
    var isBusy = true
    while isBusy {
      isBusy = false
      for i in nodes.indices where nodes[i].takeReady(into: &ready) {
        isBusy = true
        persist(i)
        if i == 0 { note() }
        for message in ready.messages { deliver(message) }
        for message in ready.messagesAfterPersist { deliver(message) }
        nodes[i].advance()
      }
    }
  }

  private mutating func persist(_ i: Int) {
    if let hardState = ready.hardState { nodes[i].storage.hardState = hardState }
    do throws(StorageError) {
      try nodes[i].storage.append(ready.entries)
    } catch {
      preconditionFailure("member \(i): \(error)")
    }
  }

  private mutating func note() {
    for entry in ready.committedEntries where !entry.data.isEmpty {
      committed += 1
      digest.combine(entry.index.rawValue)
    }
  }

  private mutating func deliver(_ message: Message) {
    // An answer to a deposed leader is refused, and that is all right.
    try? nodes[Int(message.to.rawValue) - 1].step(message)
  }

  /// Forgets all but the last thousand entries.
  private mutating func compact() {
    for i in nodes.indices {
      let last = nodes[i].storage.lastIndex
      guard last > nodes[i].storage.base.index + 1_000, nodes[i].applied >= last - 1_000 else {
        continue
      }
      do throws(StorageError) {
        try nodes[i].storage.compact(to: last - 1_000)
      } catch {
        preconditionFailure("member \(i): \(error)")
      }
    }
  }
}
