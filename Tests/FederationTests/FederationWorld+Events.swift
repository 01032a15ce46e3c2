import Federation
import KeyValue
import SimKernel

extension FederationWorld {
  var isActive: Bool { now < options.activeUntil }

  func handle(_ event: Event) {
    switch event {
    case .start(let importer, let origin): startMirror(importer, origin)
    case .toServer(let message, let origin, let importer):
      stepServer(.message(message), origin, importer)
    case .toMirror(let message, let origin, let importer):
      stepMirror(.message(message), importer, origin)
    case .wakeServer(let origin, let importer): stepServer(.wake, origin, importer)
    case .wakeMirror(let origin, let importer): stepMirror(.wake, importer, origin)
    case .write(let cluster): writeAtRandom(cluster)
    case .apply(let cluster, let transaction): apply(transaction, in: cluster)
    case .unknown(let token, let origin, let importer):
      stepMirror(.outcomeUnknown(token), importer, origin)
    case .catchUp(let cluster): catchUp(cluster)
    case .compact(let cluster): compact(cluster)
    case .disturb(let cluster): disturb(cluster)
    }
  }

  func startMirror(_ importer: Int, _ origin: Int) {
    epochs[importer][origin] += 1
    let key = catalogue.cursorKey(of: ClusterID(origin))
    let record = serving(importer).record(of: key)
    stepMirror(
      .started(cursor: record, epoch: epochs[importer][origin]), importer, origin)
  }

  func stepServer(_ input: WatchServer.Input, _ origin: Int, _ importer: Int) {
    var effects: [ControllerEffect] = []
    servers[origin][importer].step(
      input, store: serving(origin), catalogue: catalogue, now: now, into: &effects)
    for effect in effects {
      switch effect {
      case .send(let message, let cause):
        checker.serverSends(message, origin: origin, catalogue)
        send(message, cause, from: origin, to: importer)
      case .wake(let at):
        agenda.schedule(
          .wakeServer(origin: origin, importer: importer), at: at, .timer,
          actor: ActorID(origin))
      case .commit, .observe: checker.fail("a server asked for \(effect)")
      }
    }
  }

  func stepMirror(_ input: PeerMirror.Input, _ importer: Int, _ origin: Int) {
    var effects: [ControllerEffect] = []
    mirrors[importer][origin].step(
      input, local: serving(importer), catalogue: catalogue, now: now, into: &effects)
    for effect in effects {
      switch effect {
      case .send(let message, let cause): send(message, cause, from: importer, to: origin)
      case .wake(let at):
        agenda.schedule(
          .wakeMirror(origin: origin, importer: importer), at: at, .timer,
          actor: ActorID(importer))
      case .commit(let token, let mutations):
        checker.mirrorCommits(mutations, origin: origin, catalogue)
        propose(mutations, token, importer, origin)
      case .observe(let seen): observations.append((importer, origin, seen))
      }
    }
  }

  private func propose(
    _ mutations: [Mutation], _ token: CommitToken, _ importer: Int, _ origin: Int
  ) {
    var transaction = Transaction(
      mutations: mutations, token: token, origin: origin, epoch: epochs[importer][origin])
    guard isActive, draws.chance(partsPerMillion: options.unknownPartsPerMillion) else {
      schedule(
        .apply(cluster: importer, transaction), after: options.commitDelay, .message, importer)
      return
    }
    schedule(
      .unknown(token, origin: origin, importer: importer), after: .seconds(3), .message,
      importer)
    guard draws.chance(partsPerMillion: 500_000) else { return }
    transaction.token = nil
    let late = SimDuration(nanoseconds: Int64(draws.below(10_000_000_000)))
    schedule(.apply(cluster: importer, transaction), after: late, .message, importer)
  }

  private func apply(_ transaction: Transaction, in cluster: Int) {
    clusters[cluster].log.append((now, .transaction(transaction.mutations)))
    clusters[cluster].applied[0] = clusters[cluster].log.count
    let before = clusters[cluster].members[0].revision
    let result = clusters[cluster].members[0].apply(transaction.mutations)
    let revision = result.revision
    if result.succeeded, revision > before {
      checker.applied(
        transaction.mutations, at: revision, in: cluster, truth(cluster), catalogue)
      onApply?(self, cluster, transaction.mutations, revision)
    }
    if options.memberLag == .zero { catchUpFully(cluster) }
    storeAdvanced(cluster)
    guard let token = transaction.token, let origin = transaction.origin,
      transaction.epoch == epochs[cluster][origin]
    else { return }
    if result.succeeded {
      stepMirror(.committed(token, at: revision), cluster, origin)
    } else {
      let key = catalogue.cursorKey(of: ClusterID(origin))
      stepMirror(.rejected(token, cursor: truth(cluster).record(of: key)), cluster, origin)
    }
  }

  private func storeAdvanced(_ cluster: Int) {
    for importer in clusters.indices where importer != cluster {
      stepServer(.storeAdvanced, cluster, importer)
    }
  }

  private func catchUpFully(_ cluster: Int) {
    catchUp(cluster, through: clusters[cluster].log.count)
  }

  private func catchUp(_ cluster: Int) {
    schedule(.catchUp(cluster: cluster), after: .milliseconds(50), .control, cluster)
    guard options.memberLag > .zero else { return }
    let lag =
      isActive
      ? SimDuration(nanoseconds: Int64(draws.below(UInt64(options.memberLag.nanoseconds)))) : .zero
    var end = clusters[cluster].applied[1]
    while end < clusters[cluster].log.count, clusters[cluster].log[end].at <= now - lag {
      end += 1
    }
    catchUp(cluster, through: end)
    if clusters[cluster].serving == 1 { storeAdvanced(cluster) }
  }

  private func catchUp(_ cluster: Int, through end: Int) {
    while clusters[cluster].applied[1] < end {
      switch clusters[cluster].log[clusters[cluster].applied[1]].entry {
      case .transaction(let mutations): _ = clusters[cluster].members[1].apply(mutations)
      case .compaction(let revision): clusters[cluster].members[1].compact(upTo: revision)
      }
      clusters[cluster].applied[1] += 1
    }
  }

  private func compact(_ cluster: Int) {
    let revision = truth(cluster).revision
    clusters[cluster].log.append((now, .compaction(revision)))
    clusters[cluster].applied[0] = clusters[cluster].log.count
    clusters[cluster].members[0].compact(upTo: revision)
    if options.memberLag == .zero { catchUpFully(cluster) }
    if let every = options.compactEvery {
      schedule(.compact(cluster: cluster), after: every, .control, cluster)
    }
  }
}
