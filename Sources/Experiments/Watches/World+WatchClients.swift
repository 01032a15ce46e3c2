import KeyValue
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

/// The clients' side of watches.
extension World {
  mutating func step(_ step: WatchStep, _ index: Int, _ life: UInt32) {
    digest.combine(UInt64(step.rawValue) << 32 | UInt64(index))
    switch step {
    case .open: openWatch(index, life)
    case .request: receiveWatch(index, life)
    case .frame: readFrame(UInt32(index))
    case .broken: reconnect(index, life)
    case .pump: pumpAgain(index, life)
    case .resend: resend(index, life)
    case .catchUp: catchUp(index, life)
    case .victims: retryVictims(index, life)
    case .progress: reportProgress(index, life)
    case .monitor: monitorLeader(index, life)
    case .list: listAnew(index, life)
    }
  }

  mutating func startWatchers(_ l: Int, _ count: Int) {
    var draws = Draws(seed: seed, .think, loads[l].salt, 2)
    for i in 0..<count {
      let owner = loads[l].owners.next()
      let key = keys.key(loads[l].keys.next(), block: loads[l].keyBlock, region: owner)
      let c = watchers.count
      watchers.append(watchClient(l, i, key))
      agenda.schedule(
        .watch(.open, Int32(c), 0),
        at: now + SimDuration(nanoseconds: Int64(draws.below(100_000_000))), .client,
        actor: clientActor(l))
    }
  }

  private mutating func watchClient(_ l: Int, _ i: Int, _ key: KeyID) -> WatchClient {
    let load = loads[l]
    let group = groups[load.group]
    let station = Station(region: load.plan.region, zone: 0, key: mixed(load.key &+ UInt64(i)))
    let range = keys.range(
      from: key, span: load.plan.shape.span, of: load.keyBlock,
      isEverybodys: load.plan.ownership == .any)
    let machine = group.plan.machine
    func hop(_ direction: UInt64) -> Hop {
      Hop(
        machine.clientHop, load.hopBack.spread,
        Draws(seed: seed, .machineHop, station.key, direction), keepsOrder: true)
    }
    return WatchClient(
      load: l, key: key, range: range, endpoints: load.endpoints,
      toMember: group.members.map { network.open(from: station, to: runtimes[$0].station) },
      fromMember: group.members.map { network.open(from: runtimes[$0].station, to: station) },
      hopThere: hop(1), hopBack: hop(2))
  }

  /// The position in its group of the member that a client asks.
  func position(_ c: Int) -> Int? {
    watchers[c].member.map { $0 - groups[loads[watchers[c].load].group].firstMember }
  }

  private mutating func openWatch(_ c: Int, _ connection: UInt32) {
    let now = now
    let l = watchers[c].load
    guard watchers[c].connection == connection, !lostRegions[loads[l].plan.region] else { return }
    let m = watchers[c].endpoints.best(at: now)
    watchers[c].member = m
    guard let position = position(c) else { return }
    let path = watchers[c].toMember[position]
    recorder.sent(
      .client, from: loads[l].plan.region, to: runtimes[m].station.region,
      bytes: Self.requestBytes, at: now)
    guard
      case .arrives(let arrival) = network.send(on: path, bytes: Self.requestBytes, at: now)
    else { return breakWatch(c, at: now + WatchClient.dialTimeout) }
    agenda.schedule(
      .watch(.request, Int32(c), connection), at: watchers[c].hopThere.delivery(of: arrival),
      .client, actor: ActorID(m))
  }

  /// The client will find its connection dead at `time`.
  mutating func breakWatch(_ c: Int, at time: SimTime) {
    if let planned = watchers[c].brokenAt, planned <= time { return }
    watchers[c].brokenAt = time
    agenda.schedule(
      .watch(.broken, Int32(c), watchers[c].connection), at: time, .client,
      actor: clientActor(watchers[c].load))
  }

  /// It turns to another member, and asks there from the first revision that it has not read.
  private mutating func reconnect(_ c: Int, _ connection: UInt32) {
    let now = now
    guard watchers[c].connection == connection, let due = watchers[c].brokenAt, due <= now
    else { return }
    let l = watchers[c].load
    let isPatient = 1...WatchClient.refusalsBorne ~= watchers[c].refusals
    if !isPatient {
      if let m = watchers[c].member { watchers[c].endpoints.failed(m, at: now) }
      watchers[c].refusals = 0
    }
    closeWatch(c)
    watchers[c].failures += 1
    // Without a word from anybody it waits a little (clientv3 watch.go, openWatchClient).
    let isAlone = watchers[c].failures > watchers[c].endpoints.members.count
    let wait =
      isPatient ? WatchClient.patience : isAlone ? SimDuration.milliseconds(100) : .zero
    agenda.schedule(
      .watch(.open, Int32(c), watchers[c].connection), at: now + wait, .client,
      actor: clientActor(l))
  }

  /// Client and member forget their connection.
  mutating func closeWatch(_ c: Int) {
    if let m = watchers[c].member, let stream = watchers[c].stream {
      members[m].closeWatchStream(stream)
      runtimes[m].watchers.removeAll { $0 == c }
    }
    watchers[c].disconnect()
  }

  private mutating func readFrame(_ slot: UInt32) {
    guard let frame = watchFrames.remove(slot) else { return }
    let c = Int(frame.client)
    guard watchers[c].connection == frame.connection,
      !lostRegions[loads[watchers[c].load].plan.region]
    else { return }
    digest.combine(UInt64(bitPattern: frame.response.revision.rawValue))
    digest.combine(UInt64(frame.response.events.count))
    if let m = watchers[c].member { watchers[c].endpoints.answered(m) }
    watchers[c].failures = 0
    read(frame.response, c, sent: frame.sent)
  }

  private mutating func read(_ response: WatchResponse, _ c: Int, sent: SimTime) {
    if response.isCreated { return noteCreated(response, c) }
    if response.isCanceled {
      if response.compactRevision.rawValue > 0 { fallBehind(response, c) }
      return
    }
    if watchers[c].isResuming {
      watchers[c].isResuming = false
      recorder.watches.resumes[watchers[c].load] += 1
    }
    if response.isProgressNotice { return noteProgress(response, c) }
    watchers[c].partial += response.events
    if response.isFragment { return }
    let events = watchers[c].partial
    watchers[c].partial.removeAll(keepingCapacity: true)
    let l = watchers[c].load
    recorder.watches.events[l] += now >= measuredFrom ? Int64(events.count) : 0
    check(events, c)
    for event in events { measure(event, c, sent: sent) }
    if let last = events.last { watchers[c].next = last.revision.next }
  }

  private mutating func noteCreated(_ response: WatchResponse, _ c: Int) {
    if watchers[c].next.rawValue == 0 {
      watchers[c].next = response.revision.next
      beginContract(c, after: response.revision)
    } else if watchers[c].behindSince == nil {
      watchers[c].isResuming = true
    }
    watchers[c].behindSince = nil
  }

  /// Its next revision is compacted: it lists, and watches from the list on.
  private mutating func fallBehind(_ response: WatchResponse, _ c: Int) {
    checkCompaction(response, c)
    closeWatch(c)
    watchers[c].isResuming = false
    watchers[c].behindSince = now
    recorder.watches.relists[watchers[c].load] += 1
    listAnew(c, watchers[c].connection)
  }

  private mutating func listAnew(_ c: Int, _ connection: UInt32) {
    let l = watchers[c].load
    guard watchers[c].connection == connection else { return }
    let id = begin(.linearizableRange, l, watchers[c].key, loads[l].nextValue())
    watchLists[id] = WatchList(client: c, connection: watchers[c].connection)
    attempt(id, l, at: loads[l].endpoints.best(at: now))
  }

  /// A list ended.
  mutating func finishList(_ list: WatchList, _ l: Int, succeeded: Bool) {
    let c = list.client
    guard watchers[c].connection == list.connection else { return }
    guard succeeded else {
      // A client that failed to list waits a little (client-go reflector, backoffManager).
      agenda.schedule(
        .watch(.list, Int32(c), list.connection), at: now + .milliseconds(800), .client,
        actor: clientActor(l))
      return
    }
    if let since = watchers[c].behindSince {
      recorder.watches.listed(l, now - since, isMeasured: now >= measuredFrom)
    }
    watchers[c].next = list.revision.next
    beginContract(c, after: list.revision)
    openWatch(c, watchers[c].connection)
  }

  /// The watchers of a region are lost with it, and begin anew when it is back.
  mutating func setWatchers(in region: Int, areLost: Bool) {
    for c in watchers.indices where loads[watchers[c].load].plan.region == region {
      if areLost {
        closeWatch(c)
        watchers[c].next = Revision(0)
        watchers[c].behindSince = nil
      } else {
        agenda.schedule(
          .watch(.open, Int32(c), watchers[c].connection), at: now, .client,
          actor: clientActor(watchers[c].load))
      }
    }
  }
}

/// A list that brings a watcher whose revision was compacted to the present.
struct WatchList: Sendable {
  var client: Int
  var connection: UInt32
  /// The store's when the member answered.
  var revision = Revision(0)
}
