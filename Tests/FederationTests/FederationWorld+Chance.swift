import Federation
import KeyValue
import SimKernel

extension FederationWorld {
  func send(_ message: FederationMessage, _ cause: TrafficCause, from: Int, to: Int) {
    messagesSent += 1
    bytesByCause[cause, default: 0] += message.wireBytes
    deliver(message, from: from, to: to)
    if isActive, draws.chance(partsPerMillion: options.duplicatesPartsPerMillion) {
      deliver(message, from: from, to: to)
    }
  }

  private func deliver(_ message: FederationMessage, from: Int, to: Int) {
    if isActive, draws.chance(partsPerMillion: options.lossPartsPerMillion) { return }
    guard !isCut(from: from, to: to) else { return }
    var delay = options.oneWay
    if options.jitter > .zero {
      delay += SimDuration(nanoseconds: Int64(draws.below(UInt64(options.jitter.nanoseconds))))
    }
    let event: Event =
      message.isForServer
      ? .toServer(message, origin: to, importer: from)
      : .toMirror(message, origin: from, importer: to)
    schedule(event, after: delay, .message, to)
  }

  private func isCut(from: Int, to: Int) -> Bool {
    options.cuts.contains { cut in
      let isTouched =
        cut.between == (from, to) || (!cut.isOneWay && cut.between == (to, from))
      return isTouched && cut.from <= now && now < cut.until
    }
  }

  /// A client of `cluster` puts or deletes a few of its objects in one transaction.
  func writeAtRandom(_ cluster: Int) {
    guard isActive, let mean = options.meanBetweenWrites else { return }
    schedule(.write(cluster: cluster), after: draws.exponential(mean: mean), .client, cluster)
    var chosen: [KeyID] = []
    for _ in 0...draws.below(options.largestTransaction) {
      let place = Int(draws.below(UInt64(options.keysPerCluster)))
      let key = clusters[cluster].keys[place]
      if !chosen.contains(key) { chosen.append(key) }
    }
    let mutations = chosen.map { key in
      draws.chance(partsPerMillion: 250_000) ? Mutation.delete(key) : put(key, in: cluster)
    }
    write(mutations, in: cluster)
  }

  /// Something restarts, or another member serves.
  func disturb(_ cluster: Int) {
    guard isActive, let mean = options.meanBetweenRestarts else {
      clusters[cluster].serving = 0
      return
    }
    schedule(.disturb(cluster: cluster), after: draws.exponential(mean: mean), .fault, cluster)
    let other = (cluster + 1 + Int(draws.below(UInt64(clusters.count - 1)))) % clusters.count
    switch draws.below(3) {
    case 0: stepServer(.restarted, cluster, other)
    case 1: startMirror(cluster, other)
    default:
      clusters[cluster].serving = 1 - clusters[cluster].serving
      for importer in clusters.indices where importer != cluster {
        stepServer(draws.below(2) == 0 ? .restarted : .storeAdvanced, cluster, importer)
      }
    }
  }
}
