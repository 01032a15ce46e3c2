/// Something a reader of a time axis wants to see.
public struct TimelineEvent: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case leaderElected, leaderLost, preVote, crash, restart, faultStarted, faultEnded
    case stepStarted, stepEnded
  }
  /// Nanoseconds since the start of the run.
  public var time: Int64
  public var kind: Kind
  /// Cluster (Raft group) concerned, or empty.
  public var cluster: String
  /// Member or region concerned, or empty.
  public var subject: String
  /// Raft term, for leaders and pre-votes; 0 otherwise.
  public var term: UInt64
  /// Number of the fault in the scenario's order (from 0), or -1, and its short name.
  public var fault: Int
  public var text: String

  public init(
    time: Int64, kind: Kind, cluster: String = "", subject: String = "", term: UInt64 = 0,
    fault: Int = -1, text: String = ""
  ) {
    self.time = time
    self.kind = kind
    self.cluster = cluster
    self.subject = subject
    self.term = term
    self.fault = fault
    self.text = text
  }
}
