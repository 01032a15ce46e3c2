import HostileWorld
import Invariants
import SimKernel
import XCTest

/// What the reference store makes of requests with all that may be asked for.
final class StoreAnswersTests: XCTestCase {
  private static func item(
    _ key: Int64, _ value: Int64, created: Int64, at revision: Int64, version: Int64 = 1,
    lease: Int64 = 0
  ) -> StoreItem {
    StoreItem(
      key: key, value: value, createRevision: created, modRevision: revision, version: version,
      lease: lease)
  }

  private static let one = item(1, 10, created: 2, at: 2)
  private static let two = item(2, 20, created: 3, at: 3)

  /// Keys 1 and 2, put at revisions 2 and 3.
  private static let history: [StoreNote] = [
    .applied(
      index: 1, .operation(.put(key: 1, value: 10, lease: 0)),
      .done(revision: 2, succeeded: true, [.put])),
    .applied(
      index: 2, .batch([.modRevision(2, .equal, 0)], [.put(key: 2, value: 20, lease: 0)]),
      .done(revision: 3, succeeded: true, [])),
  ]

  private func check(
    _ name: String, _ command: StoreCommand, _ answer: StoreAnswer, isRight: Bool = true
  ) {
    var story = Story(StoreOracle())
    story.play((Self.history + [.applied(index: 3, command, answer)]).map { .note(0, .store($0)) })
    let found = story.observer.finding.map { "\($0.invariant)" }
    XCTAssertEqual(found, isRight ? nil : "M1", name)
  }

  private static func done(
    _ revision: Int64, _ results: [StoreResult] = [], succeeded: Bool = true
  ) -> StoreAnswer {
    .done(revision: revision, succeeded: succeeded, results)
  }

  func testChanges() {
    let keep = StoreOperation.update(key: 1, value: nil, lease: 0, wantsPrevious: true)
    check("a value kept", .operation(keep), Self.done(4, [.replaced(Self.one)]))
    let none = StoreOperation.update(key: 3, value: nil, lease: 0, wantsPrevious: false)
    check("nothing to keep", .operation(none), .failed(.keyNotFound))
    check("nothing to keep, but done", .operation(none), Self.done(4, [.put]), isRight: false)
    let all = StoreOperation.remove(StoreKeys(0, to: 9))
    check("deleted", .operation(all), Self.done(4, [.removed([Self.one, Self.two])]))
    let void = StoreOperation.delete(StoreKeys(5))
    check("nothing deleted", .operation(void), Self.done(3, [.deleted(0)]))
    check(
      "nothing deleted in a revision", .operation(void), Self.done(4, [.deleted(0)]),
      isRight: false)
  }

  func testConditions() {
    let keys = StoreKeys(1, to: 3)
    let read = StoreOperation.query(StoreQuery(StoreKeys(1)))
    let found = StoreFinding(items: [Self.one], count: 1, hasMore: false, revision: 3)
    for (condition, holds) in [
      (StoreCondition.each(keys, .version, .equal, 1), true),
      (.each(keys, .modRevision, .less, 3), false),
      (.each(StoreKeys(7), .version, .equal, 0), true),
      (.each(StoreKeys(7), .value, .equal, 0), false),
    ] {
      let command = StoreCommand.transaction([condition], then: [], otherwise: [read])
      let results: [StoreResult] = holds ? [] : [.found(found)]
      check("\(condition)", command, Self.done(3, results, succeeded: holds))
    }
  }

  func testReads() {
    var newestFirst = StoreQuery(StoreKeys(0, to: 9))
    newestFirst.sort = .modRevision
    newestFirst.isDescending = true
    newestFirst.limit = 1
    var old = StoreQuery(StoreKeys(0, to: 9))
    old.revision = 2
    var few = StoreQuery(StoreKeys(0, to: 9))
    few.leastModRevision = 3
    few.keysOnly = true
    let rows: [(StoreQuery, [StoreItem], Int, Bool)] = [
      (newestFirst, [Self.two], 2, true), (old, [Self.one], 1, false),
      (few, [Self.item(2, 0, created: 3, at: 3)], 2, false),
    ]
    for (query, items, count, hasMore) in rows {
      for isWrong in [false, true] {
        var found = StoreFinding(items: items, count: count, hasMore: hasMore, revision: 3)
        if isWrong { found.hasMore.toggle() }
        var story = Story(StoreOracle())
        let read = StoreNote.read(index: 2, query, Self.done(3, [.found(found)]))
        story.play((Self.history + [read]).map { .note(1, .store($0)) })
        XCTAssertEqual(story.observer.finding?.site, isWrong ? "read" : nil, "\(query)")
      }
    }
  }
}
