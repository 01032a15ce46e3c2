import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

/// etcd 3.5 asks for a read index again under the id of the first question. When the first was
/// confirmed meanwhile, the second is a new read to the leader, and acknowledgements older than it
/// confirm it with all reads before it, though another leader may have committed since.
final class ReadConfirmationTests: XCTestCase {
  private func deliverFirst(
    _ group: inout HandGroup, _ type: MessageType, from: Int, to: Int, line: UInt = #line
  ) {
    guard
      let position = group.mail.firstIndex(where: {
        $0.message.type == type && $0.from == from && $0.to == to
      })
    else { return XCTFail("no \(type) from \(from) to \(to)", line: line) }
    group.deliver(at: position)
    for m in 0..<3 { while group.isSyncing[m] { group.completeSync(m) } }
  }

  /// Messages between two members keep their order. Returns what the deposed leader answered to a
  /// read that began after the new one had acknowledged a write.
  private func readAtTheDeposedLeader(reusesContext: Bool) throws -> (
    reads: [RequestID], stale: Bool
  ) {
    var group = try HandGroup(readRetryReusesContext: reusesContext)
    group.campaign(0)
    group.settle()
    group.read(1, 7)
    deliverFirst(&group, .readIndex, from: 1, to: 0)
    group.tick(0)
    group.now = group.now + .milliseconds(500)
    group.retryRead(1)
    // The first heartbeat's answer confirms; the second one's is still under way.
    deliverFirst(&group, .heartbeat, from: 0, to: 2)
    deliverFirst(&group, .heartbeatResponse, from: 2, to: 0)
    deliverFirst(&group, .heartbeat, from: 0, to: 2)
    // Member 1 takes over with member 2's vote, and acknowledges a write.
    group.transfer(0, to: 1)
    deliverFirst(&group, .timeoutNow, from: 0, to: 1)
    deliverFirst(&group, .vote, from: 1, to: 2)
    deliverFirst(&group, .voteResponse, from: 2, to: 1)
    XCTAssertTrue(group.members[1].isLeader)
    deliverFirst(&group, .append, from: 1, to: 2)
    deliverFirst(&group, .appendResponse, from: 2, to: 1)
    group.put(1, 99)
    while group.writes[1].isEmpty {
      guard group.mail.contains(where: { $0.from == 1 && $0.to == 2 && $0.message.type == .append })
      else { break }
      deliverFirst(&group, .append, from: 1, to: 2)
      deliverFirst(&group, .appendResponse, from: 2, to: 1)
    }
    XCTAssertEqual(group.writes[1].map(\.request), [99])
    // Now a client reads at member 0, which has heard of nothing.
    XCTAssertTrue(group.members[0].isLeader)
    group.read(0, 8)
    deliverFirst(&group, .readIndex, from: 1, to: 0)
    deliverFirst(&group, .heartbeatResponse, from: 2, to: 0)
    let seen = group.members[0].store.record(of: KeyID(0))?.value.identity
    return (group.reads[0].map(\.request), seen != 99)
  }

  func testTheOldRetryServesAStaleRead() throws {
    let answer = try readAtTheDeposedLeader(reusesContext: true)
    XCTAssertEqual(answer.reads, [8])
    XCTAssertTrue(answer.stale, "acknowledged before the read began, and missing")
  }

  func testWithAnIDOfItsOwnNothingIsConfirmed() throws {
    XCTAssertEqual(try readAtTheDeposedLeader(reusesContext: false).reads, [])
  }
}
