import RaftCore

/// Why a command did not run to its end.
enum Failure: Error {
  /// Its text belongs to the output, where a script can expect it.
  case reported(String)
  /// The script cannot go on.
  case fatal(ScriptProblem)
}

extension Failure {
  static func step(_ error: StepError) -> Failure { .reported(error.text) }
}

/// Runs `body`, whose problems end the script.
func fatally<Value>(_ body: () throws(ScriptProblem) -> Value) throws(Failure) -> Value {
  do throws(ScriptProblem) {
    return try body()
  } catch {
    throw .fatal(error)
  }
}

/// The steps of a configuration change as scripts write them: `v1 l2 r3 u4` (etcd raftpb,
/// ConfChangesFromString).
func steps(_ input: String) throws(Failure) -> [ConfChangeSingle] {
  if input.isEmpty { return [] }
  var steps: [ConfChangeSingle] = []
  for token in input.split(separator: " ", omittingEmptySubsequences: false) {
    if token.utf8.count < 2 { throw .reported("unknown token \(token)") }
    let type: ConfChangeType
    switch token.first {
    case "v": type = .addNode
    case "l": type = .addLearnerNode
    case "r": type = .removeNode
    case "u": type = .updateNode
    default: throw .reported("unknown input: \(token)")
    }
    let digits = String(token.dropFirst())
    guard let id = try? unsigned(digits, of: "node") else {
      let isNumber = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
      throw .reported(
        "strconv.ParseUint: parsing \(Array(digits.utf8).goQuoted): "
          + (isNumber ? "value out of range" : "invalid syntax"))
    }
    steps.append(ConfChangeSingle(type, MemberID(id)))
  }
  return steps
}
