import KeyValue
import RaftCore
import RaftHost
import SimKernel
import TestSupport
import XCTest

/// Safety while members join, leave, are promoted, crash and catch up at random: all apply one
/// history, whoever leads holds what was committed, and in the end all agree on who they are.
final class RandomMembershipTests: XCTestCase {
  func testMembersComeAndGoWithoutASplit() throws {
    var changes = 0
    var snapshots = 0
    var crashes = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      var draws = Draws(seed: seed, .operations, 99)
      var schedule = try RandomMembership(&draws)
      for _ in 0..<1_500 { try schedule.step(&draws) }
      try schedule.makePeace()
      schedule.check(seed)
      changes += schedule.changes
      snapshots += schedule.snapshots
      crashes += schedule.crashes
    }
    XCTAssertGreaterThan(changes, 40, "nothing was provoked")
    XCTAssertGreaterThan(snapshots, 10)
    XCTAssertGreaterThan(crashes, 40)
  }
}

private struct RandomMembership {
  static let first = 3
  static let count = 7
  var group: HandGroup
  var crashes = 0
  var snapshots = 0
  private var request: UInt64 = 1
  private var digests: [LogIndex: UInt64] = [:]
  private var seen = Array(repeating: 0, count: count)
  private var leaders: [Term: Int] = [:]

  init(_ draws: inout Draws) throws {
    group = try HandGroup(
      count: Self.first, later: Self.count - Self.first,
      applyCost: draws.oneIn(2) ? .microseconds(50) : .zero,
      snapshotEvery: draws.int(in: 3...12), snapshotKeep: draws.int(in: 1...5),
      seed: draws.next())
    group.campaign(0)
  }

  /// Changes that were applied where they were asked for.
  var changes: Int { group.membership.joined().count { $0.problem == nil } }

  mutating func step(_ draws: inout Draws) throws {
    group.now = group.now + .milliseconds(Int64(draws.below(41)))
    let m = draws.int(in: 0...Self.count - 1)
    switch draws.below(200) {
    case 0..<110: deliver(&draws)
    case 110..<150: if group.isSyncing[m] { group.completeSync(m) }
    case 150..<165: if group.isApplying[m] { group.completeApply(m) }
    case 165..<180: if group.members[m].isUp { group.tick(m) }
    case 180..<192:
      if group.members[m].isUp {
        group.put(m, request, key: UInt32(request % 5))
        request += 1
      }
    case 192..<197: change(m, &draws)
    case 197..<199: try restart(m)
    default:
      if group.members[m].isUp, draws.oneIn(2) {
        crashes += 1
        group.crash(m)
      }
    }
    watch()
  }

  private mutating func deliver(_ draws: inout Draws) {
    guard !group.mail.isEmpty else { return }
    let last = group.mail.count - 1
    let position = draws.oneIn(8) ? draws.int(in: 0...last) : 0
    if group.mail[position].message.type == .snapshot { snapshots += 1 }
    if draws.oneIn(40) {
      let lost = group.mail[position]
      group.drop { $0.outgoing.message == lost.message && $0.from == lost.from }
    } else {
      group.deliver(at: position)
    }
  }

  /// A member of the group starts, unless it was removed.
  private mutating func restart(_ m: Int) throws {
    guard !group.members[m].isUp, !group.isRemoved[m], isBelonging(m) else { return }
    try group.restart(m)
  }

  /// Whether anybody knows of `m`: what was never added does not start.
  private func isBelonging(_ m: Int) -> Bool {
    group.members.contains { $0.roster.contains(MemberID(UInt64(m + 1))) }
  }

  private mutating func change(_ m: Int, _ draws: inout Draws) {
    guard group.members[m].isUp else { return }
    let target = MemberID(UInt64(draws.int(in: 1...Self.count)))
    let change: MembershipChange =
      switch draws.below(4) {
      case 0: .addLearner(target)
      case 1: .addVoter(target)
      case 2: .promote(target)
      default: .remove(target)
      }
    let unreachable = Set(group.members.indices.filter { !group.members[$0].isUp })
    group.change(m, change, 1_000_000 + request, unreachable: unreachable)
    request += 1
  }

  private mutating func watch() {
    for m in 0..<Self.count {
      if group.isRemoved[m], group.members[m].isUp { group.crash(m) }
      let member = group.members[m]
      if member.isLeader {
        let known = leaders[member.node.term] ?? m
        XCTAssertEqual(known, m, "two leaders of term \(member.node.term)")
        leaders[member.node.term] = m
      }
      for entry in group.applied[m][seen[m]...] {
        let first = digests[entry.index] ?? entry.digest
        XCTAssertEqual(first, entry.digest, "member \(m) at \(entry.index.rawValue)")
        digests[entry.index] = first
      }
      seen[m] = group.applied[m].count
      XCTAssertNil(member.node.fault, "member \(m)")
      XCTAssertLessThanOrEqual(
        member.node.storage.base.index, member.node.storage.hardState.commit)
      XCTAssertLessThanOrEqual(member.node.storage.base.index, member.appliedIndexOrSnapshot)
    }
    for stranger in group.strangers { group.crash(Int(stranger.rawValue) - 1) }
    group.strangers.removeAll()
  }

  mutating func makePeace() throws {
    for _ in 0..<200 {
      for m in 0..<Self.count { try restart(m) }
      group.now = group.now + .milliseconds(100)
      for m in 0..<Self.count where group.members[m].isUp { group.tick(m) }
      group.settle()
      watch()
    }
  }

  func check(_ seed: UInt64) {
    guard let leader = group.members.first(where: \.isLeader) else {
      return XCTFail("seed \(seed): no leader in peace")
    }
    for entry in leader.roster.members {
      let member = group.members[Int(entry.id.rawValue) - 1]
      XCTAssertTrue(member.isUp, "seed \(seed)")
      XCTAssertEqual(member.appliedIndex, leader.appliedIndex, "seed \(seed) \(entry)")
      XCTAssertEqual(member.roster, leader.roster, "seed \(seed)")
      XCTAssertTrue(
        member.node.configuration.confState.isEquivalent(
          to: leader.node.configuration.confState), "seed \(seed) member \(entry.id.rawValue)")
      XCTAssertEqual(
        member.store.all().map(\.record), leader.store.all().map(\.record), "seed \(seed)")
    }
    XCTAssertEqual(
      leader.roster.voters.map(\.id), leader.node.configuration.confState.voters.sorted())
  }
}

extension Member {
  /// How far it got, counting a durable snapshot that waits to be put in place.
  fileprivate var appliedIndexOrSnapshot: LogIndex {
    max(appliedIndex, node.storage.snapshot.index)
  }
}
