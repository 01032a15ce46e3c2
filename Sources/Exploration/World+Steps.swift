import RaftCore

/// What a member is given to do.
enum Input {
  case campaign
  case propose
  case message(Message)
}

extension World {
  /// Lets `seat` meet an input with all that follows from it. Writes are durable before what waits
  /// for them leaves. False if it crashed before writing and there was nothing to write.
  mutating func act(
    _ seat: Int, on input: Input, crashing: Bool, _ tools: inout Tools
  ) throws -> Bool {
    let (term, role) = (seats[seat].node.term, seats[seat].node.role)
    switch input {
    case .campaign: seats[seat].node.campaign()
    case .propose: try seats[seat].node.propose([proposals])
    case .message(let message):
      // A member that has stopped refuses; its fault is found below.
      try? seats[seat].node.step(message)
      if role == .candidate, message.type == .voteResponse, message.term == term {
        note(message, at: seat, tools)
      }
    }
    if crashing {
      guard seats[seat].node.takeReady(into: &tools.ready),
        tools.ready.hardState != nil || !tools.ready.entries.isEmpty
      else { return false }
      send(tools.ready.messages, from: seat, tools)
      try restart(seat, from: seats[seat].node.storage, tools)
    } else {
      settle(seat, &tools)
    }
    return true
  }

  private mutating func note(_ message: Message, at seat: Int, _ tools: Tools) {
    let from = Int(message.from.rawValue) - 1
    if tools.isMutated, !message.reject { seats[seat].grants += 1 }
    if seats[seat].answers.isEmpty {
      seats[seat].answers = Array(repeating: 0, count: seats.count)
    }
    if seats[seat].answers[from] == 0 { seats[seat].answers[from] = message.reject ? 2 : 1 }
  }

  private mutating func settle(_ seat: Int, _ tools: inout Tools) {
    while seats[seat].node.takeReady(into: &tools.ready) {
      write(tools.ready, at: seat)
      send(tools.ready.messages, from: seat, tools)
      let late = tools.ready.messagesAfterPersist
      seats[seat].node.advance()
      send(late, from: seat, tools)
    }
    if seats[seat].node.role != .candidate { (seats[seat].answers, seats[seat].grants) = ([], 0) }
    seats[seat].seal(tools.relabelling)
    if tools.dropsStale { dropStale() }
  }

  /// A write that no sync is asked for may be lost, unless it only says what is committed.
  private mutating func write(_ ready: Ready, at seat: Int) {
    let before = seats[seat].node.storage
    // Storage takes what its own core made of it.
    try? seats[seat].node.store(hardState: ready.hardState, entries: ready.entries)
    let after = seats[seat].node.storage
    if ready.mustSync {
      seats[seat].synced = nil
    } else if seats[seat].synced == nil,
      (before.hardState.term, before.hardState.vote) != (after.hardState.term, after.hardState.vote)
        || !ready.entries.isEmpty
    {
      seats[seat].synced = before
    }
  }

  private mutating func send(_ messages: [Message], from seat: Int, _ tools: Tools) {
    let own = seats[seat].node.id
    for message in messages where message.to != own {
      network.append(Parcel(message, tools.relabelling))
    }
  }

  /// The member crashes and starts again. To be down is to have all messages wait.
  mutating func crash(_ seat: Int, losing: Bool, _ tools: Tools) throws {
    let storage = seats[seat].node.storage
    try restart(seat, from: losing ? seats[seat].synced ?? storage : storage, tools)
  }

  private mutating func restart(_ seat: Int, from storage: MemoryStorage, _ tools: Tools) throws {
    var storage = storage
    let last = LogIndex(UInt64(storage.entries.count))
    if storage.hardState.commit > last { storage.hardState.commit = last }
    var fresh = Seat(try RawNode(options: seats[seat].node.options, storage: storage))
    // Applies what was committed.
    var ready = Ready()
    while fresh.node.takeReady(into: &ready) { fresh.node.advance() }
    fresh.seal(tools.relabelling)
    seats[seat] = fresh
    if tools.dropsStale { dropStale() }
  }

  /// Forgets messages that can change nothing any more: those of terms that are over for good, and
  /// answers to roles that are.
  private mutating func dropStale() {
    network.removeAll { parcel in
      let message = parcel.message
      let node = seats[Int(message.to.rawValue) - 1].node
      if message.term != node.term { return message.term < node.term }
      return switch message.type {
      case .voteResponse: node.role != .candidate
      case .appendResponse, .heartbeatResponse: node.role != .leader
      default: false
      }
    }
  }
}
