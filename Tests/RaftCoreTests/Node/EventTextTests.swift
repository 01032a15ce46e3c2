import XCTest

@testable import RaftCore

/// The lines that events become, which are etcd's to the letter (etcd raft raft.go, log.go,
/// log_unstable.go).
final class EventTextTests: XCTestCase {
  private let progress = ProgressStatus(
    id: 0xB, state: .replicate, match: 3, next: 5, isLearner: false, isPaused: false,
    pendingSnapshot: 0, isRecentlyActive: true, inflightCount: 0, isInflightFull: false)
  private let request = VoteRequest(
    type: .vote, from: 0xB, theirs: EntryID(term: 2, index: 8), ours: EntryID(term: 1, index: 9),
    vote: 0xC, term: 4)
  private let id = EntryID(term: 2, index: 8)

  private func check(
    _ event: CoreEvent, _ level: EventLevel, _ text: String, line: UInt = #line
  ) {
    XCTAssertEqual(event.text(by: 0xA), text, line: line)
    XCTAssertEqual(event.level, level, line: line)
  }

  func testRolesAndConfigurations() {
    check(
      .created(
        peers: [1, 0xB], hardState: HardState(term: 2, commit: 3), applied: 1, last: id), .info,
      "newRaft a [peers: [1,b], term: 2, commit: 3, applied: 1, lastindex: 8, lastterm: 2]")
    check(.became(.follower, 4), .info, "a became follower at term 4")
    check(.became(.preCandidate, 4), .info, "a became pre-candidate at term 4")
    check(.switchedConfiguration(Configuration()), .info, "a switched to configuration voters=()")
    check(
      .faulted(.commitBeyondLog(9, last: 7)), .fatal,
      "tocommit(9) is out of range [lastIndex(7)]. Was the raft log corrupted, truncated, or lost?")
    check(
      .faulted(.conflictWithCommitted(3, committed: 4)), .fatal,
      "entry 3 conflict with committed entry [committed(4)]")
  }

  func testElections() {
    check(.election(.alreadyLeader), .debug, "a ignoring MsgHup because already leader")
    check(.election(.unpromotable), .warning, "a is unpromotable and can not campaign")
    check(
      .election(.confChangePending(4)), .warning,
      "a cannot campaign at term 4 since there are still pending configuration changes to apply")
    check(
      .election(.campaignedUnpromotable), .warning,
      "a is unpromotable; campaign() should have been called")
    check(
      .election(.candidateIgnoredTimeoutNow(term: 4, role: .candidate, from: 0xB)), .debug,
      "a [term 4 state StateCandidate] ignored MsgTimeoutNow from b")
    check(
      .election(.voteRefusedByLease(request, remainingTicks: 6)), .info,
      "a [logterm: 1, index: 9, vote: c] ignored MsgVote from b [logterm: 2, index: 8] at term 4: "
        + "lease is not expired (remaining ticks: 6)")
    check(
      .election(.votesCounted(granted: 2, type: .preVoteResponse, refused: 1)), .info,
      "a has received 2 MsgPreVoteResp votes and 1 vote rejections")
    check(
      .election(.refusalReceived(type: .voteResponse, from: 0xB, term: 4)), .info,
      "a received MsgVoteResp rejection from b at term 4")
    check(
      .term(.staleStorageResponse(term: 4, type: .storageAppendResponse, theirs: 3)), .info,
      "a [term: 4] ignored entry appends from a MsgStorageAppendResp message with lower term "
        + "[term: 3]")
  }

  func testProposalsAndLeadership() {
    check(
      .proposal(.notForwarded(lead: 0xB, term: 4)), .info,
      "a not forwarding to leader b at term 4; dropping proposal")
    check(
      .proposal(.tooLarge), .warning,
      "a appending new entries to log would exceed uncommitted entry size limit; dropping proposal")
    check(
      .proposal(.duringTransfer(term: 4, to: 0xB)), .debug,
      "a [term 4] transfer leadership to b is in progress; dropping proposal")
    let change = ConfChange(
      transition: .jointExplicit, [ConfChangeSingle(.addLearnerNode, 11)], context: [0x22])
    check(
      .proposal(.confChangeRefused(Configuration(), change, .pending(9, applied: 3))), .info,
      "a ignoring conf change transition:ConfChangeTransitionJointExplicit "
        + "changes:{type:ConfChangeAddLearnerNode node_id:11} context:\"\\\"\" "
        + "at config voters=(): possible unapplied conf change at index 9 (applied to 3)")
    check(
      .proposal(.notLeavingJoint(Configuration(), .proposalDropped)), .debug,
      "not initiating automatic transition out of joint configuration voters=(): "
        + "raft proposal dropped")
    check(
      .leadership(.transferAlreadyPending(term: 4, to: 0xB)), .info,
      "a [term 4] transfer leadership to b is in progress, ignores request to same node b")
    check(
      .leadership(.transferReplaced(term: 4, old: 0xB)), .info,
      "a [term 4] abort previous transferring leadership to b")
    check(
      .leadership(.transferToSelf), .debug,
      "a is already leader. Ignored transferring leadership to self")
    check(
      .leadership(.transferFromLearner), .debug, "a is learner. Ignored transferring leadership")
    check(
      .leadership(.transferWithoutLeader(4)), .info,
      "a no leader at term 4; dropping leader transfer msg")
    check(
      .leadership(.readWithoutLeader(4)), .info,
      "a no leader at term 4; dropping index reading msg")
    check(
      .leadership(.invalidReadResponse(from: 0xB, entries: 2)), .error,
      "a invalid format of MsgReadIndexResp from b, entries count: 2")
    check(
      .leadership(.readsHeldTooEarly), .error,
      "pending MsgReadIndex should be released only after first commit in current term")
    check(
      .leadership(.timeoutNowSentAfterAck(0xB)), .info,
      "a sent MsgTimeoutNow to b after received MsgAppResp")
  }

  func testReplicationAndSnapshots() {
    check(
      .replication(.unreachable(progress)), .debug,
      "a failed to send message to b because it is unreachable [StateReplicate match=3 next=5]")
    check(
      .snapshot(.succeeded(progress)), .debug,
      "a snapshot succeeded, resumed sending replication messages to b "
        + "[StateReplicate match=3 next=5]")
    check(
      .snapshot(.failed(progress)), .debug,
      "a snapshot failed, resumed sending replication messages to b "
        + "[StateReplicate match=3 next=5]")
    check(
      .snapshot(.notSentToInactive(0xB)), .debug,
      "ignore sending snapshot to b since it is not recently active")
    check(
      .snapshot(.unavailable(0xB)), .debug,
      "a failed to send snapshot to b because snapshot is temporarily unavailable")
    check(
      .snapshot(.ignored(commit: 9, id)), .info,
      "a [commit: 9] ignored snapshot [index: 8, term: 2]")
    check(
      .snapshot(.fastForwarded(commit: 3, last: id, EntryID(term: 1, index: 5))), .info,
      "a [commit: 3, lastindex: 8, lastterm: 2] fast-forwarded commit to snapshot "
        + "[index: 5, term: 1]")
    check(
      .snapshot(.receivedAsLeader), .warning,
      "a attempted to restore snapshot as leader; should never happen")
  }

  func testLogs() {
    check(
      .log(.stableEntryMissing(4)), .info,
      "entry at index 4 missing from unstable log; ignoring")
    check(
      .log(.stableEntryInSnapshot(4)), .info,
      "entry at index 4 matched unstable snapshot; ignoring")
    check(
      .log(.stableEntryMismatch(acknowledged: id, ours: EntryID(term: 3, index: 8))), .info,
      "entry at (index,term)=(8,2) mismatched with entry at (8,3) in unstable log; ignoring")
    check(
      .log(.unstableTruncated(before: 4)), .info, "truncate the unstable entries before index 4")
  }

  func testProgress() {
    var full = progress
    full.isLearner = true
    full.isPaused = true
    full.pendingSnapshot = 9
    full.isRecentlyActive = false
    full.inflightCount = 2
    full.isInflightFull = true
    XCTAssertEqual(
      full.text,
      "StateReplicate match=3 next=5 learner paused pendingSnap=9 inactive inflight=2[full]")
    XCTAssertEqual([progress].text, "11: StateReplicate match=3 next=5\n")
  }

  func testReadys() {
    var ready = Ready()
    XCTAssertEqual(ready.text, "<empty Ready>")
    ready.readStates = [
      ReadState(index: 11, context: Array("ctx".utf8)), ReadState(index: 3, context: []),
    ]
    ready.snapshot = Snapshot(index: 4, term: 2, confState: ConfState(voters: [1, 10]))
    ready.hardState = HardState(term: 2, commit: 4)
    XCTAssertEqual(
      ready.text,
      """
      Ready MustSync=false:
      HardState Term:2 Commit:4
      ReadStates [{11 [99 116 120]} {3 []}]
      Snapshot Index:4 Term:2 ConfState:Voters:[1 10] VotersOutgoing:[] Learners:[] \
      LearnersNext:[] AutoLeave:false

      """)
  }

  /// Bytes in quotes, as Go writes them (strconv.Quote).
  func testQuoting() {
    let rows: [(bytes: [UInt8], text: String, line: UInt)] = [
      ([], #""""#, #line),
      (Array(#"a"b\c"#.utf8), #""a\"b\\c""#, #line),
      ([7, 8, 12, 10, 13, 9, 11], #""\a\b\f\n\r\t\v""#, #line),
      ([0, 31, 127], #""\x00\x1f\x7f""#, #line),
      (Array("héllo ∞ 漢".utf8), "\"héllo ∞ 漢\"", #line),
      // Not UTF-8: single bytes; overlong, surrogate and truncated forms too.
      ([0xFF, 0x61, 0xC0, 0x80], #""\xffa\xc0\x80""#, #line),
      ([0xED, 0xA0, 0x80], #""\xed\xa0\x80""#, #line),
      ([0xE2, 0x88], #""\xe2\x88""#, #line),
      ([0xF4, 0x90, 0x80, 0x80], #""\xf4\x90\x80\x80""#, #line),
      // Valid, but not to be printed as is.
      (Array("\u{A0}\u{200B}\u{FEFF}".utf8), #""\u00a0\u200b\ufeff""#, #line),
      (Array("\u{E0001}".utf8), #""\U000e0001""#, #line),
      (Array("\u{FFFD}".utf8), "\"\u{FFFD}\"", #line),
    ]
    for row in rows { XCTAssertEqual(row.bytes.goQuoted, row.text, line: row.line) }
  }
}
