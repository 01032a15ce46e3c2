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
      eachMutation(of: entry) { world, mutation in
        world.observeInCluster(mutation, by: m, revision: entry.revision)
      }
    } else {
      let replica = ReplicaID(m - groups[g].firstMember)
      eachMutation(of: entry) { world, mutation in
        guard world.keys.catalogue.owner(of: mutation.key) != nil else { return }
        if isFirst {
          world.ledger?.committed(
            mutation.key, identity: mutation.identity, revision: entry.revision, from: replica,
            at: now)
        } else {
          world.serve(mutation.key, .source(entry.revision), at: replica)
        }
      }
    }
  }

  private mutating func observeInCluster(_ mutation: Mutation, by m: Int, revision: Revision) {
    let g = runtimes[m].group
    let (now, replica) = (now, ReplicaID(ClusterID(g)))
    guard let owner = keys.catalogue.owner(of: mutation.key) else {
      return observeCursor(mutation, at: replica)
    }
    if owner == ClusterID(g) {
      ledger?.committed(
        mutation.key, identity: mutation.identity, revision: revision, from: replica, at: now)
      return
    }
    let cursor = members[m].store.record(of: keys.catalogue.cursorKey(of: owner))
    let deletion = Sighting.absent(asOf: MirrorCursor(cursor).floor)
    serve(mutation.key, mutation.identity.map(Sighting.value) ?? deletion, at: replica)
  }

  /// A finished listing shows also that keys are gone which came and went unseen.
  private mutating func observeCursor(_ mutation: Mutation, at replica: ReplicaID) {
    let origin = Int(mutation.key.index)
    guard origin < groups.count, case .listed(let revision) = MirrorCursor(mutation.value) else {
      return
    }
    let now = now
    lagSamples.removeAll(keepingCapacity: true)
    ledger?.reflected(
      ReplicaID(ClusterID(origin)), through: revision, at: replica, now: now, into: &lagSamples)
    recordLags()
  }

  private mutating func eachMutation(
    of entry: MemberOutput.AppliedEntry, _ body: (inout World, Mutation) -> Void
  ) {
    guard entry.changed else { return }
    var offset = Member.mutationOffset
    while let mutation = CommandCoding.mutation(in: entry.data, at: offset) {
      offset += CommandCoding.stride
      body(&self, mutation)
    }
  }

  private mutating func serve(_ key: KeyID, _ sighting: Sighting, at replica: ReplicaID) {
    let now = now
    lagSamples.removeAll(keepingCapacity: true)
    ledger?.served(key, sighting, at: replica, now: now, into: &lagSamples)
    recordLags()
  }

  private mutating func recordLags() {
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
  mutating func noteRead(
    _ key: KeyID, at m: Int, began: SimTime, region: Int, kind: LoadPlan.Operation
  ) {
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
      from: owner, to: region, age: staleness.age, versionsBehind: staleness.versionsBehind,
      at: now)
    if kind == .linearizableGet, federation == nil, staleness.age > .zero {
      recorder.violated(
        "client.linearizable-read", at: now,
        "\(runtimes[m].name) answered a linearizable read \(staleness.age.nanoseconds) ns stale")
    }
  }

  private func sighting(
    _ record: Store.KeyRecord?, of key: KeyID, in g: Int, at m: Int
  ) -> Sighting {
    guard federation != nil else { return .source(members[m].store.revision) }
    if let record { return .value(record.value.identity) }
    guard let origin = keys.catalogue.owner(of: key), origin != ClusterID(g) else {
      return .absent(asOf: members[m].store.revision)
    }
    let cursor = members[m].store.record(of: keys.catalogue.cursorKey(of: origin))
    return .absent(asOf: MirrorCursor(cursor).floor)
  }
}

extension Mutation {
  /// What it puts; nothing (identity 0) for a delete.
  fileprivate var value: Value {
    switch self {
    case .put(_, let value), .compareAndSwap(_, _, let value): value
    case .delete: Value(identity: 0, sizeInBytes: 0)
    }
  }
  /// Identity of what it puts; nil for a delete.
  fileprivate var identity: UInt64? {
    if case .delete = self { nil } else { value.identity }
  }
}
