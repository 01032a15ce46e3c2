import HostileWorld
import RaftCore
import RaftHost
import SimKernel

/// Points of interest of our Raft that a campaign should reach, so that it is seen what the
/// generator never makes (simulation-testing.md section 7, coverage marks).
public enum RaftMark: Int, CaseIterable, Sendable {
  /// An append took the place of entries that it contradicts.
  case conflictTruncated
  case snapshotSent, snapshotInstalled
  /// A snapshot that was sent never arrived.
  case snapshotGivenUp
  case ownSnapshotTaken, logCompacted
  case learnerPromoted, voterDemoted, voterRemoved, leaderRemoved
  case jointEntered, jointLeft
  /// A change of the members was refused, or had no effect.
  case changeRefused
  /// A leader heard from no quorum.
  case steppedDownByQuorumCheck
  case voteRefused, preVoteRefused
  /// A former leader had to learn of a new term.
  case leaderDeposed
  case proposalForwarded, readForwarded
  /// A copy of a forwarded request was dropped.
  case copyDropped
  case transferCompleted, transferAborted
  /// A read had no answer in time and was asked again.
  case readRetried
  /// A write met a log or a leader that would not take it.
  case proposalDropped
  /// A crash left half a record at the end of the log.
  case tornTailCut
  /// A member came back from a snapshot and the log behind it.
  case recoveredFromSnapshot
  /// An entry was committed that a former term had brought.
  case priorTermCommitted

  /// The names, in the order of the numbers.
  public static var names: [String] { allCases.map { "\($0)" } }
}

extension NodeIO<RaftPayload> {
  mutating func mark(_ mark: RaftMark) { note(.mark(mark.rawValue)) }
}

/// Sees marks in how a member changes from one event to the next.
struct MarkWatch: Sendable {
  private var configuration: NodeConfiguration
  private var transferee = MemberID.none
  private var ledTerm: Term?
  private var snapshot: LogIndex
  private var last: LogIndex
  private var commit: LogIndex

  init(_ member: Member) {
    configuration = NodeConfiguration(member.node.configuration)
    snapshot = member.node.snapshotIndex
    last = member.node.lastIndex
    commit = member.node.commit
  }

  mutating func observe(
    _ member: inout Member, acting: NodeConfiguration, _ output: MemberOutput,
    _ io: inout NodeIO<RaftPayload>
  ) {
    if acting != configuration { compare(acting, &io) }
    watchLeader(&member, &io)
    if member.node.commit > commit {
      let term = member.node.term(at: member.node.commit)
      if member.isLeader, let first = member.node.term(at: commit + 1), let term, first < term {
        io.mark(.priorTermCommitted)
      }
      commit = member.node.commit
    }
    if member.node.snapshotIndex != snapshot {
      snapshot = member.node.snapshotIndex
      // After one of another member the log begins beyond its former end.
      if member.node.firstIndex > 1, member.node.firstIndex <= last + 1 { io.mark(.logCompacted) }
    }
    last = member.node.lastIndex
    for answer in output.membership where answer.problem != nil { io.mark(.changeRefused) }
    for refusal in output.refusals where refusal.reason == .proposalDropped {
      io.mark(.proposalDropped)
    }
  }

  private mutating func compare(_ acting: NodeConfiguration, _ io: inout NodeIO<RaftPayload>) {
    let (old, new) = (configuration, acting)
    configuration = acting
    if old.outgoing.isEmpty != new.outgoing.isEmpty {
      io.mark(new.outgoing.isEmpty ? .jointLeft : .jointEntered)
    }
    if old.learners.bits & new.voters.bits != 0 { io.mark(.learnerPromoted) }
    if (old.voters.bits | old.outgoing.bits) & new.learners.bits != 0 { io.mark(.voterDemoted) }
    let gone = old.voters.bits & ~(new.voters.bits | new.learners.bits)
    if gone != 0 { io.mark(.voterRemoved) }
    if ledTerm != nil, NodeSet(bits: gone).contains(io.id) { io.mark(.leaderRemoved) }
  }

  private mutating func watchLeader(_ member: inout Member, _ io: inout NodeIO<RaftPayload>) {
    guard member.node.isLeader else {
      if let term = ledTerm {
        let isNewTerm = member.node.term > term
        io.mark(isNewTerm ? .leaderDeposed : .steppedDownByQuorumCheck)
        if transferee != .none, isNewTerm { io.mark(.transferCompleted) }
      }
      ledTerm = nil
      transferee = .none
      return
    }
    if ledTerm == member.node.term, transferee != .none, member.node.leadTransferee == .none {
      io.mark(.transferAborted)
    }
    ledTerm = member.node.term
    transferee = member.node.leadTransferee
  }
}
