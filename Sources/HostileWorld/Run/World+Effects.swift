import SimKernel

extension World {
  /// Carries out what node `i` asked for in its handler, in order. A crash in between drops the
  /// rest.
  @inlinable mutating func applyEffects(of i: Int, _ handler: StepPoint.Handler) {
    guard !io.effects.isEmpty else { return }
    var effects = ContiguousArray<NodeEffect<Payload>>()
    swap(&effects, &io.effects)
    // Taken from the end, which moves them; a walk would copy each.
    effects.reverse()
    while let effect = effects.popLast() {
      if machines[i].isArmed, crashes(i, at: effect, handler, isBefore: true) { break }
      apply(effect, of: i)
      guard machines[i].isUp else { break }
      if machines[i].isArmed, crashes(i, at: effect, handler, isBefore: false) { break }
    }
    while !effects.isEmpty { effects.removeLast() }
    swap(&effects, &io.effects)
  }

  @inlinable mutating func apply(_ effect: NodeEffect<Payload>, of i: Int) {
    switch effect {
    case .send(let payload, let to): send(payload, from: NodeID(i), to: to)
    case .setTimer(let key, let delay): setTimer(i, key, after: delay)
    case .cancelTimer(let key): cancelTimer(i, key)
    case .note(let observation):
      if observation.isCounted { count(observation, by: i) }
      observer.noted(observation, by: NodeID(i), at: now)
    case .change(let change): machines[i].storage.change(change)
    case .sync(let file, let ticket): sync(i, file, ticket)
    case .syncDirectory(let ticket): sync(i, nil, ticket)
    case .read(let file, let offset, let length, let ticket):
      let (work, end) = machines[i].storage.read(
        file, at: offset, length: length, ticket, incarnation: machines[i].starts, now: now)
      schedule(RareEvent.disk(NodeID(i), work), at: end, .disk, actor: i)
    case .reply(let reply, let request, let logIndex): answer(reply, request, logIndex, from: i)
    case .halt(let reason): halt(i, reason)
    case .panic(let site, let message): panic(i, site, message)
    }
  }

  @usableFromInline mutating func count(_ note: NodeObservation, by i: Int) {
    switch note {
    case .truncated, .snapshotTaken, .snapshotInstalled, .appliedConfiguration, .readServed, .mark:
      counts.count(note, probe: machines[i].probe, isPartitioned: isPartitioned)
    case .writeApplied(let request, let index): learn(request, index: index)
    default: break
    }
  }

  // MARK: Messages

  @inlinable mutating func send(_ payload: Payload, from: NodeID, to: NodeID) {
    guard to.index < machines.count else { return }
    counts.messagesSent &+= 1
    let link = Link(from: from, to: to)
    let sent = recorder.isOn ? note(sent: payload, link) : 0
    if from == to {
      schedule(.message(payload, link, cause: sent), at: now, .message, actor: to.index)
      return
    }
    let passage = network.send(
      from: from, to: to, bytes: payload.wireBytes, kind: payload.kindName, at: now)
    guard let arrival = passage.arrival else { return lose(payload, link, sent, passage.reason) }
    if let again = passage.duplicate {
      counts.messagesDuplicated &+= 1
      if recorder.isOn { note(duplicated: payload, link, sent) }
      schedule(.message(payload, link, cause: sent), at: again, .message, actor: to.index)
    }
    schedule(.message(payload, link, cause: sent), at: arrival, .message, actor: to.index)
  }

  @usableFromInline mutating func lose(
    _ payload: Payload, _ link: Link, _ cause: Int32, _ reason: String
  ) {
    counts.messagesLost &+= 1
    guard recorder.isOn else { return }
    recorder.add(
      .lost, at: now, node: link.to, peer: link.from, cause: Int(cause),
      "\(payload.kindName): \(reason)")
  }

  @usableFromInline mutating func note(sent payload: Payload, _ link: Link) -> Int32 {
    Int32(
      truncatingIfNeeded: recorder.add(
        .send, at: now, node: link.from, peer: link.to, cause: cause, payload.kindName))
  }

  @usableFromInline mutating func note(duplicated payload: Payload, _ link: Link, _ sent: Int32) {
    recorder.add(
      .duplicated, at: now, node: link.to, peer: link.from, cause: Int(sent), payload.kindName)
  }

  @usableFromInline mutating func note(received payload: Payload, _ link: Link, _ sent: Int32) {
    cause = recorder.add(
      .receive, at: now, node: link.to, peer: link.from, cause: Int(sent), payload.kindName)
  }

  @usableFromInline mutating func note(timer key: TimerKey, of node: NodeID) {
    cause = recorder.add(.timer, at: now, node: node, "\(key.number)")
  }

  // MARK: Crashes at a step

  /// Counts the effect, and crashes node `i` if a crash waits for it.
  @usableFromInline mutating func crashes(
    _ i: Int, at effect: NodeEffect<Payload>, _ handler: StepPoint.Handler, isBefore: Bool
  ) -> Bool {
    guard let kind = effect.kind else { return false }
    for place in machines[i].armed.indices {
      let point = machines[i].armed[place].point
      guard point.isBefore == isBefore, point.effect == kind,
        point.handler.map({ $0 == handler }) ?? true
      else { continue }
      machines[i].armed[place].seen += 1
      guard machines[i].armed[place].seen == point.count else { continue }
      let fault = machines[i].armed[place].fault
      machines[i].armed.removeAll { $0.fault == fault }
      machines[i].isArmed = !machines[i].armed.isEmpty
      crash(NodeID(i), by: fault)
      return true
    }
    return false
  }
}

extension NodeEffect {
  /// What it is to a crash at a step; nil for what is no step.
  var kind: StepPoint.Effect? {
    switch self {
    case .send: .send
    case .setTimer, .cancelTimer: .timer
    case .change: .write
    case .sync, .syncDirectory: .sync
    case .reply: .reply
    case .read, .halt, .panic, .note: nil
    }
  }
}

extension NodeObservation {
  /// Whether `World.count` does anything with it.
  @inlinable var isCounted: Bool {
    switch self {
    case .truncated, .snapshotTaken, .snapshotInstalled, .appliedConfiguration, .readServed, .mark,
      .writeApplied:
      true
    default: false
    }
  }
}
