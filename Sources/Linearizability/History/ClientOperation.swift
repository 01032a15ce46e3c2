/// One call of a client: what it asked, and what it learned.
///
/// Instants are whole numbers of any unit, nanoseconds in a simulation, line numbers in a log. An
/// operation precedes another if it returned strictly before the other was called.
public struct ClientOperation<Input, Output> {
  /// Who called. Only reports and session guarantees look at it.
  public var client: Int
  /// What was asked.
  public var input: Input
  /// When it was asked.
  public var calledAt: Int64
  /// What the client learned, and when.
  public var completion: Completion<Output>
  /// The place in the store's own order, if it tells: a write's log index or revision, or the
  /// index at which a read was served. Gives checks their fast path, and is checked itself.
  public var logIndex: Int64?

  /// An operation that certainly had no effect, such as a refused connection, is no part of a
  /// history: leave it out.
  public init(
    client: Int, _ input: Input, calledAt: Int64, _ completion: Completion<Output>,
    logIndex: Int64? = nil
  ) {
    self.client = client
    self.input = input
    self.calledAt = calledAt
    self.completion = completion
    self.logIndex = logIndex
  }

  /// What it returned; nil if nobody knows.
  public var output: Output? {
    if case .returned(let output, _) = completion { output } else { nil }
  }

  /// When it returned, at the earliest at the instant of its call; nil for never.
  public var returnedAt: Int64? {
    if case .returned(_, let instant) = completion { max(instant, calledAt) } else { nil }
  }
}

extension ClientOperation: Sendable where Input: Sendable, Output: Sendable {}
extension ClientOperation: Equatable where Input: Equatable, Output: Equatable {}

/// How an operation ended for its client.
public enum Completion<Output> {
  case returned(Output, at: Int64)
  /// It may have taken effect, may still do so at any later time, or never: a time-out, a lost
  /// connection, a crash of the client, or the end of the recording.
  case unknown
}

extension Completion: Sendable where Output: Sendable {}
extension Completion: Equatable where Output: Equatable {}
