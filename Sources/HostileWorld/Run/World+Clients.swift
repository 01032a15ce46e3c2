import SimKernel

extension World {
  @usableFromInline mutating func handle(_ event: ClientEvent) {
    switch event {
    case .turn(let slot, let turn):
      guard clients[slot].turn == turn else { return }
      if clients[slot].call == nil { call(slot) } else { ask(slot) }
    case .answer(let id, let reply, let logIndex, let node, let slot, let cause):
      hear(slot, id, reply, logIndex, from: node, cause)
    case .timeout(let slot, let id): giveUp(slot, id)
    }
  }

  /// Lets the client's next turn come at `time`; any other turn is void.
  mutating func scheduleTurn(_ slot: Int, at time: SimTime) {
    clients[slot].turn += 1
    schedule(
      .client(.turn(slot: slot, turn: clients[slot].turn)), at: time, .client,
      actor: Actors.firstClient + clients[slot].script.id)
  }

  /// Lets the client's next call start when it is due.
  mutating func scheduleCall(_ slot: Int) {
    let client = clients[slot]
    if !client.extra.isEmpty { return scheduleTurn(slot, at: now) }
    guard client.position < client.script.operations.count else { return }
    switch client.script.operations[client.position].start {
    case .think(let pause): scheduleTurn(slot, at: now + pause)
    case .at(let time): scheduleTurn(slot, at: max(now, time))
    }
  }

  // MARK: Calling

  private mutating func call(_ slot: Int) {
    let command: ClientCommand
    if !clients[slot].extra.isEmpty {
      command = clients[slot].extra.removeFirst()
    } else if clients[slot].position < clients[slot].script.operations.count {
      command = clients[slot].script.operations[clients[slot].position].command
      clients[slot].position += 1
    } else {
      return
    }
    let client = clients[slot]
    let id = RequestID(process: client.process, sequence: client.sequence)
    let record = OperationRecord(
      id: id, client: client.script.id, command: command, calledAt: now)
    clients[slot].sequence += 1
    clients[slot].call = history.count
    history.append(record)
    counts.operationsCalled += 1
    digest.combine(5 &+ UInt64(id.process) << 8)
    command.combine(into: &digest)
    observer.called(record)
    if recorder.isOn {
      cause = recorder.add(.call, at: now, client: client.script.id, command.description)
    }
    schedule(
      .client(.timeout(slot: slot, id)), at: now + client.script.timeout, .client,
      actor: Actors.firstClient + client.script.id)
    ask(slot)
  }

  /// Sends the call in progress to the node whose turn it is.
  private mutating func ask(_ slot: Int) {
    guard let place = clients[slot].call else { return }
    let (client, record) = (clients[slot], history[place])
    clients[slot].isAsking = true
    if recorder.isOn {
      cause = recorder.add(
        .ask, at: now, node: client.node, client: client.script.id, cause: cause,
        record.command.description)
    }
    guard let latency = network.clientLatency(region: client.script.region, node: client.node)
    else { return }
    schedule(
      .request(client.node, ClientRequest(id: record.id, command: record.command), cause: cause),
      at: now + latency, .message, actor: client.node.index)
  }

  /// A request arrives at its node.
  @inlinable mutating func meet(_ node: NodeID, _ request: ClientRequest, cause from: Int) {
    let i = node.index
    guard machines[i].isUp else { return turnAway(node, request, cause: from) }
    if machines[i].isHeldUp(at: now) { return wait(node, .request(node, request, cause: from)) }
    digest.combine(6 &+ UInt64(i) << 8 &+ UInt64(request.id.process) << 16)
    if recorder.isOn { note(request, at: node, cause: from) }
    deliver(.client(request), to: i, .client)
  }

  /// Nobody listens there.
  @usableFromInline mutating func turnAway(
    _ node: NodeID, _ request: ClientRequest, cause from: Int
  ) {
    cause = from
    answer(.refused, request.id, nil, from: node.index)
  }

  @usableFromInline mutating func note(
    _ request: ClientRequest, at node: NodeID, cause from: Int
  ) {
    cause = recorder.add(
      .receive, at: now, node: node, client: request.id.process % (ClientScript.limit + 1),
      cause: from, request.command.description)
  }

  // MARK: Answers

  /// Node `i` answers; the answer of an overload's operation interests nobody.
  @usableFromInline mutating func answer(
    _ reply: ClientReply, _ id: RequestID, _ logIndex: UInt64?, from i: Int
  ) {
    if !reply.isRetry { machines[i].lastAnswer = agenda.delivered }
    let number = id.process % (ClientScript.limit + 1)
    guard id.process < Self.overloadProcess,
      let slot = clients.firstIndex(where: { $0.script.id == number })
    else { return }
    let sent =
      recorder.isOn
      ? recorder.add(
        .answer, at: now, node: NodeID(i), client: number, cause: cause, reply.description) : 0
    guard let latency = network.clientLatency(region: clients[slot].script.region, node: NodeID(i))
    else { return }
    schedule(
      .client(
        .answer(id, reply, logIndex: logIndex, node: NodeID(i), slot: slot, cause: sent)),
      at: now + latency, .client, actor: Actors.firstClient + number)
  }

  /// A write took effect at `index`, whether or not its client ever hears of it.
  @usableFromInline mutating func learn(_ request: RequestID, index: UInt64) {
    guard request.process < Self.overloadProcess else { return }
    var place = history.count - 1
    while place >= 0, history[place].id != request { place -= 1 }
    if place >= 0, history[place].logIndex == nil { history[place].logIndex = index }
  }

  /// Processes from here on are those of overloads.
  static var overloadProcess: Int { 1 << 40 }

  private mutating func hear(
    _ slot: Int, _ id: RequestID, _ reply: ClientReply, _ logIndex: UInt64?, from node: NodeID,
    _ from: Int
  ) {
    guard let place = clients[slot].call, history[place].id == id, clients[slot].isAsking,
      clients[slot].node == node
    else { return }
    digest.combine(7 &+ UInt64(id.process) << 8)
    reply.combine(into: &digest)
    cause = from
    guard reply.isRetry else {
      history[place].node = node
      history[place].logIndex = logIndex
      counts.operationsAnswered += 1
      return end(slot, .answered(reply, at: now), reply.description)
    }
    clients[slot].isAsking = false
    if case .notLeader(let hint?) = reply, asked.contains(hint), hint != node {
      clients[slot].node = hint
      scheduleTurn(slot, at: now + .milliseconds(1))
    } else {
      clients[slot].node = next(after: node)
      scheduleTurn(slot, at: now + .milliseconds(20))
    }
  }

  private func next(after node: NodeID) -> NodeID {
    asked.first { $0 > node } ?? asked[0]
  }

  private mutating func giveUp(_ slot: Int, _ id: RequestID) {
    guard let place = clients[slot].call, history[place].id == id else { return }
    digest.combine(8 &+ UInt64(id.process) << 8)
    if clients[slot].isAsking {
      clients[slot].retired += 1
      clients[slot].sequence = 0
      end(slot, .unknown, "unknown")
    } else {
      end(slot, .refused(at: now), "refused")
    }
  }

  /// The call in progress has ended.
  private mutating func end(_ slot: Int, _ ending: OperationRecord.Ending, _ text: String) {
    guard let place = clients[slot].call else { return }
    history[place].ending = ending
    clients[slot].call = nil
    clients[slot].isAsking = false
    if recorder.isOn {
      cause = recorder.add(
        .result, at: now, client: clients[slot].script.id, cause: cause,
        "\(history[place].command) \(text)")
    }
    observer.ended(history[place], at: now)
    if case .answered = ending {
      clients[slot].owesAnswer = false
    } else {
      clients[slot].node = next(after: clients[slot].node)
    }
    if faults.isHealed { return recover(slot) }
    scheduleCall(slot)
  }

  // MARK: Recovery

  /// Phase 2: scripts end here, and every client must get one more answer.
  mutating func beginRecovery() {
    for slot in clients.indices where clients[slot].script.id != OperationRecord.operatorClient {
      clients[slot].position = clients[slot].script.operations.count
      clients[slot].owesAnswer = !clients[slot].script.operations.isEmpty
      if !asked.contains(clients[slot].node), clients[slot].call == nil {
        clients[slot].node = next(after: clients[slot].node)
      }
      if clients[slot].call == nil { recover(slot) }
    }
    checkRecovery()
  }

  private mutating func recover(_ slot: Int) {
    if clients[slot].owesAnswer, let command = clients[slot].recoveryCommand() {
      clients[slot].extra = [command]
      scheduleTurn(slot, at: now + .milliseconds(10))
    }
    checkRecovery()
  }

  private mutating func checkRecovery() {
    guard recovery == .notTried, !clients.contains(where: \.owesAnswer) else { return }
    recovery = .recovered(after: now - (SimTime.zero + trial.duration))
    let settling = trial.healing?.settling ?? .zero
    guard settling > .zero else { return settle() }
    schedule(.world(.settled), at: now + settling, .control, actor: Actors.firstFault - 1)
  }
}
