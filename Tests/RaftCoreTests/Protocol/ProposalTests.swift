import RaftCore
import XCTest

/// Proposals that go through, are forwarded, or dropped.
final class ProposalTests: XCTestCase {
  private func proposal(_ node: inout RawNode, _ text: String = "x") -> StepError? {
    do throws(StepError) {
      try node.propose(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  /// Without a leader nothing is taken (TestProposal).
  func testWithoutALeader() throws {
    var member = try SoloMember()
    XCTAssertEqual(proposal(&member.node), .proposalDropped)
    member.node.campaign()
    member.work()
    XCTAssertEqual(member.node.role, .candidate)
    XCTAssertEqual(proposal(&member.node), .proposalDropped)
  }

  func testForwarding() throws {
    var group = Group(3)
    group.elect(1)
    group.propose("from afar", to: 3)
    group.settle()
    for id in [1, 2, 3] as [MemberID] {
      XCTAssertEqual(group.texts(appliedBy: id), ["from afar"])
    }
    let forwarded = group.delivered.ofType(.propose)
    XCTAssertEqual(forwarded.map(\.from), [3])
    XCTAssertEqual(forwarded.map(\.to), [1])
    XCTAssertEqual(forwarded.map(\.term), [0])
  }

  /// (TestDisableProposalForwarding)
  func testForwardingDisabled() throws {
    var member = try SoloMember { $0.disableProposalForwarding = true }
    member.step(Message(.append, to: 1, from: 2, term: 1))
    XCTAssertEqual(proposal(&member.node), .proposalDropped)
    XCTAssertEqual(member.work(), [])
  }

  /// Several entries keep together and in order.
  func testSeveralEntries() throws {
    var group = Group(3)
    group.elect(1)
    try group[1].propose([Entry(data: [1]), Entry(data: [2]), Entry(omittedBytes: 9)])
    group.settle()
    let applied = group.applied(by: 2).suffix(3)
    XCTAssertEqual(applied.map(\.index), [2, 3, 4])
    XCTAssertEqual(applied.map(\.term), [1, 1, 1])
    XCTAssertEqual(applied.map(\.payloadSize), [1, 1, 9])
  }

  func testDroppedDuringATransfer() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.node.transferLeadership(to: 2)
    XCTAssertEqual(proposal(&member.node), .proposalDropped)
  }

  func testDroppedWhenRemoved() throws {
    var member = try SoloMember(voters: [1, 2, 3])
    member.becomeLeader()
    member.node.applyConfChange(ConfChange([ConfChangeSingle(.removeNode, 1)]))
    XCTAssertTrue(member.node.isLeader, "it leads on until somebody else does")
    XCTAssertEqual(proposal(&member.node), .proposalDropped)
  }

  /// Each proposal is broadcast at once: two before a Ready give two appends, of rising index.
  func testPipelining() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    member.ack(3, 1)
    for text in ["a", "b"] { try member.node.propose(Array(text.utf8)) }
    let appends = member.work().ofType(.append)
    XCTAssertEqual(appends.map(\.to), [2, 3, 2, 3])
    XCTAssertEqual(appends.map { $0.entries.map(\.index) }, [[2], [2], [3], [3]])
  }

  /// A proposal to a candidate, or from a message without entries, does no harm.
  func testAnEmptyProposalIsAFaultOfTheHost() throws {
    var member = try SoloMember()
    member.becomeLeader()
    try member.node.propose([])
    XCTAssertEqual(member.node.fault, .emptyProposal)
  }

  /// What members must not send to each other (etcd raft rawnode.go, Step).
  func testMessagesThatMayNotComeFromOutside() throws {
    for type in MessageType.allCases {
      for from in [2, 9] as [MemberID] {
        var member = try SoloMember()
        var expected: StepError?
        if type == .propose { expected = .proposalDropped }
        if type.isResponse, from == 9 { expected = .unknownPeer(9) }
        if type.isLocal { expected = .localMessage(type) }
        var error: StepError?
        do throws(StepError) {
          try member.node.step(Message(type, to: 1, from: from))
        } catch let thrown {
          error = thrown
        }
        XCTAssertEqual(error, expected, "\(type.text) from \(from)")
      }
    }
  }
}
