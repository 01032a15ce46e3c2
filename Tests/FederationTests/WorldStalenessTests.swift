import Federation
import KeyValue
import SimKernel
import XCTest

/// The ledger beside a whole federation under faults, against the naive recomputation.
final class WorldStalenessTests: XCTestCase {
  /// Feeds both with everything that the stores apply.
  private final class Witness {
    var ledger: StalenessLedger
    var naive: NaiveStaleness
    var samples: [LagSample] = []
    var staleReads = 0
    private var random: Draws

    init(seed: UInt64, clusters: Int) {
      ledger = StalenessLedger(replicaCount: clusters)
      naive = NaiveStaleness(replicaCount: clusters)
      random = Draws(seed: seed, .operations, 9)
    }

    func applied(
      _ world: FederationWorld, _ cluster: Int, _ mutations: [Mutation], _ revision: Revision
    ) {
      let store = world.truth(cluster)
      let replica = ReplicaID(cluster)
      for event in changes(store, revision)
      where world.catalogue.owner(of: event.key) == ClusterID(cluster) {
        ledger.committed(
          event.key, identity: event.value?.identity, revision: revision, from: replica,
          at: world.now)
        naive.committed(
          event.key, identity: event.value?.identity, revision: revision, from: replica,
          at: world.now)
      }
      for mutation in mutations {
        guard let owner = world.catalogue.owner(of: mutation.key) else {
          finishListing(mutation, at: replica, world)
          continue
        }
        // Deletes of what was never there are told as well: it came and went unseen.
        guard owner != ClusterID(cluster) else { continue }
        let seen = sighting(of: mutation.key, owner, in: store, world)
        ledger.served(mutation.key, seen, at: replica, now: world.now, into: &samples)
        naive.served(mutation.key, seen, at: replica, now: world.now)
      }
      if random.below(4) == 0 { read(world) }
    }

    /// What `revision` changed, deletes of nothing left out.
    private func changes(_ store: Store, _ revision: Revision) -> [WatchEvent] {
      if case .events(let events, _) = store.events(after: Revision(revision.rawValue - 1)) {
        return events
      }
      return []
    }

    private func finishListing(
      _ mutation: Mutation, at replica: ReplicaID, _ world: FederationWorld
    ) {
      guard case .compareAndSwap(let key, _, let value) = mutation,
        case .listed(let revision) = MirrorCursor(value)
      else { return }
      let source = ReplicaID(Int(key.index))
      ledger.reflected(source, through: revision, at: replica, now: world.now, into: &samples)
      for key in world.catalogue.keys(ownedBy: ClusterID(Int(key.index))) {
        naive.served(key, .source(revision), at: replica, now: world.now)
      }
    }

    private func sighting(
      of key: KeyID, _ owner: ClusterID, in store: Store, _ world: FederationWorld
    ) -> Sighting {
      if let record = store.record(of: key) { return .value(record.value.identity) }
      let cursor = MirrorCursor(store.record(of: world.catalogue.cursorKey(of: owner)))
      return .absent(asOf: cursor.floor)
    }

    /// A client somewhere reads something.
    private func read(_ world: FederationWorld) {
      let count = world.clusters.count
      let owner = Int(random.below(UInt64(count)))
      let cluster = Int(random.below(UInt64(count)))
      let keys = world.clusters[owner].keys
      let key = keys[Int(random.below(UInt64(keys.count)))]
      guard cluster != owner else { return }
      let seen = sighting(of: key, ClusterID(owner), in: world.truth(cluster), world)
      let found = ledger.read(key, seen, at: ReplicaID(cluster), now: world.now)
      XCTAssertEqual(found, naive.read(key, seen, now: world.now))
      if found.age > .zero { staleReads += 1 }
    }
  }

  func testAgreesWithRecomputingUnderFaults() {
    forEverySeed(5) { seed in
      var options = FederationWorld.Options()
      options.keysPerCluster = 4
      options.activeUntil = .seconds(60)
      options.lossPartsPerMillion = 20_000
      options.jitter = .milliseconds(60)
      options.meanBetweenWrites = .milliseconds(400)
      options.compactEvery = .seconds(20)
      options.cuts = [.init(between: (0, 1), from: .seconds(20), until: .seconds(45))]
      let world = FederationWorld(seed: seed, options)
      let witness = Witness(seed: seed, clusters: 3)
      world.onApply = { world, cluster, mutations, revision in
        witness.applied(world, cluster, mutations, revision)
      }
      world.run(until: .seconds(45))
      let mark = witness.ledger.markConvergence(at: world.now)
      let (count, healed) = (witness.naive.versions.count, world.now)
      XCTAssertNil(witness.ledger.convergence(of: mark), "the cut left nothing behind")
      world.run(until: .seconds(160))

      XCTAssertEqual(
        witness.ledger.convergence(of: mark),
        witness.naive.convergence(ofFirst: count, notBefore: healed))
      XCTAssertGreaterThan(witness.staleReads, 20)
      XCTAssertEqual(witness.ledger.rememberedCount, 0, "everything was seen in the end")
      for source in witness.naive.replicas {
        for replica in witness.naive.replicas where replica != source {
          XCTAssertEqual(witness.ledger.unseenCount(from: source, at: replica), 0)
          let lags = witness.samples.filter { $0.source == source && $0.replica == replica }
          XCTAssertTrue(
            lags.map(\.lag.nanoseconds).sorted()
              == witness.naive.lags(from: source, at: replica),
            "lags from \(source.index) to \(replica.index)")
        }
      }
    }
  }

  /// F8: what a mirror reports is never fresher than the truth, and close to it when all is quiet.
  func testReportedFreshnessIsNeverTooGood() {
    forEverySeed(6) { seed in
      var options = FederationWorld.Options()
      options.clusters = 2
      options.settings = PeerWatchSettings(batchLimit: 3, windowFrames: 2)
      options.lossPartsPerMillion = 50_000
      options.activeUntil = .seconds(60)
      options.meanBetweenWrites = .milliseconds(150)
      options.cuts = [.init(between: (0, 1), from: .seconds(20), until: .seconds(30))]
      let world = FederationWorld(seed: seed, options)
      var revisions: [(at: SimTime, revision: Revision)] = []
      world.onApply = { world, cluster, _, revision in
        if cluster == 0 { revisions.append((world.now, revision)) }
        guard let asOf = world.mirrors[1][0].reflectsAsOf else { return }
        let then = revisions.last { $0.at < asOf }?.revision ?? Revision(1)
        let reflected = world.mirrors[1][0].knownCursor.floor
        XCTAssertGreaterThanOrEqual(reflected, then, "as of \(asOf.nanoseconds)")
      }
      world.run(until: .seconds(180))
      guard let asOf = world.mirrors[1][0].reflectsAsOf else { return XCTFail("never listed") }
      XCTAssertLessThan(world.now - asOf, .seconds(61), "an idle watch hears bookmarks")
    }
  }
}
