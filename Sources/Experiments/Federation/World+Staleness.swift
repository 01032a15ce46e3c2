import Federation
import KeyValue
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork

extension World {
  /// Tells the ledger what member `m` made visible with one entry.
  ///
  /// In a federation the places that answer are clusters, and an entry becomes visible with its
  /// first application there; in a single group they are its members.
  mutating func observe(_ entry: MemberOutput.AppliedEntry, by m: Int, isFirst: Bool) {
    guard ledger != nil, !entry.data.isEmpty else { return }
    let (g, now) = (runtimes[m].group, now)
    if federation != nil {
      guard isFirst else { return }
      eachMutation(of: entry) { world, key, identity in
        if world.keys.catalogue.owner(of: key) == ClusterID(g) {
          world.ledger?.committed(
            key, identity: identity, revision: entry.revision, from: ReplicaID(ClusterID(g)),
            at: now)
        } else {
          world.serve(key, identity, at: ReplicaID(ClusterID(g)))
        }
      }
    } else {
      let replica = ReplicaID(m - groups[g].firstMember)
      eachMutation(of: entry) { world, key, identity in
        if isFirst {
          world.ledger?.committed(
            key, identity: identity, revision: entry.revision, from: replica, at: now)
        } else {
          world.serve(key, identity, at: replica)
        }
      }
    }
  }

  private mutating func eachMutation(
    of entry: MemberOutput.AppliedEntry, _ body: (inout World, KeyID, UInt64?) -> Void
  ) {
    guard entry.changed else { return }
    var offset = Member.mutationOffset
    while let mutation = CommandCoding.mutation(in: entry.data, at: offset) {
      offset += CommandCoding.stride
      guard keys.catalogue.owner(of: mutation.key) != nil else { continue }
      switch mutation {
      case .put(let key, let value), .compareAndSwap(let key, _, let value):
        body(&self, key, value.identity)
      case .delete(let key): body(&self, key, nil)
      }
    }
  }

  private mutating func serve(_ key: KeyID, _ identity: UInt64?, at replica: ReplicaID) {
    let now = now
    let sighting = identity.map(Sighting.value) ?? .absent(asOf: nil)
    lagSamples.removeAll(keepingCapacity: true)
    ledger?.served(key, sighting, at: replica, now: now, into: &lagSamples)
    guard federation != nil else { return }
    for sample in lagSamples where sample.acknowledgedAt >= measuredFrom {
      recorder.synchronized(
        from: groupRegion(Int(sample.source.index)), to: groupRegion(Int(sample.replica.index)),
        lag: sample.lag)
    }
  }

  func groupRegion(_ g: Int) -> Int { runtimes[groups[g].firstMember].station.region }

  /// How stale a read of `key` was that began at `began` and is answered by `m` now: the age, when
  /// it began, of the oldest acknowledged version that it lacks.
  mutating func noteRead(_ key: KeyID, at m: Int, began: SimTime, region: Int, kind: LoadPlan.Operation) {
    guard let ledger, let owner = keys.owner(of: key) else { return }
    let g = runtimes[m].group
    let record = members[m].store.record(of: key)
    let replica =
      federation != nil ? ReplicaID(ClusterID(g)) : ReplicaID(m - groups[g].firstMember)
    var staleness = ledger.read(
      key, sighting(record, of: key, in: g, at: m), at: replica, now: now)
    staleness.age = max(.zero, staleness.age - (now - began))
    if staleness.age == .zero { staleness.versionsBehind = 0 }
    recorder.read(
      from: owner, to: region, age: staleness.age, versionsBehind: staleness.versionsBehind)
    if kind == .linearizableGet, federation == nil, staleness.age > .zero {
      recorder.violated(
        "client.linearizable-read", at: now,
        "\(runtimes[m].name) answered a linearizable read \(staleness.age.nanoseconds) ns stale")
    }
  }

  private func sighting(
    _ record: Store.KeyRecord?, of key: KeyID, in g: Int, at m: Int
  ) -> Sighting {
    if let record { return .value(record.value.identity) }
    guard federation != nil, let origin = keys.catalogue.owner(of: key), origin != ClusterID(g)
    else { return .absent(asOf: members[m].store.revision) }
    let cursor = members[m].store.record(of: keys.catalogue.cursorKey(of: origin))
    return .absent(asOf: MirrorCursor(cursor).reflected)
  }
}
