import Federation
import KeyValue
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork

extension World {
  func agentActor(_ cluster: Int) -> ActorID { ActorID(members.count + loads.count + cluster) }

  /// Starts the mirrors, and exports the services.
  mutating func startFederation() {
    guard federation != nil else { return }
    for p in federation?.pairs.indices ?? 0..<0 { startMirror(p) }
    guard let services = federation?.ready.indices else { return }
    for service in services {
      for cluster in groups.indices { publish(service, cluster, isExport: true) }
    }
  }

  mutating func startMirror(_ p: Int) {
    guard let importer = federation?.pairs[p].importer,
      let origin = federation?.pairs[p].origin, let epoch = federation?.pairs[p].epoch
    else { return }
    federation?.pairs[p].epoch = epoch + 1
    federation?.pairs[p].commit = nil
    let cursor = localStore(importer).record(
      of: keys.catalogue.cursorKey(of: ClusterID(origin)))
    stepMirror(p, .started(cursor: cursor, epoch: epoch + 1))
  }

  /// The store that a cluster's agent reads.
  func localStore(_ cluster: Int) -> Store {
    members[federation?.readsFrom[cluster] ?? groups[cluster].firstMember].store
  }

  mutating func stepMirror(_ p: Int, _ input: PeerMirror.Input) {
    let (store, now) = (localStore(agent(of: p, isServer: false)), now)
    federation?.stepMirror(p, input, local: store, keys.catalogue, now: now)
    carryOut(p, isServer: false)
  }

  mutating func stepServer(_ p: Int, _ input: WatchServer.Input) {
    let (store, now) = (localStore(agent(of: p, isServer: true)), now)
    federation?.stepServer(p, input, store: store, keys.catalogue, now: now)
    carryOut(p, isServer: true)
  }

  private mutating func carryOut(_ p: Int, isServer: Bool) {
    guard federation?.effects.isEmpty == false else { return }
    // Carrying one out may give rise to others; the buffer is lent meanwhile.
    var effects: [ControllerEffect] = []
    if let buffer = federation?.effects { effects = buffer }
    federation?.effects = []
    defer {
      effects.removeAll(keepingCapacity: true)
      if federation?.effects.isEmpty == true { federation?.effects = effects }
    }
    for effect in effects {
      switch effect {
      case .send(let message, _): sendFederation(p, message)
      case .commit(let token, let mutations): commitLocally(p, token, mutations)
      case .wake(let time):
        agenda.schedule(
          .federationWake(pair: Int32(p), isServer: isServer), at: max(time, now), .control,
          actor: agentActor(agent(of: p, isServer: isServer)))
      case .observe(.listing(let reason)) where reason != .first:
        federation?.pairs[p].resyncs += 1
      case .observe: break
      }
    }
  }

  private func agent(of p: Int, isServer: Bool) -> Int {
    (isServer ? federation?.pairs[p].origin : federation?.pairs[p].importer) ?? 0
  }

  private mutating func sendFederation(_ p: Int, _ message: FederationMessage) {
    let isForServer = message.isForServer
    let to = agent(of: p, isServer: isForServer)
    guard let source = federation?.agents[agent(of: p, isServer: !isForServer)].region,
      let target = federation?.agents[to].region,
      let stream = isForServer
        ? federation?.pairs[p].toOrigin : federation?.pairs[p].toImporter
    else { return }
    let bytes = message.wireBytes
    recorder.sent(.federation, from: source, to: target, bytes: bytes, at: now)
    guard case .arrives(let arrival) = network.send(on: stream, bytes: bytes, at: now),
      let slot = federation?.packets.insert(
        FederationPacket(pair: Int32(p), isForServer: isForServer, message: message))
    else { return }
    agenda.schedule(.federationArrived(slot), at: arrival, .message, actor: agentActor(to))
  }

  mutating func receiveFederation(_ slot: UInt32) {
    guard let packet = federation?.packets.remove(slot) else { return }
    let p = Int(packet.pair)
    let cluster = agent(of: p, isServer: packet.isForServer)
    digest.combine(packet.message.stream.rawValue)
    digest.combine(UInt64(packet.message.wireBytes))
    guard let region = federation?.agents[cluster].region, !lostRegions[region] else { return }
    if packet.isForServer {
      stepServer(p, .message(packet.message))
    } else {
      stepMirror(p, .message(packet.message))
    }
  }

  mutating func wakeFederation(_ p: Int, isServer: Bool) {
    guard let region = federation?.agents[agent(of: p, isServer: isServer)].region,
      !lostRegions[region]
    else { return }
    if isServer { stepServer(p, .wake) } else { stepMirror(p, .wake) }
  }

  /// A mirror's transaction goes to the member its agent stands beside.
  private mutating func commitLocally(_ p: Int, _ token: CommitToken, _ mutations: [Mutation]) {
    guard let importer = federation?.pairs[p].importer else { return }
    let m = federation?.readsFrom[importer] ?? 0
    guard members[m].isUp, !runtimes[m].isPaused else {
      return stepMirror(p, .outcomeUnknown(token))
    }
    federation?.pairs[p].commit = (token, m)
    agenda.schedule(
      .federationExpiry(pair: Int32(p), token: token.rawValue),
      at: now + groups[importer].plan.requestTimeout, .control, actor: agentActor(importer))
    proposeAside(.mutations(mutations), request: FederationRequest(pair: p, token: token).id, at: m)
  }

  /// Proposes what no client waits for. A proposal may come while another output of the same
  /// member is being carried out, so it has an event of its own.
  mutating func proposeAside(_ command: Command, request: RequestID, at m: Int) {
    let slot = proposals.insert(Proposal(command: command, request: request))
    agenda.schedule(
      .proposal(slot), at: now + groups[runtimes[m].group].plan.machine.request, .client,
      actor: ActorID(m))
  }

  mutating func propose(_ slot: UInt32) {
    guard let proposal = proposals.remove(slot) else { return }
    let m = Int(agenda.currentActor.index)
    guard members[m].isUp else { return }
    follow(m, .intruded("a write that mirrors another cluster"))
    members[m].propose(
      proposal.command, request: proposal.request, at: now,
      books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
  }

  /// A mirror's transaction was applied, or its comparison failed.
  mutating func answerFederation(
    _ request: FederationRequest, _ m: Int, _ result: Store.ApplyResult
  ) {
    let p = request.pair
    guard let origin = federation?.pairs[p].origin,
      federation?.pairs[p].commit?.token == request.token
    else { return }
    federation?.pairs[p].commit = nil
    if result.succeeded {
      stepMirror(p, .committed(request.token, at: result.revision))
    } else {
      let cursor = members[m].store.record(
        of: keys.catalogue.cursorKey(of: ClusterID(origin)))
      stepMirror(p, .rejected(request.token, cursor: cursor))
    }
  }

  mutating func loseCommit(_ p: Int, _ token: CommitToken) {
    guard let commit = federation?.pairs[p].commit, commit.token == token else { return }
    federation?.pairs[p].commit = nil
    stepMirror(p, .outcomeUnknown(token))
  }

  /// Member `m` died: its cluster's agent turns to another.
  mutating func federationLost(member m: Int) {
    let g = runtimes[m].group
    guard federation != nil else { return }
    for p in federation?.pairsByImporter[g] ?? [] {
      if let commit = federation?.pairs[p].commit, commit.member == m {
        loseCommit(p, commit.token)
      }
    }
    chooseReader(g)
  }

  /// The agent of cluster `g` reads from its first member that runs.
  mutating func chooseReader(_ g: Int) {
    guard let old = federation?.readsFrom[g] else { return }
    let reader = groups[g].members.first { members[$0].isUp } ?? old
    guard reader != old else { return }
    federation?.readsFrom[g] = reader
    storeAdvanced(reader)
  }

  /// The store of member `m` changed; its cluster's servers look for news if they read it.
  mutating func storeAdvanced(_ m: Int) {
    let g = runtimes[m].group
    guard federation?.readsFrom[g] == m else { return }
    for p in federation?.pairsByOrigin[g] ?? [] { stepServer(p, .storeAdvanced) }
  }

  /// The agents of a region come back with it, and remember nothing.
  mutating func restartAgents(in region: Int) {
    guard let agents = federation?.agents else { return }
    for g in agents.indices where agents[g].region == region {
      chooseReader(g)
      for p in federation?.pairsByOrigin[g] ?? [] { stepServer(p, .restarted) }
      for p in federation?.pairsByImporter[g] ?? [] { startMirror(p) }
    }
  }
}

/// A write that no client waits for, on its way to a member.
struct Proposal: Sendable {
  var command: Command
  var request: RequestID
}

/// The request of a mirror's transaction: the top bit tells it from a client's.
struct FederationRequest: Sendable {
  var pair: Int
  var token: CommitToken

  private static let mark: UInt64 = 1 << 63

  init(pair: Int, token: CommitToken) {
    self.pair = pair
    self.token = token
  }

  /// nil for a client's request, and for one nobody waits for.
  init?(_ id: RequestID) {
    guard id != .none, id.rawValue & Self.mark != 0 else { return nil }
    pair = Int((id.rawValue & ~Self.mark) >> 43)
    token = CommitToken(id.rawValue & (1 << 43 - 1))
  }

  var id: RequestID { RequestID(Self.mark | UInt64(pair) << 43 | token.rawValue) }
}
