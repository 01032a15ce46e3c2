/// How linearizable reads are confirmed (thesis §6.4; etcd raft.go, ReadOnlyOption).
public enum ReadOnlyMode: UInt8, Hashable, Sendable {
  /// A quorum confirms, by heartbeat, that the leader still leads.
  case safe
  /// The leader trusts its lease. Not linearizable when clocks drift, nor quite when they do not.
  case leaseBased
}

/// How a leader tells which reads an answer to a heartbeat confirms.
public enum ReadConfirmation: UInt8, Hashable, Sendable {
  /// Reads are numbered as they arrive; an answer counts for the reads up to the number it carries.
  case position
  /// A read is known by the context of its request, as in the raft of etcd 3.5 (read_only.go,
  /// pendingReadIndex). A question that is asked again under the same context once the first was
  /// answered is a new read, which answers to older heartbeats then confirm, with all before it.
  case context
}

/// The configuration of one member (etcd raft.go, Config). Sizes are in bytes, times in ticks.
public struct RaftOptions: Equatable, Sendable {
  public var id: MemberID
  /// Ticks without a leader's message before an election.
  public var electionTick: Int
  /// Ticks between heartbeats; less than `electionTick`.
  public var heartbeatTick: Int
  /// Where randomised election timeouts come from.
  public var electionTimeouts = ElectionTimeouts()
  /// Last index that the state machine already holds, after a restart.
  public var applied: LogIndex = 0
  /// Writes and applies are messages to storage threads rather than parts of a `Ready`.
  public var asyncStorageWrites = false
  /// Bound of the encoded entries in one append; one entry always goes.
  public var maxSizePerMessage: UInt64 = .max
  /// Bound of the encoded entries handed out for applying at a time; 0 is `maxSizePerMessage`.
  public var maxCommittedSizePerReady: UInt64 = 0
  /// Bound of the payload that a leader holds uncommitted; 0 is none.
  public var maxUncommittedEntriesSize: UInt64 = 0
  /// Appends under way to one member.
  public var maxInflightMessages = 256
  /// Soft bound of the payload under way to one member; 0 is none.
  public var maxInflightBytes: UInt64 = 0
  /// A leader steps down when it has not heard from a quorum; followers protect a live leader.
  public var checkQuorum = false
  /// Elections are probed before the term is raised (thesis §9.6).
  public var preVote = false
  public var readOnly = ReadOnlyMode.safe
  public var readConfirmation = ReadConfirmation.position
  /// Followers drop proposals instead of sending them to the leader.
  public var disableProposalForwarding = false
  /// A leader appends configuration changes even if they must not be applied now.
  public var disableConfChangeValidation = false
  /// A leader that is removed or demoted becomes a follower at once.
  public var stepDownOnRemoval = false
  /// Whether `CoreEvent`s are gathered for `RawNode.takeEvents()`.
  public var recordsEvents = false
  /// Faults planted to try tests with.
  public var mutations = CoreMutations()

  public init(id: MemberID, electionTick: Int = 10, heartbeatTick: Int = 1) {
    self.id = id
    self.electionTick = electionTick
    self.heartbeatTick = heartbeatTick
  }
}

/// Why options cannot be used, or do not fit what is stored (etcd raft.go, Config.validate).
public enum OptionsError: Error, Hashable, Sendable {
  /// 0 and the ids of storage threads do not name members.
  case reservedID(MemberID)
  case heartbeatTick(Int)
  case electionTickNotAbove(heartbeatTick: Int, electionTick: Int)
  case electionTimeouts(lowest: Int)
  case maxInflightMessages(Int)
  /// The byte window must hold at least one message.
  case maxInflightBytes(UInt64, below: UInt64)
  /// Leases rest on check-quorum.
  case leaseReadsWithoutCheckQuorum
  /// The stored commit index lies outside the stored log.
  case commitOutOfRange(LogIndex, allowed: ClosedRange<LogIndex>)
  /// The applied index lies outside what is committed.
  case appliedOutOfRange(LogIndex, allowed: ClosedRange<LogIndex>)
  /// The stored configuration cannot exist.
  case confState(ConfState)
}

extension RaftOptions {
  /// The options with etcd's defaults in place of zeros, if they make sense together.
  func validated() throws(OptionsError) -> RaftOptions {
    if id == .none || id.isStorageThread { throw .reservedID(id) }
    if heartbeatTick <= 0 { throw .heartbeatTick(heartbeatTick) }
    if electionTick <= heartbeatTick {
      throw .electionTickNotAbove(heartbeatTick: heartbeatTick, electionTick: electionTick)
    }
    if let range = electionTimeouts.range, range.lowerBound <= 0 {
      throw .electionTimeouts(lowest: range.lowerBound)
    }
    if maxInflightMessages <= 0 { throw .maxInflightMessages(maxInflightMessages) }
    if maxInflightBytes != 0, maxInflightBytes < maxSizePerMessage {
      throw .maxInflightBytes(maxInflightBytes, below: maxSizePerMessage)
    }
    if readOnly == .leaseBased, !checkQuorum { throw .leaseReadsWithoutCheckQuorum }
    var options = self
    if mutations.contains(.noLeaderProtection) {
      (options.preVote, options.checkQuorum) = (false, false)
    }
    if mutations.contains(.leaseReads), options.checkQuorum { options.readOnly = .leaseBased }
    if options.maxCommittedSizePerReady == 0 {
      options.maxCommittedSizePerReady = maxSizePerMessage
    }
    if options.maxUncommittedEntriesSize == 0 { options.maxUncommittedEntriesSize = .max }
    if options.maxInflightBytes == 0 { options.maxInflightBytes = .max }
    return options
  }
}
