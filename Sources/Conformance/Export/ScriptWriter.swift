import RaftCore

/// Writes what happens to a Raft group as a data-driven script, step by step.
///
/// Each step becomes a directive, which is run at once in an environment of the writer's own. That
/// gives what the script expects, and is compared with what happened: a script that was written
/// passes, and does what the group did.
public struct ScriptWriter: Sendable {
  var environment = InteractionScript()
  var vocabulary = Vocabulary()
  /// Election timeouts as the group's cores drew them, by position.
  private var timeouts: [Int?]
  private var text = ""
  /// Comments for the next directive.
  private var remarks: [String] = []
  /// Where the next directive happens, if that was not said yet.
  private var place: String?
  /// A Ready that was taken, and what that printed. If it is finished next, one directive says
  /// both.
  private var taken: (node: Int, output: String)?

  /// A script of a group whose `count` members start with `confState` and the options of their
  /// first, under the comment lines `heading`.
  public init(
    count: Int, confState: ConfState, options: RaftOptions, heading: [String]
  ) throws(ExportProblem) {
    timeouts = Array(repeating: nil, count: count)
    remarks = heading
    let line = Self.creation(count: count, confState, options)
    let output = try run(line)
    write(line, "", output)
    guard let made = environment.nodes.first?.member.options, made.agrees(with: options) else {
      throw .unsayable("members with options that x-add-nodes does not take")
    }
  }

  /// Cases so far.
  public private(set) var caseCount = 0

  /// Puts a comment line before the next directive.
  public mutating func remark(_ line: String) {
    release()
    remarks.append(line)
  }

  /// Says in a comment when and where the directives from now on happen, if there are any.
  public mutating func enter(_ place: String) {
    release()
    self.place = place
  }

  /// The whole script, with the end of the story: how the members stand, and their logs, which must
  /// be `logs`.
  public mutating func finish(logs: [[Entry]]) throws(ExportProblem) -> String {
    enter("The outcome.")
    try perform("x-state")
    for (node, log) in logs.enumerated() {
      try perform("raft-log \(node + 1)")
      let (mine, theirs) = (environment.nodes[node].member.storage.entries, vocabulary.said(log))
      if mine.text != theirs.text {
        throw .diverged("node \(node + 1) ends with another log:\n\(mine.text)---\n\(theirs.text)")
      }
    }
    let result = ScriptRunner.run(text: text, name: "script")
    if let failure = result.failures.first {
      throw .diverged("'\(failure.directive.text)' prints something else when it is run again")
    }
    if let diagnostic = result.diagnostic { throw .diverged("\(diagnostic)") }
    return text
  }

  // MARK: Directives

  /// Runs a directive and writes it with what it prints.
  mutating func perform(_ line: String, input: String = "") throws(ExportProblem) {
    release()
    let output = try run(line, input: input)
    write(line, input, output)
  }

  /// Takes a Ready; the directive waits for what comes next.
  mutating func take(_ node: Int) throws(ExportProblem) -> String {
    release()
    let output = try run("x-take-ready \(node + 1)")
    taken = (node, output)
    return output
  }

  /// Finishes a Ready.
  mutating func finish(_ node: Int) throws(ExportProblem) {
    guard let (last, first) = taken, last == node else {
      return try perform("x-finish-ready \(node + 1)")
    }
    let second = try run("x-finish-ready \(node + 1)")
    taken = nil
    write("process-ready \(node + 1)", "", second == "ok" ? first : first + second)
  }

  /// Writes the directive that waits.
  private mutating func release() {
    guard let (node, output) = taken else { return }
    taken = nil
    write("x-take-ready \(node + 1)", "", output)
  }

  private mutating func run(_ line: String, input: String = "") throws(ExportProblem) -> String {
    do throws(ScriptProblem) {
      let directive = try Directive(parsing: line)
      do throws(Failure) {
        return try environment.run(directive, input: input)
      } catch {
        switch error {
        case .reported(let text): return text
        case .fatal(let problem): throw problem
        }
      }
    } catch {
      if case .faulted = error { throw .unsayable("a core that stops: \(error.text)") }
      throw .diverged("'\(line)': \(error.text)")
    }
  }

  private mutating func write(_ line: String, _ input: String, _ output: String) {
    if !text.isEmpty { text += "\n" }
    for remark in remarks + [place].compactMap({ $0 }) {
      let line = remark.split(whereSeparator: \.isNewline).joined(separator: " ")
      text += "# \(line)\n"
    }
    (remarks, place) = ([], nil)
    text += line + "\n"
    if !input.isEmpty { text += input + "\n" }
    let actual = Array((output.hasSuffix("\n") ? output : output + "\n").utf8)
    text += "----\n" + String(decoding: Script.expectation(of: actual), as: UTF8.self)
    caseCount += 1
  }

  // MARK: Comparing

  /// Checks that member `node` stands as the group's does.
  public mutating func check(
    _ node: Int, status: Status, lastIndex: LogIndex, electionTimeout: Int
  ) throws(ExportProblem) {
    timeouts[node] = electionTimeout
    let member = environment.nodes[node].member
    if member.status != status || member.lastIndex != lastIndex {
      throw .diverged(
        "node \(node + 1) stands at \(member.status.line(member.lastIndex)), "
          + "should at \(status.line(lastIndex))")
    }
  }

  /// Says the election timeout that a member drew, if a tick could make use of it.
  mutating func sayTimeout(of node: Int) throws(ExportProblem) {
    let member = environment.nodes[node].member
    guard let ticks = timeouts[node], ticks != member.electionTimeout, !member.isLeader else {
      return
    }
    try perform("set-randomized-election-timeout \(node + 1) timeout=\(ticks)")
  }
}

extension Status {
  /// Everything on one line, for whoever looks for a difference.
  fileprivate func line(_ last: LogIndex) -> String {
    "\(softState.text) \(hardState.text) Applied:\(applied) Last:\(last) "
      + "Transferee:\(leadTransferee) \(configuration.text) \(progress)"
  }
}
