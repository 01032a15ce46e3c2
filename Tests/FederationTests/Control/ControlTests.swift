import Federation
import SimKernel
import TestSupport
import XCTest

/// Limits, backoff, queue and cache.
final class ControlTests: XCTestCase {
  /// Invariant F20, over every span between two calls.
  func testABucketNeverLetsThroughMoreThanRateTimesTimePlusBurst() {
    forEverySeed(count: 100) { draws in
      let (rate, burst) = (Int64(draws.int(in: 1...50)), Int64(draws.int(in: 1...10)))
      var bucket = TokenBucket(perSecond: rate, burst: burst)
      var (now, calls) = (SimTime.zero, [SimTime]())
      for _ in 0..<120 {
        now = now + .milliseconds(Int64(draws.below(60)))
        if draws.oneIn(2) {
          if let allowed = bucket.take(at: now) {
            XCTAssertGreaterThan(allowed, now)
          } else {
            calls.append(now)
          }
        } else {
          calls.append(bucket.reserve(at: now))
        }
      }
      calls.sort()
      for i in calls.indices {
        for j in i..<calls.count {
          let span = (calls[j] - calls[i]).nanoseconds
          let limit = Double(span) * Double(rate) / 1e9 + Double(burst)
          XCTAssertLessThanOrEqual(Double(j - i + 1), limit + 1e-6)
        }
      }
    }
  }

  func testABucketThatRestedHoldsItsBurst() {
    var bucket = TokenBucket(perSecond: 10, burst: 3)
    let times = (0..<5).map { _ in bucket.reserve(at: SimTime.zero + .seconds(9)) - SimTime.zero }
    XCTAssertEqual(
      times, [9_000, 9_000, 9_000, 9_100, 9_200].map { SimDuration.milliseconds($0) })
  }

  func testBackoffDoublesToItsLongestAndIsForgottenOnSuccess() {
    var backoff = RetryBackoff(.lighthouse)
    let waits = (0..<12).compactMap { _ in backoff.fail(3) }
    XCTAssertEqual(waits.prefix(4).map(\.nanoseconds), [50, 100, 200, 400].map { $0 * 1_000_000 })
    XCTAssertEqual(waits.last, .seconds(30))
    XCTAssertEqual(waits, waits.sorted())
    backoff.succeed(3)
    XCTAssertEqual(backoff.fail(3), .milliseconds(50))
    XCTAssertEqual(RetryRule.karmada.wait(afterFailures: 200), .seconds(1_000))
  }

  func testGivingUpAndResettingOnReconnect() {
    var linkerd = RetryBackoff(.linkerd)
    XCTAssertEqual((0..<4).map { _ in linkerd.fail(0) != nil }, [true, true, true, false])
    var (ours, karmada) = (RetryBackoff(.fedsim), RetryBackoff(.karmada))
    for key in [1, 4] {
      _ = ours.fail(key)
      _ = karmada.fail(key)
    }
    XCTAssertEqual(ours.reconnect([0, 1, 2]), [1])
    XCTAssertEqual(ours.failureCount(of: 1), 0)
    XCTAssertEqual(ours.failureCount(of: 4), 1)
    XCTAssertEqual(karmada.reconnect([1, 4]), [])
    XCTAssertEqual(karmada.failureCount(of: 1), 1)
  }

  func testTheQueueHoldsAKeyOnceAndOneWorkerHasIt() {
    var queue = ReconcileQueue()
    queue.add(5, at: .zero)
    queue.add(5, at: .zero)
    queue.add(2, at: .zero)
    XCTAssertEqual(queue.waitingCount, 2)
    XCTAssertEqual(queue.next(at: .zero), 5)
    queue.add(5, at: .zero)
    XCTAssertEqual(queue.next(at: .zero), 2)
    XCTAssertNil(queue.next(at: .zero), "5 is in work")
    queue.finish(5, at: .zero)
    XCTAssertEqual(queue.next(at: .zero), 5)
    queue.finish(5, at: .zero)
    XCTAssertNil(queue.next(at: .zero))
  }

  func testAWaitingKeyKeepsTheEarlierTimeAndFreshGoesFirst() {
    var queue = ReconcileQueue(prefersFresh: true)
    queue.add(1, at: .zero + .seconds(9), .routine)
    queue.add(1, at: .zero + .seconds(3), .routine)
    queue.add(1, at: .zero + .seconds(5), .routine)
    XCTAssertEqual(queue.nextReady(), .zero + .seconds(3))
    XCTAssertNil(queue.next(at: .zero + .seconds(2)))
    queue.add(8, at: .zero + .seconds(3), .fresh)
    XCTAssertEqual(queue.next(at: .zero + .seconds(3)), 8)
    XCTAssertEqual(queue.next(at: .zero + .seconds(3)), 1)
  }

  /// Against a list searched from end to end.
  func testTheQueueAgreesWithASlowOne() {
    forEverySeed(count: 100) { draws in
      var queue = ReconcileQueue()
      var (waiting, inWork, again) = ([Int: SimTime](), Set<Int>(), [Int: SimTime]())
      var now = SimTime.zero
      for _ in 0..<80 {
        let key = Int(draws.below(6))
        let time = now + .seconds(Int64(draws.below(4)))
        switch draws.below(4) {
        case 0, 1:
          queue.add(key, at: time)
          if inWork.contains(key) {
            again[key] = min(again[key] ?? time, time)
          } else {
            waiting[key] = min(waiting[key] ?? time, time)
          }
        case 2:
          now = now + .seconds(1)
          let found = queue.next(at: now)
          let earliest = waiting.values.min().flatMap { $0 <= now ? $0 : nil }
          XCTAssertEqual(found.flatMap { waiting[$0] }, earliest)
          if let found {
            waiting[found] = nil
            inWork.insert(found)
          }
        default:
          guard let done = inWork.min() else { continue }
          queue.finish(done, at: now)
          inWork.remove(done)
          if let time = again.removeValue(forKey: done) { waiting[done] = max(now, time) }
        }
        XCTAssertEqual(queue.waitingCount, waiting.count)
      }
    }
  }

  func testACachedAnswerIsWhatWasRightWhenFetched() {
    var cache = CachedAnswer<Int>(timeToLive: .seconds(5))
    let ages = [0, 4, 5, 7].map { second in
      cache.lookUp(at: .zero + .seconds(second)) { Int(second) }
    }
    XCTAssertEqual(ages.map(\.answer), [0, 0, 5, 5])
    XCTAssertEqual(ages.map(\.age), [0, 4, 0, 2].map { SimDuration.seconds($0) })
  }

  func testFanOutByNodeAndByCluster() {
    var (plain, cached) = (
      WatchFanOut(.perNode, nodes: [3, 4, 5]), WatchFanOut(.perCluster, nodes: [3, 4, 5])
    )
    plain.publish(from: ClusterID(1), bytes: 900)
    cached.publish(from: ClusterID(1), bytes: 900)
    XCTAssertEqual([plain.wanMessages, plain.wanBytes, plain.localBytes], [8, 8_000, 0])
    XCTAssertEqual([cached.wanMessages, cached.wanBytes], [2, 2_000])
    XCTAssertEqual([cached.localMessages, cached.localBytes], [8, 8_000])
  }
}
