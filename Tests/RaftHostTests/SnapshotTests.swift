import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

final class SnapshotTests: XCTestCase {
  /// A group whose leader has compacted what member 2 lacks.
  private func lagging() throws -> HandGroup {
    var group = try HandGroup.ledByFirst(snapshotEvery: 10, snapshotKeep: 3)
    for request in 1...40 as ClosedRange<UInt64> {
      group.put(0, request, key: UInt32(request % 7))
      group.settle(apart: [2])
    }
    XCTAssertGreaterThan(group.members[0].node.firstIndex, 30)
    XCTAssertEqual(group.members[2].appliedIndex, 1)
    return group
  }

  private func assertEqualStores(_ group: HandGroup, line: UInt = #line) {
    let first = group.members[0].store
    for m in 1..<3 {
      let store = group.members[m].store
      XCTAssertEqual(store.revision, first.revision, "member \(m)", line: line)
      XCTAssertEqual(store.all().map(\.key), first.all().map(\.key), line: line)
      XCTAssertEqual(store.all().map(\.record), first.all().map(\.record), line: line)
    }
  }

  func testALaggingMemberIsGivenTheStateAndGoesOnFromThere() throws {
    var group = try lagging()
    group.tick(0)
    group.settle()
    XCTAssertEqual(group.members[2].appliedIndex, 41)
    XCTAssertLessThan(group.applied[2].count, 20, "most of it came with the state")
    assertEqualStores(group)
    group.put(2, 99)
    group.settle()
    XCTAssertEqual(group.writes[2].map(\.request), [99])
    assertEqualStores(group)
  }

  /// etcd sends its whole backend: what was can be read and watched from there as anywhere else.
  func testTheHistoryComesWithTheState() throws {
    var group = try lagging()
    group.tick(0)
    while !group.mail.contains(where: { $0.message.type == .snapshot }) { group.deliver(at: 0) }
    let snapshot = group.mail.lazy.compactMap(\.message.snapshot).first
    let leader = group.members[0].store
    XCTAssertEqual(snapshot?.dataSize, UInt64(leader.backendSize))
    XCTAssertGreaterThan(leader.backendSize, leader.sizeInBytes, "history takes room")
    group.settle()
    for revision in 1...41 as ClosedRange<Int64> {
      var request = RangeRequest(KeyRange(KeyID(0), to: KeyID(7)))
      request.revision = Revision(revision)
      XCTAssertEqual(group.members[2].store.range(request), leader.range(request))
    }
    let stream = group.members[2].openWatchStream()
    group.members[2].watch(
      WatchRequest(KeyRange(KeyID(0), to: KeyID(7)), from: Revision(2)), on: stream)
    _ = group.members[2].catchUpWatches()
    let responses = group.members[2].takeWatchResponses(from: stream, limit: 100)
    XCTAssertEqual(responses.flatMap(\.events).map(\.revision.rawValue), Array(2...41))
  }

  func testASnapshotIsInstalledWhenItIsDurable() throws {
    var group = try lagging()
    group.tick(0)
    while !group.mail.contains(where: { $0.message.type == .snapshot }) { group.deliver(at: 0) }
    let received = group.deliver(.snapshot, to: 2)
    XCTAssertNotNil(received.sync)
    XCTAssertEqual(received.messages, [])
    XCTAssertEqual(group.members[2].appliedIndex, 1)
    let synced = group.completeSync(2)
    XCTAssertEqual(synced.messages.map(\.type), [.appendResponse])
    XCTAssertGreaterThan(group.members[2].appliedIndex, 30)
  }

  func testACrashBeforeThatLeavesTheMemberAsItWas() throws {
    var group = try lagging()
    group.tick(0)
    while !group.mail.contains(where: { $0.message.type == .snapshot }) { group.deliver(at: 0) }
    group.deliver(.snapshot, to: 2)
    group.crash(2)
    try group.restart(2)
    XCTAssertEqual(group.members[2].appliedIndex, 1)
    XCTAssertEqual(group.members[2].store.keyCount, 0)
    for _ in 0..<3 {
      group.tick(0)
      group.settle()
    }
    assertEqualStores(group)
  }

  func testAnOlderSnapshotThatOvertookNothingReplacesNothing() throws {
    var group = try lagging()
    // Two snapshots to member 2: the first is held back.
    var held: [HandGroup.Mail] = []
    for request in 50...90 as ClosedRange<UInt64> {
      group.tick(0)
      group.put(0, request, key: UInt32(request % 7))
      while !group.mail.isEmpty || group.isSyncing.contains(true) {
        held += group.mail.filter { $0.message.type == .snapshot }
        group.drop { $0.message.type == .snapshot }
        if !group.mail.isEmpty {
          group.deliver(at: 0)
        } else if let m = group.isSyncing.firstIndex(of: true) {
          group.completeSync(m)
        }
      }
    }
    let (old, new) = (try XCTUnwrap(held.first), try XCTUnwrap(held.last))
    XCTAssertLessThan(
      try XCTUnwrap(old.message.snapshot).index, try XCTUnwrap(new.message.snapshot).index)
    group.mail = [new, old]
    group.deliver(at: 0)
    group.deliver(at: 0)
    group.completeSync(2)
    XCTAssertEqual(group.members[2].appliedIndex, new.outgoing.state?.applied)
    for _ in 0..<3 {
      group.tick(0)
      group.settle()
    }
    assertEqualStores(group)
  }

  func testTheLogIsKeptShort() throws {
    var group = try HandGroup.ledByFirst(snapshotEvery: 10, snapshotKeep: 3)
    for request in 1...200 as ClosedRange<UInt64> {
      group.put(0, request)
      group.settle()
      for member in group.members {
        XCTAssertLessThanOrEqual(member.node.storage.entries.count, 14)
      }
    }
    XCTAssertEqual(group.members.map { $0.appliedIndex }, [201, 201, 201])
  }
}
