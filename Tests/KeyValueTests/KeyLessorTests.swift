import KeyValue
import TestSupport
import XCTest

final class KeyLessorTests: XCTestCase {
  private let second: Int64 = 1_000_000_000

  private func leases(_ ttls: [Int64]) -> Store {
    var store = Store()
    for (i, ttl) in ttls.enumerated() {
      _ = store.apply(.leaseGrant(KeyLeaseID(Int64(i + 1)), ttl: ttl))
    }
    return store
  }

  /// Whatever is granted, renewed, revoked and handed over, the lessor does what its definition
  /// says, and never names a lease before its time (L1).
  func testAgreesWithANaiveLessor() {
    var (named, checkpoints, revoking, renewed) = (0, 0, 0, 0)
    forEverySeed(count: 40) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var options = KeyLessor.Options()
      options.revokeRate = 6 + 2 * random.below(3)
      options.takesCheckpoints = random.oneIn(2)
      options.checkpointEvery = 4 * second
      var (store, lessor) = (Store(), KeyLessor(options: options))
      var naive = NaiveLessor(options: options)
      var now: Int64 = 0
      func apply(_ command: Command) {
        let effect = store.apply(command).effect
        lessor.note(effect, leases: store.leases, now: now)
        guard naive.isPrimary else { return }
        switch effect {
        case .granted(let id): naive.start(store.leases[id]!, extend: 0, now: now)
        case .revoked(let id): naive.forget(id)
        case .checkpointed:
          for note in store.leases.lastCheckpoint {
            if let lease = store.leases[note.lease] { naive.planCheckpoint(lease, now: now) }
          }
        default: break
        }
      }
      for _ in 0..<400 {
        now += Int64(random.below(4)) * second / 4
        let id = KeyLeaseID(Int64(1 + random.below(12)))
        switch random.below(12) {
        case 0...2: apply(.leaseGrant(id, ttl: Int64(2 + random.below(9))))
        case 3: apply(.leaseRevoke(id))
        case 4...6:
          let answer = lessor.keepAlive(id, store.leases, now: now)
          XCTAssertEqual(answer, naive.keepAlive(store.leases[id], now: now))
          if answer == .revoking { revoking += 1 }
          if case .renewed(_, let clears) = answer {
            renewed += 1
            if clears { apply(.leaseCheckpoint([KeyLeaseCheckpoint(id, remainingTTL: 0)])) }
          }
        case 7:
          guard random.oneIn(4) else { continue }
          lessor.demote()
          naive.demote()
        case 8:
          // Below the pile-up limit; that has its own test.
          guard store.leases.count < options.revokeRate else { continue }
          guard !naive.isPrimary || random.oneIn(8) else { continue }
          let extend = Int64(random.below(3)) * second
          lessor.promote(store.leases, extend: extend, now: now)
          naive.promote(store.leases.all, extend: extend, now: now)
        case 9:
          let notes = lessor.takeCheckpoints(store.leases, now: now)
          XCTAssertEqual(notes, naive.takeCheckpoints(store.leases, now: now))
          checkpoints += notes.count
          if !notes.isEmpty { apply(.leaseCheckpoint(notes)) }
        default:
          let expired = lessor.takeExpired(now: now)
          XCTAssertEqual(expired, naive.takeExpired(now: now))
          named += expired.count
          for id in expired {
            XCTAssertNotNil(store.leases[id])
            if !random.oneIn(4) { apply(.leaseRevoke(id)) }
          }
        }
        assertAgree(lessor, naive, now: now)
      }
    }
    for count in [named, checkpoints, revoking, renewed] { XCTAssertGreaterThan(count, 30) }
  }

  private func assertAgree(_ lessor: KeyLessor, _ naive: NaiveLessor, now: Int64) {
    XCTAssertEqual(lessor.isPrimary, naive.isPrimary)
    for id in 1...12 as ClosedRange<Int64> {
      XCTAssertEqual(
        lessor.remaining(KeyLeaseID(id), now: now), naive.expiry[id].map { $0 - now })
    }
  }

  func testOnlyThePrimaryKnowsWhenLeasesExpire() {
    let store = leases([5, 60])
    var lessor = KeyLessor()
    XCTAssertEqual(
      lessor.keepAlive(KeyLeaseID(1), store.leases, now: 0), .refused(.notPrimary))
    XCTAssertEqual(lessor.takeExpired(now: .max / 4), [])
    XCTAssertNil(lessor.nextExpiry)
    lessor.promote(store.leases, extend: second, now: 10 * second)
    XCTAssertEqual(lessor.remaining(KeyLeaseID(1), now: 10 * second), 6 * second)
    XCTAssertEqual(lessor.nextExpiry, 16 * second)
    XCTAssertEqual(lessor.takeExpired(now: 16 * second - 1), [])
    XCTAssertEqual(lessor.takeExpired(now: 16 * second), [KeyLeaseID(1)])
    XCTAssertEqual(lessor.keepAlive(KeyLeaseID(1), store.leases, now: 16 * second), .revoking)
    XCTAssertEqual(lessor.takeExpired(now: 19 * second - 1), [], "named again after 3 s")
    XCTAssertEqual(lessor.takeExpired(now: 19 * second), [KeyLeaseID(1)])
    lessor.demote()
    XCTAssertNil(lessor.remaining(KeyLeaseID(2), now: 20 * second))
  }

  /// A new leader gives a checkpointed lease what it had left, not all of it.
  func testACheckpointOutlivesItsLeader() {
    var store = leases([600])
    _ = store.apply(.leaseCheckpoint([KeyLeaseCheckpoint(KeyLeaseID(1), remainingTTL: 20)]))
    var lessor = KeyLessor()
    lessor.promote(store.leases, extend: 0, now: 0)
    XCTAssertEqual(lessor.remaining(KeyLeaseID(1), now: 0), 20 * second)
    // A damaged entry may hold any number.
    _ = store.apply(.leaseCheckpoint([KeyLeaseCheckpoint(KeyLeaseID(1), remainingTTL: .max)]))
    lessor.promote(store.leases, extend: 0, now: 0)
    XCTAssertEqual(
      lessor.remaining(KeyLeaseID(1), now: 0), KeyLeaseTable.maximumTTL * second)
  }

  func testNoMoreAreNamedThanMayBeRevoked() {
    let store = leases(Array(repeating: 5, count: 700))
    var lessor = KeyLessor()
    lessor.promote(store.leases, extend: 0, now: 0)
    let first = lessor.takeExpired(now: 5 * second)
    XCTAssertEqual(first, (1...500).map { KeyLeaseID($0) })
    XCTAssertEqual(lessor.takeExpired(now: 5 * second), (501...700).map { KeyLeaseID($0) })
  }

  /// Leases that were all due at once after a change of leaders are spread, so that no second has
  /// many more than three quarters of what can be revoked in it (etcd lessor.go, Promote).
  func testAPileUpIsSpreadAtPromotion() {
    let count = 5_000
    let store = leases(Array(repeating: 10, count: count))
    var lessor = KeyLessor()
    lessor.promote(store.leases, extend: second, now: 0)
    var perSecond: [Int64: Int] = [:]
    for id in 1...Int64(count) {
      guard let left = lessor.remaining(KeyLeaseID(id), now: 0) else { return XCTFail("\(id)") }
      XCTAssertGreaterThanOrEqual(left, 11 * second, "nobody loses time")
      perSecond[left / second, default: 0] += 1
    }
    XCTAssertGreaterThan(perSecond.count, count / 1_000)
    for (at, expiring) in perSecond { XCTAssertLessThanOrEqual(expiring, 1_000, "second \(at)") }
    // The order of the queue follows: all of them are found in their seconds.
    var found = 0
    for half in 0..<60 as Range<Int64> {
      found +=
        lessor.takeExpired(now: half * second / 2).filter {
          lessor.remaining($0, now: half * second / 2) ?? 1 <= 0
        }.count
    }
    XCTAssertGreaterThanOrEqual(found, count)
  }

  func testFewLeasesAreNotSpread() {
    let store = leases(Array(repeating: 10, count: 999))
    var lessor = KeyLessor()
    lessor.promote(store.leases, extend: second, now: 0)
    for id in 1...999 as ClosedRange<Int64> {
      XCTAssertEqual(lessor.remaining(KeyLeaseID(id), now: 0), 11 * second)
    }
  }
}
