/// Gathers a history while clients call and hear back.
///
///     var recorder = HistoryRecorder<RegisterModel<Int>>()
///     let write = recorder.call(client: 1, .write(7), at: 10)
///     recorder.complete(write, with: .written, at: 25)
///     let result = checkLinearizable(recorder.history, model: RegisterModel<Int>())
public struct HistoryRecorder<M: Model> {
  /// Stands for an operation that was called.
  public struct Ticket: Hashable, Sendable {
    let index: Int
  }

  private var operations: [M.Operation] = []
  private var isDiscarded: [Bool] = []

  public init() {}

  /// Notes that `client` asks for `input`. Until it completes its outcome is unknown.
  public mutating func call(client: Int, _ input: M.Input, at instant: Int64) -> Ticket {
    operations.append(M.Operation(client: client, input, calledAt: instant, .unknown))
    isDiscarded.append(false)
    return Ticket(index: operations.count - 1)
  }

  /// Notes that the call returned `output`.
  public mutating func complete(
    _ ticket: Ticket, with output: M.Output, at instant: Int64, logIndex: Int64? = nil
  ) {
    operations[ticket.index].completion = .returned(output, at: instant)
    operations[ticket.index].logIndex = logIndex
  }

  /// Notes where the store's log holds the call's entry, although its client never heard.
  public mutating func foundInLog(_ ticket: Ticket, at logIndex: Int64) {
    operations[ticket.index].logIndex = logIndex
  }

  /// Takes back a call that certainly had no effect.
  public mutating func discard(_ ticket: Ticket) {
    isDiscarded[ticket.index] = true
  }

  /// What was recorded, in the order of the calls.
  public var history: [M.Operation] {
    operations.indices.filter { !isDiscarded[$0] }.map { operations[$0] }
  }
}
