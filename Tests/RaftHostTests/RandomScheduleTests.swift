import Foundation
import KeyValue
import RaftCore
import RaftHost
import SimKernel
import TestSupport
import XCTest

/// Random arrivals, losses, overtaking, fsyncs, crashes and restarts; then peace, and agreement.
final class RandomScheduleTests: XCTestCase {
  func testMembersApplyOneHistoryAndEndAlike() throws {
    var elections = 0
    var crashes = 0
    var installs = 0
    try forEverySeed(count: 30) { draws in
      var schedule = try RandomSchedule(&draws)
      for _ in 0..<1_000 { try schedule.step(&draws) }
      try schedule.makePeace()
      schedule.check()
      elections += schedule.elections
      crashes += schedule.crashes
      installs += schedule.installs
    }
    guard ProcessInfo.processInfo.environment["FEDSIM_SEED"] == nil else { return }
    XCTAssertGreaterThan(elections, 40, "nothing was provoked")
    XCTAssertGreaterThan(crashes, 40, "nothing was provoked")
    XCTAssertGreaterThan(installs, 10, "nothing was provoked")
  }
}

private struct RandomSchedule {
  var group: HandGroup
  var crashes = 0
  /// Times that a member's applied index jumped.
  var installs = 0
  private var nextRequest: UInt64 = 1
  private var askedFor: Set<UInt64> = []
  /// Entries applied by each member, and how many of its reports were looked at.
  private var lastApplied: [LogIndex] = [0, 0, 0]
  private var seen = [0, 0, 0]
  private var digests: [LogIndex: UInt64] = [:]

  init(_ draws: inout Draws) throws {
    group = try HandGroup(
      snapshotEvery: draws.int(in: 3...30), snapshotKeep: draws.int(in: 1...5), seed: draws.next())
    group.campaign(0)
  }

  mutating func step(_ draws: inout Draws) throws {
    group.now = group.now + .milliseconds(Int64(draws.below(41)))
    let m = draws.int(in: 0...2)
    switch draws.below(100) {
    case 0..<50:
      if !group.mail.isEmpty {
        // Mostly in order; one in eight overtakes, one in thirty is lost.
        let last = group.mail.count - 1
        let position = draws.oneIn(8) ? draws.int(in: 0...last) : 0
        if draws.oneIn(30) { group.mail.remove(at: position) } else { group.deliver(at: position) }
      }
    case 50..<75: if group.isSyncing[m] { group.completeSync(m) }
    case 75..<85: if group.members[m].isUp { group.tick(m) }
    case 85..<95:
      if group.members[m].isUp {
        askedFor.insert(nextRequest)
        group.put(m, nextRequest, key: UInt32(nextRequest % 5))
        nextRequest += 1
      }
    case 95..<97: if group.members[m].isUp { group.read(m, 1_000_000 + nextRequest) }
    case 97..<99:
      if !group.members[m].isUp { try group.restart(m) }
    default:
      if draws.oneIn(3), group.members[m].isUp {
        crashes += 1
        group.crash(m)
      }
    }
    watch()
  }

  /// Restarts everybody and lets the group find itself.
  mutating func makePeace() throws {
    for m in 0..<3 where !group.members[m].isUp { try group.restart(m) }
    for _ in 0..<120 {
      group.now = group.now + .milliseconds(100)
      for m in 0..<3 { group.tick(m) }
      group.settle()
      watch()
    }
    group.put(0, 999_999)
    group.settle()
    watch()
  }

  /// What must hold at every moment.
  private mutating func watch() {
    for m in 0..<3 {
      for entry in group.applied[m][seen[m]...] {
        XCTAssertGreaterThan(entry.index, lastApplied[m], "member \(m) applied an index again")
        if entry.index > lastApplied[m] + 1 { installs += 1 }
        lastApplied[m] = entry.index
        let first = digests[entry.index] ?? entry.digest
        XCTAssertEqual(first, entry.digest, "member \(m) at \(entry.index.rawValue)")
        digests[entry.index] = first
      }
      seen[m] = group.applied[m].count
    }
  }

  var elections: Int {
    group.roles.joined().count { if case .leader = $0 { true } else { false } }
  }

  /// What must hold in the end.
  func check() {
    let stores = group.members.map(\.store)
    XCTAssertEqual(Set(group.members.map(\.appliedIndex)).count, 1)
    for store in stores.dropFirst() {
      XCTAssertEqual(store.revision, stores[0].revision)
      XCTAssertEqual(store.all().map(\.record), stores[0].all().map(\.record))
    }
    XCTAssertEqual(group.writes[0].last?.request, 999_999, "no progress in peace")
    for m in 0..<3 {
      let answered = group.writes[m].map(\.request.rawValue)
      XCTAssertEqual(Set(answered).count, answered.count, "a write was answered twice")
      XCTAssertTrue(Set(answered).subtracting([999_999]).isSubset(of: askedFor))
      XCTAssertNil(group.members[m].node.fault)
    }
  }
}
