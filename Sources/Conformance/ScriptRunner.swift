import RaftCore

/// Runs etcd-io/raft's data-driven files against `RaftCore`. Reading files is the caller's part.
public enum ScriptRunner {
  /// The families of files, which have different commands.
  public enum Family: String, Sendable {
    case interaction, quorum, confChange
  }

  /// Runs the script `text` of the file `name`, from a fresh environment.
  public static func run(text: String, name: String) -> FileResult {
    run(bytes: Array(text.utf8), name: name)
  }

  /// Runs a script given as the bytes of its file, which need not be UTF-8.
  public static func run(bytes: [UInt8], name: String) -> FileResult {
    let script = Script(bytes)
    var result = FileResult(
      name: name, family: family(of: script.cases.first?.directive.command, name: name))
    var environment = ScriptEnvironment(result.family)
    var actuals: [[UInt8]?] = []
    for test in script.cases {
      let output: String
      do throws(ScriptProblem) {
        output = try environment.run(test.directive, input: test.input)
      } catch {
        result.diagnostic = Diagnostic(file: name, line: test.start + 1, problem: error)
        break
      }
      var actual = Array(output.utf8)
      if let last = actual.last, last != UInt8(ascii: "\n") { actual.append(UInt8(ascii: "\n")) }
      if actual == test.expected {
        result.passed += 1
        actuals.append(nil)
      } else {
        result.failures.append(CaseFailure(test, actual: actual))
        actuals.append(actual)
      }
    }
    if result.diagnostic == nil, let (problem, position) = script.problem {
      result.diagnostic = Diagnostic(file: name, line: position + 1, problem: problem)
    }
    result.rewrittenBytes = script.rewritten(actuals)
    return result
  }

  /// Whether there is a line that parts a directive from what it should print, as in every script
  /// but a torn one.
  public static func hasCases(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: UInt8(ascii: "\n")).contains { line in
      line.elementsEqual("----".utf8) || line.elementsEqual("----\r".utf8)
    }
  }

  /// The family, by the commands that only it has, else by the folder.
  static func family(of command: String?, name: String) -> Family {
    if let command {
      if QuorumScript.commands.contains(command) { return .quorum }
      if ConfChangeScript.commands.contains(command) { return .confChange }
      if InteractionScript.commands.contains(command)
        || command.hasPrefix(InteractionScript.extensionPrefix)
      {
        return .interaction
      }
    }
    let folders = name.split(separator: "/").dropLast()
    if folders.contains("quorum") { return .quorum }
    return folders.contains("confchange") ? .confChange : .interaction
  }
}

/// What came of one file.
public struct FileResult: Equatable, Sendable {
  public var name: String
  public var family: ScriptRunner.Family
  /// Cases that printed what they should.
  public internal(set) var passed = 0
  /// The others, in file order.
  public internal(set) var failures: [CaseFailure] = []
  /// What ended the run before the end of the file, if something did.
  public internal(set) var diagnostic: Diagnostic?
  /// The file with the actual output in place of what was expected, as far as the run came.
  public internal(set) var rewrittenBytes: [UInt8] = []

  init(name: String, family: ScriptRunner.Family) {
    self.name = name
    self.family = family
  }

  public var isPassed: Bool { failures.isEmpty && diagnostic == nil }

  /// The rewritten file as text.
  public var rewritten: String { String(decoding: rewrittenBytes, as: UTF8.self) }
}

/// A case that printed something else than it should.
public struct CaseFailure: Equatable, Sendable {
  /// Line of the directive, from 1.
  public var line: Int
  /// Line of the file where expected and actual text part, from 1.
  public var differenceLine: Int
  public var directive: Directive
  public var expected: String
  public var actual: String
  public var difference: [DifferenceLine]

  init(_ test: Script.Case, actual: [UInt8]) {
    line = test.start + 1
    directive = test.directive
    expected = String(decoding: test.expected, as: UTF8.self)
    self.actual = String(decoding: actual, as: UTF8.self)
    let (old, new) = (textLines(test.expected), textLines(actual))
    let same = zip(old, new).prefix { $0 == $1 }.count
    differenceLine = test.firstExpectedLine + same + 1
    difference = Conformance.difference(
      expected: old.map { String(decoding: $0, as: UTF8.self) },
      actual: new.map { String(decoding: $0, as: UTF8.self) })
  }
}

/// The lines of a text that ends in a newline, if it is not empty.
func textLines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
  text.isEmpty
    ? [] : text.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
}

/// The state of a script of any family.
private enum ScriptEnvironment {
  case interaction(InteractionScript)
  case quorum(QuorumScript)
  case confChange(ConfChangeScript)

  init(_ family: ScriptRunner.Family) {
    switch family {
    case .interaction: self = .interaction(InteractionScript())
    case .quorum: self = .quorum(QuorumScript())
    case .confChange: self = .confChange(ConfChangeScript())
    }
  }

  /// Runs one case and returns its output; throws what ends the script.
  mutating func run(_ directive: Directive, input: String) throws(ScriptProblem) -> String {
    do throws(Failure) {
      switch self {
      case .interaction(var script):
        defer { self = .interaction(script) }
        return try script.run(directive, input: input)
      case .quorum(let script):
        return try script.run(directive)
      case .confChange(var script):
        defer { self = .confChange(script) }
        return try script.run(directive, input: input)
      }
    } catch {
      switch error {
      case .fatal(let problem): throw problem
      case .reported(let text): return text
      }
    }
  }
}
