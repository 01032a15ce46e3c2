import RaftCore

/// The text that a command prints, and how much of it is wanted.
struct OutputBuffer {
  /// What is wanted: log lines of some level on, or nothing at all.
  enum Level: Equatable {
    case from(EventLevel)
    case none

    static let names = ["DEBUG", "INFO", "WARN", "ERROR", "FATAL", "NONE"]

    /// The level `name`, in any case.
    init(name: String) throws(Failure) {
      switch name.uppercased() {
      case "DEBUG": self = .from(.debug)
      case "INFO": self = .from(.info)
      case "WARN": self = .from(.warning)
      case "ERROR": self = .from(.error)
      case "FATAL": self = .from(.fatal)
      case "NONE": self = .none
      default:
        throw .reported(
          "log levels must be either of [\(Level.names.joined(separator: " "))]")
      }
    }
  }

  var level = Level.from(.debug)
  private(set) var text = ""
  /// Outer texts, while steps are indented.
  private var outer: [String] = []

  mutating func clear() { text = "" }

  /// Writes what is not a log line.
  mutating func write(_ text: String) {
    if level != .none { self.text += text }
  }

  /// Writes a log line if its level is wanted.
  mutating func log(_ event: CoreEvent, by id: MemberID) {
    if case .from(let level) = level, event.level >= level {
      text += event.level.text + " " + event.text(by: id) + "\n"
    }
  }

  /// Begins a step whose lines get two more spaces in front.
  mutating func indent() {
    outer.append(text)
    text = ""
  }

  mutating func outdent() {
    var indented = outer.removeLast()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    for line in lines { indented += "  " + line + "\n" }
    text = indented
  }
}
