import HostileWorld
import Invariants
import SimKernel
import XCTest

/// M1, M2, L1 and W1 to W9: what must be found, and what must not.
final class StoreOracleTests: XCTestCase {
  private static func item(
    _ key: Int64, _ value: Int64, created: Int64, at revision: Int64, version: Int64 = 1,
    lease: Int64 = 0
  ) -> StoreItem {
    StoreItem(
      key: key, value: value, createRevision: created, modRevision: revision, version: version,
      lease: lease)
  }

  private static func store(_ i: Int, _ note: StoreNote) -> Step { .note(i, .store(note)) }

  private static func apply(
    _ i: Int, _ index: UInt64, _ command: StoreCommand, _ revision: Int64,
    _ results: [StoreResult] = [], succeeded: Bool = true
  ) -> Step {
    store(
      i,
      .applied(
        index: index, command, .done(revision: revision, succeeded: succeeded, results)))
  }

  private static func put(
    _ i: Int, _ index: UInt64, _ key: Int64, _ value: Int64, _ revision: Int64, lease: Int64 = 0
  ) -> Step {
    apply(i, index, .operation(.put(key: key, value: value, lease: lease)), revision, [.put])
  }

  private static func see(_ events: [StoreEvent], isFragment: Bool = false) -> Step {
    store(1, .delivered(watcher: 7, .events(events, isFragment: isFragment)))
  }

  private static func progress(_ revision: Int64) -> Step {
    store(1, .delivered(watcher: 7, .progress(revision: revision)))
  }

  private static func event(_ item: StoreItem, after previous: StoreItem? = nil) -> StoreEvent {
    StoreEvent(isDelete: false, item: item, previous: previous)
  }

  private static func watch(
    from: Int64 = 2, wantsPrevious: Bool = false, dropsPuts: Bool = false
  ) -> Step {
    store(
      1,
      .watching(
        watcher: 7,
        StoreWatch(
          StoreKeys(1, to: 5), from: from, wantsPrevious: wantsPrevious, dropsPuts: dropsPuts,
          present: 1)))
  }

  /// Keys 1 and 2 in one revision each, both again in one transaction, then 2 deleted.
  private static let first = item(1, 10, created: 2, at: 2)
  private static let second = item(2, 20, created: 3, at: 3)
  private static let thirdA = item(1, 11, created: 2, at: 4, version: 2)
  private static let thirdB = item(2, 21, created: 3, at: 4, version: 2)
  private static let gone = StoreEvent(
    isDelete: true,
    item: StoreItem(key: 2, value: 0, createRevision: 0, modRevision: 5, version: 0),
    previous: thirdB)
  private static let history: [Step] = [
    put(0, 1, 1, 10, 2), put(0, 2, 2, 20, 3),
    apply(
      0, 3,
      .transaction(
        [.value(1, .equal, 10)],
        then: [.put(key: 1, value: 11, lease: 0), .put(key: 2, value: 21, lease: 0)],
        otherwise: []), 4, [.put, .put]),
    apply(0, 4, .operation(.delete(StoreKeys(2))), 5, [.deleted(1)]),
  ]

  func testCommands() {
    let range = StoreCommand.operation(.range(StoreKeys(1, to: 9), revision: 0, limit: 0))
    let old = StoreCommand.operation(.range(StoreKeys(1, to: 9), revision: 3, limit: 1))
    func failed(_ command: StoreCommand, _ failure: StoreFailure) -> Step {
      Self.store(0, .applied(index: 5, command, .failed(failure)))
    }
    let rows = [
      Row("history", finds: nil, []),
      Row("a revision too many", finds: "M1/put", [Self.put(0, 5, 1, 3, 7)]),
      Row(
        "what is there", finds: nil,
        [Self.apply(0, 5, range, 5, [.range([Self.thirdA], count: 1)])]),
      Row(
        "a deleted key that is still there", finds: "M1/range",
        [Self.apply(0, 5, range, 5, [.range([Self.thirdA, Self.thirdB], count: 2)])]),
      Row(
        "what was there", finds: nil,
        [Self.apply(0, 5, old, 5, [.range([Self.first], count: 2)])]),
      Row(
        "a delete of nothing takes no revision", finds: nil,
        [Self.apply(0, 5, .operation(.delete(StoreKeys(9))), 5, [.deleted(0)])]),
      Row(
        "a condition misjudged", finds: "M1/transaction",
        [
          Self.apply(
            0, 5, .transaction([.version(1, .equal, 1)], then: [], otherwise: []), 5)
        ]),
      Row(
        "a compacted revision is read", finds: "M1/range",
        [
          Self.apply(0, 5, .compact(revision: 4), 5),
          Self.apply(0, 6, old, 5, [.range([Self.first], count: 2)]),
        ]),
      Row(
        "a revision that does not exist", finds: nil,
        [failed(.compact(revision: 9), .futureRevision)]),
    ]
    for row in rows { row.check(StoreOracle(), after: Self.history) }
  }

  func testLeasedKeysAndReplicas() {
    let rows = [
      Row(
        "a put under a lease that is not there", finds: "M1/put",
        [Self.put(0, 5, 1, 3, 6, lease: 4)]),
      Row(
        "keys go with their lease, in one revision", finds: nil,
        [
          Self.apply(0, 5, .grant(lease: 4, ttl: 1), 5), Self.put(0, 6, 3, 3, 6, lease: 4),
          Self.put(0, 7, 4, 3, 7, lease: 4), Self.apply(0, 8, .revoke(lease: 4), 8),
          Self.store(0, .content(index: 8, revision: 8, [Self.thirdA])),
        ]),
      Row(
        "keys stay without their lease", finds: "M2/content",
        [
          Self.apply(0, 5, .grant(lease: 4, ttl: 1), 5), Self.put(0, 6, 3, 3, 6, lease: 4),
          Self.apply(0, 7, .revoke(lease: 4), 7),
          Self.store(
            0,
            .content(
              index: 7, revision: 7,
              [Self.thirdA, Self.item(3, 3, created: 6, at: 6, lease: 4)])),
        ]),
      Row("a replica answers otherwise", finds: "M2/replica", [Self.put(1, 1, 1, 10, 3)]),
      Row("a replica answers alike", finds: nil, [Self.put(1, 1, 1, 10, 2)]),
      Row(
        "a snapshot that lost a revision", finds: "M2/revision",
        [Self.store(1, .content(index: 4, revision: 4, [Self.thirdA, Self.thirdB]))]),
      Row(
        "an older state", finds: nil,
        [Self.store(1, .content(index: 3, revision: 4, [Self.thirdA, Self.thirdB]))]),
    ]
    for row in rows { row.check(StoreOracle(), after: Self.history) }
  }

  func testLeases() {
    let grant = Self.apply(0, 5, .grant(lease: 4, ttl: 1), 5)
    let expired = Self.store(0, .expired(lease: 4))
    var slow = NodeClock()
    slow.setDrift(ppm: 100_000, at: .zero)
    let rows = [
      Row("too early", finds: "L1/early", [grant, .wait(900), expired]),
      Row("in time", finds: nil, [grant, .wait(1_000), expired]),
      Row(
        "renewed", finds: "L1/early",
        [grant, .wait(900), Self.store(0, .renewed(lease: 4)), .wait(900), expired]),
      Row(
        "renewed by a node that leads no more", finds: nil,
        [grant, .wait(900), Self.store(1, .renewed(lease: 4)), .wait(900), expired]),
      Row(
        "a clock beyond the bound excuses", finds: nil,
        [.clock(0, slow), grant, .wait(900), expired]),
    ]
    for row in rows { row.check(StoreOracle(), after: Self.history) }
  }

  func testWatches() {
    let (a, b) = (Self.event(Self.first), Self.event(Self.second))
    let (c, d) = (Self.event(Self.thirdA), Self.event(Self.thirdB))
    let all = Self.see([a, b, c, d, Self.gone])
    let rows = [
      Row("all of it", finds: nil, [Self.watch(), all, Self.progress(5)]),
      Row(
        "one by one", finds: nil,
        [Self.watch(), Self.see([a]), Self.see([b]), Self.see([c, d]), Self.see([Self.gone])]),
      Row("resumed", finds: nil, [Self.watch(from: 4), Self.see([c, d, Self.gone])]),
      Row("an event twice", finds: "W2/again", [Self.watch(), Self.see([a]), Self.see([a])]),
      Row(
        "an old event again", finds: "W1/again",
        [Self.watch(), Self.see([a, b]), Self.see([a])]),
      Row("before its beginning", finds: "W1/early", [Self.watch(from: 4), Self.see([b])]),
      Row("half a revision", finds: "W3/part", [Self.watch(), Self.see([a, b, c])]),
      Row(
        "half a revision as a fragment", finds: nil,
        [Self.watch(), Self.see([a, b, c], isFragment: true), Self.see([d])]),
      Row("a gap", finds: "W4/gap", [Self.watch(), Self.see([a, c, d])]),
      Row(
        "a delete left out", finds: "W6/progress",
        [Self.watch(), Self.see([a, b, c, d]), Self.progress(5)]),
      Row("progress ahead", finds: "W9/progress", [Self.watch(), all, Self.progress(6)]),
      Row(
        "an event of the future", finds: "W9/event",
        [Self.watch(), Self.see([Self.event(Self.item(1, 1, created: 2, at: 9))])]),
    ]
    for row in rows { row.check(StoreOracle(), after: Self.history) }
  }

  func testWhatWatchersAreShown() {
    let a = Self.event(Self.first)
    let c = Self.event(Self.thirdA)
    let rows = [
      Row(
        "a put that was filtered", finds: "W7/filter",
        [Self.watch(dropsPuts: true), Self.see([a])]),
      Row(
        "a delete, puts filtered", finds: nil,
        [Self.watch(dropsPuts: true), Self.see([Self.gone])]),
      Row(
        "another value", finds: "W8/content",
        [Self.watch(), Self.see([Self.event(Self.item(1, 99, created: 2, at: 2))])]),
      Row(
        "no previous value", finds: "W8/previous",
        [Self.watch(from: 5, wantsPrevious: true)]
          + [Self.see([StoreEvent(isDelete: true, item: Self.gone.item)])]),
      Row(
        "the previous value", finds: nil,
        [Self.watch(from: 5, wantsPrevious: true), Self.see([Self.gone])]),
      Row(
        "ended by a compaction that was not", finds: "W5/compacted",
        [Self.watch(), Self.store(1, .delivered(watcher: 7, .compacted(oldest: 4)))]),
      Row(
        "ended by a compaction", finds: nil,
        [
          Self.watch(), Self.apply(0, 5, .compact(revision: 4), 5),
          Self.store(1, .delivered(watcher: 7, .compacted(oldest: 4))),
        ]),
      Row("a watch that ended with its node", finds: nil, [Self.watch(), .stop(1), Self.see([c])]),
    ]
    for row in rows { row.check(StoreOracle(), after: Self.history) }
  }

  func testAStarvedWatcherIsSeenWhenItHadTheTime() {
    for (isStarved, finds) in [(true, "W4/starved"), (false, nil)] as [(Bool, String?)] {
      var story = Story(StoreOracle())
      let events = [Self.first, Self.second, Self.thirdA, Self.thirdB].map { Self.event($0) }
      story.play(Self.history + [Self.watch()])
      story.play([Self.see(isStarved ? events : events + [Self.gone])])
      story.play([Self.store(1, .delivered(watcher: 7, .caughtUp(revision: 5)))])
      XCTAssertEqual(story.observer.finding.map { "\($0.invariant)/\($0.site)" }, finds)
    }
  }
}
