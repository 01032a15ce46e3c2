import KeyValue
import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork

/// The members' side of watches (etcd api/v3rpc/watch.go).
extension World {
  /// A client's request reached the member.
  mutating func receiveWatch(_ c: Int, _ connection: UInt32) {
    guard watchers[c].connection == connection, let m = watchers[c].member else { return }
    if deferIfPaused(m, .watch(.request, Int32(c), connection)) { return }
    guard members[m].isUp else { return hangUp(c, m, silence: WatchClient.dialTimeout) }
    let shape = loads[watchers[c].load].plan.shape
    if shape.requiresLeader, members[m].knownLeader == .none {
      recorder.watchFailed(watchers[c].load, .noLeader, at: now)
      watchers[c].refusals += 1
      return hangUp(c, m, silence: WatchClient.dialTimeout)
    }
    watchers[c].refusals = 0
    var request = WatchRequest(watchers[c].range, from: watchers[c].next)
    request.wantsPrevious = shape.wantsPrevious
    request.wantsProgress = shape.progressEvery != nil
    request.allowsFragments = true
    let stream = members[m].openWatchStream()
    members[m].watch(request, on: stream)
    watchers[c].stream = stream
    runtimes[m].watchers.append(c)
    if shape.progressEvery != nil { scheduleProgress(c) }
    scheduleMonitor(m)
    pump(c, m)
    scheduleCatchUp(m)
  }

  /// The client hears that its connection is over as soon as the link allows, or after `silence`.
  private mutating func hangUp(_ c: Int, _ m: Int, silence: SimDuration) {
    guard let position = position(c) else { return }
    let path = watchers[c].fromMember[position]
    switch network.send(on: path, bytes: Self.frameBytes, at: now) {
    case .arrives(let arrival): breakWatch(c, at: arrival)
    case .lost: breakWatch(c, at: now + silence)
    }
  }

  /// Sends what the streams of member `m` hold.
  mutating func pumpWatches(_ m: Int) {
    for c in runtimes[m].watchers { pump(c, m) }
    scheduleCatchUp(m)
  }

  func isPumped(_ m: Int) -> Bool {
    output.hasWatchNews || members[m].watches.slowCount > 0 && !runtimes[m].watchers.isEmpty
  }

  mutating func pumpAgain(_ c: Int, _ connection: UInt32) {
    guard watchers[c].connection == connection, let m = watchers[c].member,
      watchers[c].stream != nil
    else { return }
    if deferIfPaused(m, .watch(.pump, Int32(c), connection)) { return }
    watchers[c].pumpAt = nil
    pump(c, m)
    scheduleCatchUp(m)
  }

  /// Sends to one client what it has room for.
  private mutating func pump(_ c: Int, _ m: Int) {
    let now = now
    while let stream = watchers[c].stream, watchers[c].stalled.isEmpty,
      members[m].watches.pendingCount(in: stream) > 0
    {
      watchers[c].acknowledge(at: now)
      if watchers[c].unreadBytes >= WatchClient.window {
        guard watchers[c].pumpAt == nil, let room = watchers[c].unread.first?.known else { return }
        watchers[c].pumpAt = room
        agenda.schedule(
          .watch(.pump, Int32(c), watchers[c].connection), at: max(room, now), .client,
          actor: ActorID(m))
        return
      }
      for response in members[m].takeWatchResponses(from: stream, limit: 1) {
        send(response, c, m)
        if response.isCanceled {
          members[m].closeWatchStream(stream)
          runtimes[m].watchers.removeAll { $0 == c }
          watchers[c].stream = nil
        }
      }
    }
  }

  private mutating func send(_ response: WatchResponse, _ c: Int, _ m: Int) {
    let now = now
    guard watchers[c].stalled.isEmpty, let position = position(c) else {
      return watchers[c].stalled.append(response)
    }
    let load = loads[watchers[c].load].plan
    let bytes = response.sizeInBytes(members[m].store.options) + Self.frameBytes
    recorder.sent(
      .client, from: runtimes[m].station.region, to: load.region, bytes: bytes, at: now)
    guard
      case .arrives(let arrival) = network.send(
        on: watchers[c].fromMember[position], bytes: bytes, at: now)
    else { return stall(response, c, m) }
    let delivery = watchers[c].hopBack.delivery(of: arrival)
    let read = max(delivery, watchers[c].readFree)
    watchers[c].readFree = read + load.shape.processing * Int64(response.events.count)
    let known = watchers[c].readFree + network.medianDelay(of: watchers[c].toMember[position])
    watchers[c].unread.append((bytes, known))
    watchers[c].unreadBytes += bytes
    let slot = watchFrames.insert(
      WatchFrame(
        client: Int32(c), connection: watchers[c].connection, response: response,
        sent: now))
    agenda.schedule(
      .watch(.frame, Int32(slot), 0), at: read, .client, actor: clientActor(watchers[c].load))
  }

  /// The link is cut: TCP keeps what it has and tries again, ever more seldom; the client misses
  /// the answers to its pings.
  private mutating func stall(_ response: WatchResponse, _ c: Int, _ m: Int) {
    watchers[c].stalled.append(response)
    breakWatch(c, at: now + WatchClient.silence)
    scheduleResend(c, m)
  }

  private mutating func scheduleResend(_ c: Int, _ m: Int) {
    agenda.schedule(
      .watch(.resend, Int32(c), watchers[c].connection), at: now + watchers[c].resendAfter,
      .client, actor: ActorID(m))
    watchers[c].resendAfter = min(watchers[c].resendAfter * 2, .seconds(120))
  }

  mutating func resend(_ c: Int, _ connection: UInt32) {
    guard watchers[c].connection == connection, let m = watchers[c].member,
      let position = position(c), !watchers[c].stalled.isEmpty
    else { return }
    if network.isCut(watchers[c].fromMember[position]) { return scheduleResend(c, m) }
    let stalled = watchers[c].stalled
    watchers[c].stalled.removeAll()
    watchers[c].resendAfter = WatchClient.retransmission
    watchers[c].brokenAt = nil
    for response in stalled { send(response, c, m) }
    if members[m].isUp { pump(c, m) }
  }

  // MARK: The loops of a member

  /// The next beat of a loop of member `m` that comes every `period`.
  private func beat(_ m: Int, every period: Int64) -> SimTime {
    let since = now.nanoseconds - runtimes[m].lessorPhase.nanoseconds
    let rounds = since < 0 ? 0 : since / period + 1
    return SimTime(nanoseconds: runtimes[m].lessorPhase.nanoseconds + rounds * period)
  }

  /// Watchers that are behind are caught up at the next round (etcd syncWatchersLoop), full
  /// streams tried again (syncVictimsLoop).
  mutating func scheduleCatchUp(_ m: Int) {
    let options = members[m].watches.options
    if members[m].watches.unsyncedCount > 0, !runtimes[m].isCatchingUp {
      runtimes[m].isCatchingUp = true
      schedule(.catchUp, m, at: beat(m, every: options.catchUpEvery))
    }
    if members[m].watches.hasVictims, !runtimes[m].isRetrying {
      runtimes[m].isRetrying = true
      schedule(.victims, m, at: now + SimDuration(nanoseconds: options.retryEvery))
    }
  }

  private mutating func schedule(_ step: WatchStep, _ m: Int, at time: SimTime) {
    agenda.schedule(
      .watch(step, Int32(m), members[m].incarnation), at: time, .timer, actor: ActorID(m))
  }

  /// Whether a loop's beat still counts.
  private mutating func isAlive(_ step: WatchStep, _ m: Int, _ incarnation: UInt32) -> Bool {
    guard members[m].isUp, members[m].incarnation == incarnation else { return false }
    return !deferIfPaused(m, .watch(step, Int32(m), incarnation))
  }

  mutating func catchUp(_ m: Int, _ incarnation: UInt32) {
    guard isAlive(.catchUp, m, incarnation) else { return }
    runtimes[m].isCatchingUp = false
    let before = members[m].watches.unsyncedCount
    let left = members[m].catchUpWatches()
    pumpWatches(m)
    // A round that got on is followed by the next after as long as it took; assumed 1 ms.
    guard left > 0, left < before, !runtimes[m].isCatchingUp else { return }
    runtimes[m].isCatchingUp = true
    schedule(.catchUp, m, at: now + .milliseconds(1))
  }

  mutating func retryVictims(_ m: Int, _ incarnation: UInt32) {
    guard isAlive(.victims, m, incarnation) else { return }
    runtimes[m].isRetrying = false
    members[m].retryWatchVictims()
    pumpWatches(m)
  }

  private mutating func scheduleProgress(_ c: Int) {
    guard let every = loads[watchers[c].load].plan.shape.progressEvery,
      let m = watchers[c].member
    else { return }
    // Up to a tenth more, so that streams do not report together (etcd watch.go,
    // GetProgressReportInterval).
    let jitter = Int64(mixed(loads[watchers[c].load].salt &+ UInt64(c)) % 1_000)
    let wait = every + SimDuration(nanoseconds: every.nanoseconds / 10_000 * jitter)
    agenda.schedule(
      .watch(.progress, Int32(c), watchers[c].connection), at: now + wait, .timer,
      actor: ActorID(m))
  }

  mutating func reportProgress(_ c: Int, _ connection: UInt32) {
    guard watchers[c].connection == connection, let m = watchers[c].member,
      let stream = watchers[c].stream
    else { return }
    if deferIfPaused(m, .watch(.progress, Int32(c), connection)) { return }
    members[m].reportWatchProgress(on: stream)
    pump(c, m)
    scheduleProgress(c)
  }

  private mutating func scheduleMonitor(_ m: Int) {
    guard !runtimes[m].isMonitored else { return }
    runtimes[m].isMonitored = true
    let plan = groups[runtimes[m].group].plan
    schedule(.monitor, m, at: now + plan.heartbeat * Int64(plan.electionTicks))
  }

  /// A member that has known no leader for three election timeouts ends the watches that want one
  /// (etcd v3rpc/interceptor.go, monitorLeader).
  mutating func monitorLeader(_ m: Int, _ incarnation: UInt32) {
    guard isAlive(.monitor, m, incarnation) else { return }
    runtimes[m].isMonitored = false
    let isLeaderless = members[m].knownLeader == .none
    runtimes[m].leaderlessRounds = isLeaderless ? runtimes[m].leaderlessRounds + 1 : 0
    if runtimes[m].leaderlessRounds >= 3 {
      for c in runtimes[m].watchers
      where loads[watchers[c].load].plan.shape.requiresLeader && watchers[c].brokenAt == nil {
        recorder.watchFailed(watchers[c].load, .noLeader, at: now)
        hangUp(c, m, silence: WatchClient.silence)
      }
    }
    if !runtimes[m].watchers.isEmpty { scheduleMonitor(m) }
  }

  /// The process of member `m` died: its watches are gone; with `answers` its host says so.
  mutating func loseWatches(_ m: Int, answers: Bool) {
    let connected = runtimes[m].watchers
    runtimes[m].watchers.removeAll()
    runtimes[m].isCatchingUp = false
    runtimes[m].isRetrying = false
    runtimes[m].isMonitored = false
    runtimes[m].leaderlessRounds = 0
    for c in connected {
      watchers[c].stream = nil
      watchers[c].stalled.removeAll()
      if answers {
        hangUp(c, m, silence: WatchClient.silence)
      } else {
        breakWatch(c, at: now + WatchClient.silence)
      }
    }
  }
}
