import SimKernel

/// A client in a run: one call at a time. It asks a node, follows hints, asks the next node when
/// it is refused, and gives up after its timeout; an unknown outcome retires its process.
struct ClientState: Sendable {
  let script: ClientScript
  /// Place of the next operation of the script.
  var position = 0
  /// The node to ask.
  var node: NodeID
  /// Processes so far.
  var retired = 0
  var sequence = 0
  /// Number of the turn that is due: an older one is void.
  var turn = 0
  /// The call in progress, by its place in the history.
  var call: Int?
  /// An attempt is under way whose outcome is unknown.
  var isAsking = false
  /// Calls beyond the script: those of an operator, or the one that shows recovery.
  var extra: [ClientCommand] = []
  /// It must get one more answer for the run to count as recovered.
  var owesAnswer = false
  /// Calls made to show recovery.
  var recoveryCalls: Int64 = 0

  init(_ script: ClientScript) {
    self.script = script
    node = script.first
  }

  /// The process that calls now. No two clients share one.
  var process: Int { script.id + retired * (ClientScript.limit + 1) }

  /// The clients of `trial`, by ID, and the operator if the plan needs one.
  static func all(of trial: Trial) -> [ClientState] {
    var all = trial.clients.sorted { $0.id < $1.id }.map { ClientState($0) }
    if trial.faults.faults.contains(where: { $0.kind == .admin }) {
      all.append(
        ClientState(ClientScript(id: OperationRecord.operatorClient, timeout: .seconds(10))))
    }
    return all
  }

  /// The call that shows recovery: like the last of the script, with a value of its own.
  mutating func recoveryCommand() -> ClientCommand? {
    guard let last = script.operations.last?.command else { return nil }
    recoveryCalls += 1
    let value = Int64(script.id + 1) * 1_000_000 + 900_000 + recoveryCalls
    switch last {
    case .put(let key, _): return .put(key: key, value: value)
    case .compareAndSwap(let key, let expected, _):
      return .compareAndSwap(key: key, expected: expected, value: value)
    default: return last
    }
  }
}
