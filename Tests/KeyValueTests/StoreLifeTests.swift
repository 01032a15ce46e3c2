import KeyValue
import TestSupport
import XCTest

/// Leases, quota, compaction and digests of one store, in stories.
final class StoreLifeTests: XCTestCase {
  private func value(_ identity: UInt64, size: UInt32 = 10) -> Value {
    Value(identity: identity, sizeInBytes: size)
  }
  private func put(_ key: UInt32, lease: Int64 = 0, size: UInt32 = 10) -> Command {
    .put(PutRequest(KeyID(key), value(UInt64(key), size: size), lease: KeyLeaseID(lease)))
  }

  // MARK: Leases

  func testARevokedLeaseTakesItsKeysAlongInOneRevision() {
    var store = Store()
    XCTAssertEqual(store.apply(.leaseGrant(KeyLeaseID(4), ttl: 1)).effect, .granted(KeyLeaseID(4)))
    XCTAssertEqual(store.leases[KeyLeaseID(4)]?.ttl, 2, "raised to the least")
    XCTAssertEqual(store.revision, Revision(1), "a lease is no change of keys")
    for key in [9, 3, 6, 3] as [UInt32] { _ = store.apply(put(key, lease: 4)) }
    _ = store.apply(put(6))
    _ = store.apply(put(5))
    let result = store.apply(.leaseRevoke(KeyLeaseID(4)))
    XCTAssertEqual(result.effect, .revoked(KeyLeaseID(4)))
    XCTAssertEqual(result.revision, Revision(8))
    XCTAssertEqual(
      store.events(after: Revision(7)),
      .events(
        [3, 9].map { WatchEvent(revision: Revision(8), key: KeyID($0), value: nil) },
        through: Revision(8)))
    XCTAssertEqual(store.all().map(\.key), [KeyID(5), KeyID(6)])
    XCTAssertEqual(store.apply(.leaseRevoke(KeyLeaseID(4))).error, .leaseNotFound)
    XCTAssertEqual(store.apply(put(1, lease: 4)).error, .leaseNotFound)
  }

  func testALeaseWithoutKeysGoesWithoutARevision() {
    var store = Store()
    _ = store.apply(.leaseGrant(KeyLeaseID(1), ttl: 9))
    XCTAssertEqual(store.apply(.leaseRevoke(KeyLeaseID(1))).revision, Revision(1))
    XCTAssertEqual(store.leases.count, 0)
  }

  /// Keys that come and go do not pile up on their lease.
  func testAKeyPutAgainAndAgainHangsOnItsLeaseOnce() {
    var store = Store()
    for id in 1...2 as ClosedRange<Int64> { _ = store.apply(.leaseGrant(KeyLeaseID(id), ttl: 9)) }
    for i in 0..<1_000 {
      _ = store.apply(put(UInt32(i % 3), lease: Int64(1 + i % 2)))
    }
    XCTAssertEqual(store.leases.all.map(\.keyCount).reduce(0, +), 3)
    XCTAssertEqual(
      store.keys(on: KeyLeaseID(1)) + store.keys(on: KeyLeaseID(2)), [2, 0, 1].map { KeyID($0) })
  }

  // MARK: Quota

  func testTheQuotaRaisesAnAlarmAndSpaceLetsItGo() {
    var options = StoreOptions()
    options.quotaInBytes = 10_000
    var store = Store(options: options)
    let alarm = StoreAlarm(member: 3, .noSpace)
    XCTAssertFalse(store.isOverQuota(for: put(1, size: 5_000)))
    XCTAssertNil(store.apply(put(1, size: 5_000)).error)
    XCTAssertTrue(store.isOverQuota(for: put(2, size: 5_000)))
    // One that was proposed all the same is done, and told.
    let late = store.apply(put(2, size: 5_000))
    XCTAssertEqual(late.error, .noSpace)
    XCTAssertTrue(late.succeeded)
    XCTAssertNotNil(store.record(of: KeyID(2)))
    XCTAssertEqual(store.apply(.alarm(AlarmRequest(alarm, isRaised: true))).effect, .alarmed)
    XCTAssertEqual(store.apply(.alarm(AlarmRequest(alarm, isRaised: true))).effect, .none)
    // From now on nothing grows.
    let hash = store.stateHash
    let growing: [Command] = [
      put(3), .mutations([.put(KeyID(3), value(1))]), .leaseGrant(KeyLeaseID(1), ttl: 5),
      .txn(
        TxnRequest(
          compares: [Compare(KeyID(9), .equal, .version(1))],
          success: [.put(PutRequest(KeyID(3), value(1)))])),
    ]
    for command in growing {
      let result = store.apply(command)
      XCTAssertEqual(result.error, .noSpace, "\(command)")
      XCTAssertFalse(result.succeeded)
    }
    XCTAssertEqual(store.stateHash, hash)
    // Deleting, compacting and defragmenting make room; only then is the alarm taken back for good.
    XCTAssertNil(store.apply(.deleteRange(DeleteRangeRequest(.all))).error)
    XCTAssertNil(store.apply(.compact(store.revision)).error)
    XCTAssertLessThan(store.bytesInUse, 500)
    XCTAssertGreaterThan(store.backendSize, 10_000)
    XCTAssertTrue(store.isOverQuota(for: put(3)))
    store.defragment()
    XCTAssertFalse(store.isOverQuota(for: put(3)))
    _ = store.apply(.alarm(AlarmRequest(alarm, isRaised: false)))
    XCTAssertNil(store.apply(put(3)).error)
  }

  func testACorruptAlarmStopsEverything() {
    var store = Store()
    _ = store.apply(put(1))
    let alarm = StoreAlarm(member: 1, .corrupt)
    _ = store.apply(.alarm(AlarmRequest(alarm, isRaised: true)))
    for command in [put(1), .deleteRange(DeleteRangeRequest(.all)), .compact(Revision(2))] {
      XCTAssertEqual(store.apply(command).error, .corrupt)
    }
    _ = store.apply(.alarm(AlarmRequest(alarm, isRaised: false)))
    XCTAssertNil(store.apply(put(1)).error)
  }

  // MARK: Compaction

  /// As etcd does: the newest version at or below the compacted revision stays while it is alive.
  func testCompactionKeepsWhatWasAlive() {
    var store = Store()
    let (a, b) = (KeyID(1), KeyID(2))
    _ = store.apply([.put(a, value(1)), .put(b, value(1))])
    _ = store.apply([.put(a, value(2))])
    _ = store.apply([.delete(b)])
    _ = store.apply([.put(a, value(3))])
    XCTAssertNil(store.compact(upTo: Revision(4)))
    XCTAssertEqual(store.record(of: a, asOf: Revision(4))?.value, value(2), "alive at 4")
    XCTAssertNil(store.record(of: b, asOf: Revision(4)))
    XCTAssertNil(store.record(of: a, asOf: Revision(3)), "compacted")
    var request = RangeRequest(.all)
    request.revision = Revision(3)
    XCTAssertEqual(store.range(request), .failure(.compacted))
    request.revision = Revision(6)
    XCTAssertEqual(store.range(request), .failure(.futureRevision))
    XCTAssertEqual(store.compact(upTo: Revision(4)), .compacted)
    XCTAssertEqual(store.compact(upTo: Revision(6)), .futureRevision)
    XCTAssertEqual(store.compactedRevision, Revision(4))
  }

  func testCompactionBoundsMemory() {
    var store = Store()
    for i in 0..<40_000 {
      _ = store.apply([.put(KeyID(UInt32(i * 7 % 50)), value(UInt64(i)))])
      if i % 1_000 == 999 {
        store.compact(upTo: Revision(store.revision.rawValue - 500))
        XCTAssertLessThanOrEqual(store.versionCount, 600)
        XCTAssertLessThanOrEqual(store.bytesInUse, 600 * 200)
      }
    }
  }

  // MARK: Digests

  /// Two members that applied the same have the same digests, whatever copies lie between; one
  /// change in any part of the state, and they differ.
  func testDigestsTellStatesApart() {
    var whole = Store()
    for key in 0..<9 as Range<UInt32> { _ = whole.apply(put(key % 5)) }
    _ = whole.apply(.leaseGrant(KeyLeaseID(1), ttl: 9))
    _ = whole.apply(.compact(Revision(6)))
    let copy = whole
    let digest = try? whole.hash().get()
    XCTAssertEqual(digest, try? copy.hash().get())
    XCTAssertEqual(digest?.revision, Revision(10))
    XCTAssertEqual(digest?.compactedRevision, Revision(6))
    var digests: Set<UInt64> = [whole.stateHash]
    let changes: [Command] = [
      put(1), put(1, size: 11), put(6), put(1, lease: 1), .deleteRange(DeleteRangeRequest(.all)),
      .leaseGrant(KeyLeaseID(2), ttl: 9), .leaseRevoke(KeyLeaseID(1)),
      .leaseCheckpoint([KeyLeaseCheckpoint(KeyLeaseID(1), remainingTTL: 3)]),
      .alarm(AlarmRequest(StoreAlarm(member: 0, .noSpace), isRaised: true)),
    ]
    for change in changes {
      var other = whole
      _ = other.apply(change)
      XCTAssertTrue(digests.insert(other.stateHash).inserted, "\(change)")
      // What was is as it was.
      let past = try? other.hash(at: Revision(10)).get()
      XCTAssertEqual(past, digest, "\(change)")
      let isOfKeys = other.revision > whole.revision
      XCTAssertEqual((try? other.hash().get())?.hash == digest?.hash, !isOfKeys, "\(change)")
    }
    _ = whole.apply(.leaseGrant(KeyLeaseID(2), ttl: 9))
    let onLeases = ([1, 2] as [Int64]).map { lease in
      var other = whole
      _ = other.apply(put(1, lease: lease))
      return (try? other.hash().get())?.hash
    }
    XCTAssertNotEqual(onLeases[0], onLeases[1], "the lease is part of what a key holds")
    XCTAssertEqual(whole.hash(at: Revision(5)), .failure(.compacted))
    XCTAssertEqual(whole.hash(at: Revision(11)), .failure(.futureRevision))
    XCTAssertNotEqual(
      (try? whole.hash(at: Revision(9)).get())?.hash, digest?.hash, "one change less")
  }
}
