import RaftCore
import XCTest

/// The same as `MutationTests` for faults in joint configurations, snapshots and flow control.
final class QuietMutationTests: XCTestCase {
  private func check(
    _ mutation: CoreMutations, _ name: String, file: StaticString = #filePath,
    line: UInt = #line, _ schedule: (CoreMutations) throws -> Bool
  ) rethrows {
    XCTAssertFalse(try schedule([]), "\(name): wrong without the fault", file: file, line: line)
    let shows = try schedule(mutation)
    XCTAssertTrue(shows, "\(name): the fault has no effect", file: file, line: line)
  }

  /// A member of a joint configuration: 1, 2, 3 come, and 3, 4, 5 go.
  private func joint(_ mutations: CoreMutations) throws -> SoloMember {
    let confState = ConfState(voters: [1, 2, 3], votersOutgoing: [3, 4, 5])
    return try SoloMember(storage: MemoryStorage(confState: confState)) {
      $0.checkQuorum = true
      $0.mutations = mutations
    }
  }

  func testJointHalves() throws {
    try check(.jointElectsByHalf, "B07a") { mutations in
      var member = try joint(mutations)
      member.node.campaign()
      member.work()
      member.step(Message(.voteResponse, to: 1, from: 2, term: 1))
      return member.node.isLeader
    }
    try check(.jointCommitsByHalf, "B07b") { mutations in
      var member = try joint(mutations)
      member.becomeLeader()
      member.ack(2, 1)
      return member.node.commit == 1
    }
    try check(.jointChecksByHalf, "B07c") { mutations in
      var member = try joint(mutations)
      member.becomeLeader()
      member.step(Message(.heartbeatResponse, to: 1, from: 2, term: 1))
      for _ in 0..<member.node.options.electionTick { member.node.tick() }
      return member.node.isLeader
    }
  }

  func testRemovedLeaders() throws {
    func removed(_ mutations: CoreMutations) throws -> SoloMember {
      var member = try SoloMember(voters: [1, 2, 3]) {
        $0.stepDownOnRemoval = true
        $0.mutations = mutations
      }
      member.becomeLeader()
      member.ack(2, 1)
      member.node.applyConfChange(ConfChange([ConfChangeSingle(.removeNode, 1)], isV1: true))
      return member
    }
    try check(.removedLeaderLeads, "B08b") { try removed($0).node.isLeader }
    try check([.countRemovedLeader, .removedLeaderLeads], "B08b") { mutations in
      var member = try SoloMember(voters: [1, 2, 3]) { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      try member.node.propose([1])
      member.work()
      member.node.applyConfChange(ConfChange([ConfChangeSingle(.removeNode, 1)], isV1: true))
      member.ack(2, 2)
      return member.node.commit == 2
    }
  }

  func testUnappliedChanges() throws {
    func campaigns(
      _ mutations: CoreMutations, isV1: Bool, byTransfer: Bool
    ) throws -> Bool {
      var entry = ConfChange([ConfChangeSingle(.addNode, 4)], isV1: isV1).entry
      (entry.term, entry.index) = (1, 1)
      let storage = MemoryStorage(
        hardState: HardState(term: 1, vote: .none, commit: 1),
        snapshot: Snapshot(confState: ConfState(voters: [1, 2, 3])), entries: [entry])
      var member = try SoloMember(storage: storage) { $0.mutations = mutations }
      if byTransfer {
        try member.node.step(Message(.timeoutNow, to: 1, from: 2, term: 1))
      } else {
        member.node.campaign()
      }
      return member.node.role == .candidate
    }
    try check(.campaignUnapplied, "B06a") { try campaigns($0, isV1: false, byTransfer: false) }
    try check(.unappliedSeesOneKind, "B06b") { try campaigns($0, isV1: true, byTransfer: false) }
    try check(.campaignUnappliedOnTransfer, "B06c") {
      try campaigns($0, isV1: false, byTransfer: true)
    }
  }

  func testSnapshots() throws {
    func restored(_ mutations: CoreMutations) throws -> SoloMember {
      var member = try SoloMember(
        hardState: HardState(term: 1, vote: .none, commit: 0), logTerms: [1, 1, 1]
      ) { $0.mutations = mutations }
      let snapshot = Snapshot(index: 2, term: 2, confState: ConfState(voters: [1, 2, 4]))
      member.step(Message(.snapshot, to: 1, from: 2, term: 2, snapshot: snapshot))
      return member
    }
    try check(.snapshotKeepsConfig, "B14a") {
      try !restored($0).node.configuration.voters.contains(4)
    }
    try check(.snapshotKeepsSuffix, "23") { try restored($0).node.lastIndex == 3 }
  }

  func testFlow() throws {
    try check(.noProbeOfFullWindow, "B24c") { mutations in
      var member = try SoloMember {
        $0.maxInflightMessages = 1
        $0.mutations = mutations
      }
      member.becomeLeader()
      member.ack(2, 1)
      for _ in 0..<2 { try member.node.propose([1]) }
      member.work()
      let sent = member.step(Message(.heartbeatResponse, to: 1, from: 2, term: 1))
      return sent.ofType(.append).isEmpty
    }
    try check(.windowLeaks, "B24d") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      try member.node.propose([1])
      member.work()
      member.node.reportUnreachable(2)
      return (member.node.progress(of: 2)?.inflightCount ?? 0) > 0
    }
    try check(.probeSticks, "B24b") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      member.node.reportUnreachable(2)
      member.ack(2, 1)
      return member.node.progress(of: 2)?.state == .probe
    }
    try check(.uncommittedSizeLeak, "uncommittedSizeLeak") { mutations in
      var member = try SoloMember {
        $0.maxUncommittedEntriesSize = 4
        $0.mutations = mutations
      }
      member.becomeLeader()
      member.ack(2, 1)
      try member.node.propose([1, 2, 3])
      member.work()
      member.ack(2, 2)
      return (try? member.node.propose([1, 2, 3])) == nil
    }
  }

  func testLeavingJointConfigurations() throws {
    func leaves(_ mutations: CoreMutations, isNewLeader: Bool) throws -> Int {
      let state = ConfState(
        voters: [1, 2], votersOutgoing: [1, 2, 3], learners: [], learnersNext: [], autoLeave: true)
      var member = try SoloMember(storage: MemoryStorage(confState: state)) {
        $0.mutations = mutations
      }
      member.becomeLeader()
      member.ack(2, 1)
      if !isNewLeader {
        try member.node.propose([1])
        member.work()
        member.ack(2, 2)
      }
      return member.node.storage.entries.count { $0.kind.isConfChange }
    }
    try check(.newLeaderNeverLeaves, "B23b") { try leaves($0, isNewLeader: true) == 0 }
    try check(.repeatAutoLeave, "B23a") { try leaves($0, isNewLeader: false) > 1 }
  }

  func testRefusals() throws {
    try check(.nextBelowMatch, "nextBelowMatch") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      member.node.reportUnreachable(2)
      member.step(
        Message(
          .appendResponse, to: 1, from: 2, term: 1, index: 1, reject: true, rejectHint: 0))
      return (member.node.progress(of: 2)?.next ?? 9) <= 1
    }
  }

  func testStorageAcknowledgements() throws {
    func acks(_ mutations: CoreMutations) throws -> [Message] {
      var member = try SoloMember {
        $0.asyncStorageWrites = true
        $0.mutations = mutations
      }
      var ready = Ready()
      var acks: [Message] = []
      for message in [
        Message(.append, to: 1, from: 2, term: 1, entries: entries(terms: [1])),
        Message(.vote, to: 1, from: 3, term: 2, logTerm: 1, index: 1),
      ] {
        try member.node.step(message)
        while member.node.takeReady(into: &ready) {
          for write in ready.messages where write.type == .storageAppend {
            acks += write.responses.filter { $0.type == .storageAppendResponse }
          }
        }
      }
      return acks
    }
    try check(.storageAckOnlyWithEntries, "B15c") { try acks($0).count == 1 }
    try check(.storageAckByBatch, "B15b") { try acks($0).last?.index == 0 }
  }
}
