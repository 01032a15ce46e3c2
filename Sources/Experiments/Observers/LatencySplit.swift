import RaftCore
import RaftHost
import Results
import ScenarioFormat
import SimKernel

/// Splits an operation's latency into its parts. The stations are brought into order first, so the
/// parts telescope: they add up to the latency exactly, whatever was missed.
enum LatencySplit {
  static func parts(
    of operation: Operation, server: UInt64, finished: SimTime
  ) -> [Int64] {
    if operation.kind == .lease {
      return partsOfKeepAlive(operation.way, from: operation.intended, finished: finished)
    }
    return parts(
      operation.way, isRead: operation.kind.isLinearizableRead, from: operation.intended,
      server: server, finished: finished)
  }

  /// The same for one request that was due at `start`.
  static func parts(
    _ way: OperationWay, isRead: Bool, from start: SimTime, server: UInt64, finished: SimTime
  ) -> [Int64] {
    var meter = Meter(at: start, end: finished)
    meter.advance(to: way.sent, .clientWait)
    meter.advance(to: way.arrived, .clientLink)
    meter.advance(to: way.processed, .serving)
    if isRead {
      meter.advance(to: way.read.roundStarted, .readBatch)
      meter.advance(to: way.read.atLeader, .forwarding)
      meter.advance(to: way.read.confirmed, .replication)
      meter.advance(to: way.read.indexKnown, .commitNotice)
    } else if way.commit.index != 0 {
      splitCommit(way, server: server, &meter)
    }
    meter.advance(to: way.answered, .apply)
    meter.advance(to: finished, .reply)
    return meter.parts
  }

  /// A keepalive is answered by the leader's lessor, without Raft.
  private static func partsOfKeepAlive(
    _ way: OperationWay, from start: SimTime, finished: SimTime
  ) -> [Int64] {
    var meter = Meter(at: start, end: finished)
    meter.advance(to: way.sent, .clientWait)
    meter.advance(to: way.arrived, .clientLink)
    meter.advance(to: way.processed, .serving)
    meter.advance(to: way.read.roundStarted, .noLeader)
    meter.advance(to: way.read.atLeader, .forwarding)
    meter.advance(to: way.read.indexKnown, .commitNotice)
    meter.advance(to: way.answered, .apply)
    meter.advance(to: finished, .reply)
    return meter.parts
  }

  private static func splitCommit(_ way: OperationWay, server: UInt64, _ meter: inout Meter) {
    splitReplication(way, way.commit, &meter)
    meter.advance(
      to: way.answered, way.commit.leader.rawValue == server ? .apply : .commitNotice)
  }

  /// From the member that was asked until the leader has committed.
  static func splitReplication(
    _ way: OperationWay, _ commit: CommitTrace, _ meter: inout Meter
  ) {
    meter.advance(to: way.proposed, .noLeader)
    meter.advance(to: commit.proposed, .forwarding)
    if commit.decider == commit.leader {
      meter.advance(to: commit.committed, .leaderQueueAndDisk)
    } else {
      meter.advance(to: commit.sent, .leaderQueueAndDisk)
      meter.advance(to: commit.received, .replication)
      meter.advance(to: commit.acknowledged, .followerDisk)
      meter.advance(to: commit.committed, .replication)
    }
  }

  struct Meter {
    var at: SimTime
    let end: SimTime
    var parts = [Int64](repeating: 0, count: LatencyPart.allCases.count)

    init(at start: SimTime, end: SimTime) {
      at = start
      self.end = end
    }

    mutating func advance(to time: SimTime, _ part: LatencyPart) {
      let time = min(max(time, at), end)
      parts[part.rawValue] += (time - at).nanoseconds
      at = time
    }
  }
}
