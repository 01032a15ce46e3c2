/// An entry of the log in which a store applies its writes.
public struct LogEntry<Input> {
  public var logIndex: Int64
  public var input: Input
  /// When it was committed, in the unit of the reads: none may show it that returned before.
  public var committedAt: Int64

  public init(logIndex: Int64, _ input: Input, committedAt: Int64) {
    self.logIndex = logIndex
    self.input = input
    self.committedAt = committedAt
  }
}

extension LogEntry: Sendable where Input: Sendable {}

/// A read that a store with stale reads may not have answered so.
public struct StaleReadViolation: Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// No prefix of the log leaves what it returned.
    case neverHeld
    /// Only entries that were committed after it returned would explain it.
    case fromTheFuture
    /// Its client had seen a later state before.
    case wentBack
    /// The prefix that ends with its own log index leaves something else.
    case notAtItsIndex
  }

  public var reason: Reason
  /// Its index among the reads.
  public var read: Int
  /// What happened, in one line.
  public let description: String
}

/// The reads that no prefix of the log explains: a stale, or serializable, read returns the state
/// after some prefix that was committed before it returned. With `isMonotone`, no client may see an
/// older prefix than in a read of its own that had returned before; that suits one session with one
/// member of the store (etcd promises no more). A read that carries a log index is held to that
/// prefix. Reads of unknown outcome are passed over.
///
/// `log` must be in the order of log indices, which rise.
public func checkStaleReads<M: Model>(
  _ reads: [ClientOperation<M.Input, M.Output>], log: [LogEntry<M.Input>], model: M,
  isMonotone: Bool
) -> [StaleReadViolation] {
  let versions = LogVersions(reads, log: log, model: model)
  var sessions: [Int: ReadSession] = [:]
  var found: [StaleReadViolation] = []
  let byCall = reads.indices.sorted { (reads[$0].calledAt, $0) < (reads[$1].calledAt, $1) }
  for i in byCall {
    guard let output = reads[i].output, let returnedAt = reads[i].returnedAt else { continue }
    var session = sessions[reads[i].client] ?? ReadSession()
    let floor = isMonotone ? session.floor(at: reads[i].calledAt) : .min
    switch versions.prefix(
      of: i, asking: reads[i].input, output, at: reads[i].logIndex, from: floor, by: returnedAt)
    {
    case .success(let prefix): session.note(prefix, returnedAt: returnedAt)
    case .failure(let reason):
      let text = "client \(reads[i].client): \(model.describe(reads[i].input, output))"
      found.append(
        StaleReadViolation(
          reason: reason.reason, read: i,
          description: ReportLine.fitted("\(text): \(reason.reason.story)")))
    }
    sessions[reads[i].client] = session
  }
  return found.sorted { $0.read < $1.read }
}

extension StaleReadViolation.Reason {
  fileprivate var story: String {
    switch self {
    case .neverHeld: "at no time in the log"
    case .fromTheFuture: "not committed yet when it returned"
    case .wentBack: "older than what the client had seen"
    case .notAtItsIndex: "not what the log holds at its index"
    }
  }
}

/// What one client has seen.
private struct ReadSession {
  private var floor = Int64.min
  /// Reads that had not returned when last asked.
  private var pending: [(returnedAt: Int64, prefix: Int64)] = []

  /// The latest prefix that a read showed which had returned at `instant`.
  mutating func floor(at instant: Int64) -> Int64 {
    for read in pending where read.returnedAt <= instant { floor = max(floor, read.prefix) }
    pending.removeAll { $0.returnedAt <= instant }
    return floor
  }

  mutating func note(_ prefix: Int64, returnedAt: Int64) {
    pending.append((returnedAt, prefix))
  }
}
