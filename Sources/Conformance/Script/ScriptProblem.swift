import RaftCore

/// Why a script cannot be read or run on. Upstream, each of these aborts the test of the file.
public enum ScriptProblem: Error, Hashable, Sendable {
  /// The file has no case.
  case empty
  /// The file ends before the `----` of a case.
  case truncated
  /// The file ends before the closing `----` lines of a case.
  case unterminated
  /// Text directly behind the closing `----` lines of a case.
  case missingBlankLine
  case syntax(String, column: Int)
  case unknownCommand(String)
  /// A directive with the prefix of our own, but none of them.
  case unknownExtension(String)
  case unknownArgument(String)
  case missingArgument(String)
  /// A plain argument behind one with a value.
  case argumentOrder(String)
  case badArgument(String, value: String, expected: String)
  /// Nodes are numbered from 1 in order of creation.
  case noSuchNode(MemberID, count: Int)
  case deliveredAndDropped(MemberID)
  /// A message to a storage thread that is not there.
  case strayMessage(MessageType)
  /// The node cannot be created.
  case options(OptionsError)
  /// The node stopped.
  case faulted(MemberID, CoreFault)
  case storage(StorageError)
  case undecodableConfChange(LogIndex)
  /// The command would run on for ever, or very long.
  case tooLong(passes: Int)

  /// What is wrong, in one line.
  public var text: String {
    switch self {
    case .empty: "no case in this file"
    case .truncated: "the file ends before the '----' of this case"
    case .unterminated: "the file ends before the closing '----' lines of this case"
    case .missingBlankLine: "a blank line must follow the closing '----' lines"
    case .syntax(let message, let column): "column \(column): \(message)"
    case .unknownCommand(let name): "unknown command '\(name)'"
    case .unknownExtension(let name):
      "unknown directive '\(name)'; those that begin with x- are "
        + ScriptExtension.all.map(\.name).joined(separator: ", ")
    case .argumentOrder(let text): "'\(text)' must stand before the arguments with values"
    case .unknownArgument(let name): "unknown argument '\(name)'"
    case .missingArgument(let name): "missing argument: \(name)"
    case .badArgument(let name, let value, let expected):
      "\(name) is '\(value)', must be \(expected)"
    case .noSuchNode(let id, let count):
      count == 0 ? "no node \(id); there are none yet" : "no node \(id); there are 1 to \(count)"
    case .deliveredAndDropped(let id): "messages to \(id) cannot be both delivered and dropped"
    case .strayMessage(let type): "\(type.text) to a storage thread, but writes are synchronous"
    case .options(let error): error.text
    case .faulted(let id, let fault): "node \(id) stopped: \(fault.text)"
    case .storage(let error): error.text
    case .undecodableConfChange(let index): "configuration change at \(index) cannot be decoded"
    case .tooLong(let passes): "not stable after \(passes) passes"
    }
  }
}

/// A problem and where it is; lines count from 1.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var problem: ScriptProblem

  /// `file:line: what is wrong`.
  public var description: String { "\(file):\(line): \(problem.text)" }
}
