import Federation
import KeyValue
import SimKernel
import XCTest

final class StalenessLedgerTests: XCTestCase {
  private func seconds(_ count: Int64) -> SimTime { .zero + .seconds(count) }

  private let key = KeyID(7)
  private let (here, there) = (ReplicaID(0), ReplicaID(1))

  func testLagAndAgeOfOneVersion() {
    var ledger = StalenessLedger(replicaCount: 2)
    var samples: [LagSample] = []
    ledger.committed(key, identity: 1, revision: Revision(2), from: here, at: seconds(10))
    XCTAssertEqual(
      ledger.read(key, .absent(asOf: nil), at: there, now: seconds(13)),
      Staleness(age: .seconds(3), versionsBehind: 1))
    XCTAssertEqual(ledger.read(key, .value(1), at: here, now: seconds(13)), .fresh)
    XCTAssertEqual(ledger.unseenCount(from: here, at: there), 1)

    ledger.served(key, .value(1), at: there, now: seconds(14), into: &samples)
    XCTAssertEqual(
      samples,
      [
        LagSample(
          key: key, source: here, replica: there, acknowledgedAt: seconds(10), lag: .seconds(4))
      ])
    XCTAssertEqual(ledger.unseenCount(from: here, at: there), 0)
    XCTAssertEqual(ledger.rememberedCount, 0)
    ledger.served(key, .value(1), at: there, now: seconds(20), into: &samples)
    XCTAssertEqual(samples.count, 1, "a version is seen once")
  }

  /// A superseded version counts as seen when its successor is, at that instant.
  func testSuccessorBringsWhatItSupersedes() {
    var ledger = StalenessLedger(replicaCount: 2)
    var samples: [LagSample] = []
    for i in 1...3 {
      ledger.committed(
        key, identity: UInt64(i), revision: Revision(Int64(i) + 1), from: here,
        at: seconds(Int64(i)))
    }
    ledger.served(key, .value(2), at: there, now: seconds(5), into: &samples)
    XCTAssertEqual(samples.map(\.lag), [.seconds(4), .seconds(3)])
    XCTAssertEqual(
      ledger.read(key, .value(2), at: there, now: seconds(9)),
      Staleness(age: .seconds(6), versionsBehind: 1))
    XCTAssertEqual(
      ledger.read(key, .value(1), at: there, now: seconds(9)).versionsBehind, 1,
      "what everybody has shown is forgotten, so this is all that can be said")
  }

  /// An absence is the newest deletion that the replica can know of.
  func testAbsenceIsTheNewestDeletionWithinWhatIsReflected() {
    for (asOf, expected) in [(Revision(3), 2), (Revision(4), 2), (Revision(5), 4), (nil, 4)] {
      var ledger = StalenessLedger(replicaCount: 2)
      var samples: [LagSample] = []
      let identities: [UInt64?] = [1, nil, 2, nil, 3]
      for (i, identity) in identities.enumerated() {
        ledger.committed(
          key, identity: identity, revision: Revision(Int64(i) + 2), from: here, at: seconds(1))
      }
      ledger.served(key, .absent(asOf: asOf), at: there, now: seconds(2), into: &samples)
      XCTAssertEqual(samples.count, expected, "as of \(String(describing: asOf))")
    }
  }

  func testConvergenceWaitsForTheLastReplicaAndIgnoresLaterVersions() {
    var ledger = StalenessLedger(replicaCount: 3)
    var samples: [LagSample] = []
    let nothing = ledger.markConvergence(at: seconds(1))
    XCTAssertEqual(ledger.convergence(of: nothing), seconds(1))
    ledger.committed(key, identity: 1, revision: Revision(2), from: here, at: seconds(2))
    let mark = ledger.markConvergence(at: seconds(3))
    ledger.committed(key, identity: 2, revision: Revision(3), from: here, at: seconds(4))
    ledger.served(key, .value(2), at: there, now: seconds(5), into: &samples)
    XCTAssertNil(ledger.convergence(of: mark))
    ledger.served(key, .value(1), at: ReplicaID(2), now: seconds(8), into: &samples)
    XCTAssertEqual(ledger.convergence(of: mark), seconds(8))
  }

  /// Everything against the definition, on random histories with replicas that stop and jump.
  func testAgreesWithRecomputingFromTheFullLog() {
    forEverySeed(30) { seed in
      var history = RandomHistory(seed: seed)
      for step in 0..<400 { history.step(step) }
      history.compareTotals()
      if history.replicaCount > 1 {
        XCTAssertGreaterThan(history.staleReads, 0, "no read was stale")
      }
    }
  }
}

/// Random commits at a source, replicas that show the source as of some revision, and reads.
private struct RandomHistory {
  let replicaCount: Int
  var draws: Draws
  var ledger: StalenessLedger
  var naive: NaiveStaleness
  var now = SimTime.zero
  var marks: [(count: Int, at: SimTime, mark: Int)] = []
  var samples: [LagSample] = []
  var staleReads = 0
  private var revisions: [Int64]
  /// What every source had at each of its revisions: (key, identity or nil).
  private var logs: [[(key: KeyID, identity: UInt64?)]]
  /// reflected[replica][source]: revisions of the source shown there.
  private var reflected: [[Int]]
  private var identities: UInt64 = 0

  init(seed: UInt64) {
    draws = Draws(seed: seed, .operations, 1)
    replicaCount = 1 + Int(draws.below(5))
    ledger = StalenessLedger(replicaCount: replicaCount)
    naive = NaiveStaleness(replicaCount: replicaCount)
    revisions = Array(repeating: 1, count: replicaCount)
    logs = Array(repeating: [], count: replicaCount)
    reflected = Array(repeating: Array(repeating: 0, count: replicaCount), count: replicaCount)
  }

  /// Key k belongs to the source k mod replicaCount.
  private mutating func anyKey(of source: Int) -> KeyID {
    KeyID(UInt32(source + replicaCount * Int(draws.below(3))))
  }

  mutating func step(_ number: Int) {
    now = now + SimDuration(nanoseconds: Int64(draws.below(1_000)))
    let source = Int(draws.below(UInt64(replicaCount)))
    let replica = Int(draws.below(UInt64(replicaCount)))
    switch draws.below(10) {
    case 0..<4: commit(source)
    case 4..<7: show(source, at: replica)
    case 7..<9: read(source, at: replica)
    default: marks.append((naive.versions.count, now, ledger.markConvergence(at: now)))
    }
    for replica in naive.replicas {
      XCTAssertEqual(
        ledger.oldestLacked(by: replica), naive.oldestLacked(by: replica), "step \(number)")
    }
    XCTAssertEqual(ledger.rememberedCount, naive.rememberedCount, "step \(number)")
  }

  private mutating func commit(_ source: Int) {
    let key = anyKey(of: source)
    identities += 1
    let isDeletion = draws.below(4) == 0
    let identity: UInt64? = isDeletion ? nil : identities
    revisions[source] += 1
    let revision = Revision(revisions[source])
    logs[source].append((key, identity))
    reflected[source][source] = logs[source].count
    let replica = ReplicaID(source)
    ledger.committed(key, identity: identity, revision: revision, from: replica, at: now)
    naive.committed(key, identity: identity, revision: revision, from: replica, at: now)
  }

  /// What `replica` shows of `key`; it reflects the source's revision `asOf`.
  private func sighting(_ key: KeyID, _ source: Int, _ replica: Int) -> Sighting {
    let shown = logs[source].prefix(reflected[replica][source])
    if key.index % 2 == 0 { return .source(Revision(Int64(shown.count) + 1)) }
    if let identity = shown.last(where: { $0.key == key })?.identity { return .value(identity) }
    return .absent(asOf: Revision(Int64(shown.count) + 1))
  }

  private mutating func show(_ source: Int, at replica: Int) {
    guard source != replica, reflected[replica][source] < logs[source].count else { return }
    let before = reflected[replica][source]
    let ahead = UInt64(logs[source].count - before)
    let after = before + 1 + Int(draws.below(min(ahead, 5)))
    reflected[replica][source] = after
    var keys: [KeyID] = []
    for (key, _) in logs[source][before..<after] where !keys.contains(key) { keys.append(key) }
    for key in keys {
      let seen = sighting(key, source, replica)
      ledger.served(key, seen, at: ReplicaID(replica), now: now, into: &samples)
      naive.served(key, seen, at: ReplicaID(replica), now: now)
    }
  }

  private mutating func read(_ source: Int, at replica: Int) {
    let key = anyKey(of: source)
    let seen = sighting(key, source, replica)
    let found = ledger.read(key, seen, at: ReplicaID(replica), now: now)
    XCTAssertEqual(found, naive.read(key, seen, now: now))
    if found.versionsBehind > 0 { staleReads += 1 }
  }

  func compareTotals() {
    for source in naive.replicas {
      for replica in naive.replicas {
        XCTAssertEqual(
          ledger.unseenCount(from: source, at: replica),
          naive.unseenCount(from: source, at: replica))
        guard source != replica else { continue }
        let lags = samples.filter { $0.source == source && $0.replica == replica }
          .map(\.lag.nanoseconds).sorted()
        XCTAssertEqual(lags, naive.lags(from: source, at: replica))
      }
    }
    for mark in marks {
      XCTAssertEqual(
        ledger.convergence(of: mark.mark),
        naive.convergence(ofFirst: mark.count, notBefore: mark.at))
    }
  }
}
