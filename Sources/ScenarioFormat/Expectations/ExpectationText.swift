import Results

/// What became of one `--expect` rule.
public struct ExpectationResult: Sendable {
  /// nil exactly when a diagnostic is an error.
  public var rule: ExpectRule?
  /// Against a file called "--expect".
  public var diagnostics: [Diagnostic]
}

/// The short form of an expectation: `metric[{label=value,...}] [stat] op value`, or
/// `invariant name`.
public enum ExpectationText {
  private static let operators: [(String, ExpectRule.Comparison)] = [
    ("<=", .atMost), (">=", .atLeast), ("<", .below), (">", .above),
  ]
  private static let example = "client.write.latency p99 < 250ms"

  /// Reads `client.write.latency{region=eu-west-1} p99 < 250ms`; the statistic may be tied to the
  /// name (`write.p99 < 250ms`) and is `value` where a run gives one number. With a plan, names of
  /// labels and whether the scenario produces the metric are checked too.
  public static func read(_ text: String, for plan: Plan?) -> ExpectationResult {
    let source = SourceText(name: "--expect", bytes: Array(text.utf8))
    var findings = Findings()
    var rule: ExpectRule?
    if let node = tree(text, &findings) {
      let context =
        plan.map { ExpectContext($0) } ?? ExpectContext(knowingNothing: ())
      var decoder = ExpectationDecoder(findings: findings, context: context)
      rule = decoder.rule(ObjectView(node, ScenarioSchema.expectation), line: 0, column: 0)
      findings = decoder.findings
    }
    return ExpectationResult(
      rule: findings.errorCount == 0 ? rule : nil,
      diagnostics: findings.diagnostics(in: [.expectation: source]))
  }

  /// The same object that a file would hold.
  private static func tree(_ text: String, _ findings: inout Findings) -> JSONNode? {
    let whole = SourceSpan(0..<text.utf8.count, in: .expectation)
    let words = text.split(separator: " ")
    if words.count == 2 && words[0] == "invariant" {
      let named = member("invariant", node(words[1], in: text))
      return JSONNode(value: .object([named]), span: whole)
    }
    guard let (position, sign, comparison) = comparison(in: text) else {
      findings.add(
        .badExpectation, "a rule needs one of <, <=, > and >=", at: whole,
        help: "such as \(example)")
      return nil
    }
    let value = text[text.index(position, offsetBy: sign.count)...]
    guard let limit = word(value, in: text) else {
      findings.add(
        .badExpectation, "a limit is missing", at: whole.closing, help: "such as \(example)")
      return nil
    }
    var members = [member(comparison.rawValue, limit, number: true)]
    var subject = text[..<position]
    if let brace = subject.firstIndex(of: "{") {
      guard let close = subject[brace...].firstIndex(of: "}") else {
        findings.add(
          .badExpectation, "'{' is not closed", at: span(brace..<text.index(after: brace), text))
        return nil
      }
      let inside = text[text.index(after: brace)..<close]
      guard let labels = labels(inside, in: text, &findings) else { return nil }
      members.append(
        JSONMember(key: "where", keySpan: labels.span, value: labels))
      if let stat = word(text[text.index(after: close)..<position], in: text) {
        members.append(member("stat", stat))
      }
      subject = text[..<brace]
    }
    let parts = subject.split(separator: " ")
    guard let name = parts.first, parts.count <= 2 else {
      findings.add(
        .badExpectation, "a rule is a metric, a statistic, a sign and a limit", at: whole,
        help: "such as \(example)")
      return nil
    }
    members.append(member("metric", node(name, in: text)))
    if parts.count == 2 { members.append(member("stat", node(parts[1], in: text))) }
    let object = JSONNode(value: .object(members), span: whole)
    var checker = SchemaChecker(findings: findings, demandsKeys: false)
    checker.check(object, ScenarioSchema.expectation)
    findings = checker.findings
    return object
  }

  private static func comparison(
    in text: String
  ) -> (String.Index, String, ExpectRule.Comparison)? {
    guard let position = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { return nil }
    let found = operators.first { text[position...].hasPrefix($0.0) }
    return found.map { (position, $0.0, $0.1) }
  }

  private static func labels(
    _ inside: Substring, in text: String, _ findings: inout Findings
  ) -> JSONNode? {
    var members: [JSONMember] = []
    for pair in inside.split(separator: ",") {
      guard let equals = pair.firstIndex(of: "="),
        let key = word(pair[..<equals], in: text),
        let value = word(pair[pair.index(after: equals)...], in: text)
      else {
        findings.add(
          .badExpectation, "labels are written label=value",
          at: span(pair.startIndex..<pair.endIndex, text))
        return nil
      }
      members.append(JSONMember(key: key.string ?? "", keySpan: key.span, value: value))
    }
    let range = inside.startIndex..<inside.endIndex
    return JSONNode(value: .object(members), span: span(range, text))
  }

  /// `part` without blanks about it, or nil when nothing is left.
  private static func word(_ part: Substring, in text: String) -> JSONNode? {
    var part = part.drop { $0.isWhitespace }
    while part.last?.isWhitespace == true { part.removeLast() }
    return part.isEmpty ? nil : node(part, in: text)
  }

  private static func node(_ part: Substring, in text: String) -> JSONNode {
    JSONNode(value: .string(String(part)), span: span(part.startIndex..<part.endIndex, text))
  }

  private static func member(_ key: String, _ value: JSONNode, number: Bool = false) -> JSONMember {
    var value = value
    if number, let text = value.string, case .success(let number) = JSONNumber.reading(text) {
      value.value = .number(number)
    }
    return JSONMember(key: key, keySpan: value.span, value: value)
  }

  private static func span(_ range: Range<String.Index>, _ text: String) -> SourceSpan {
    let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    let end = text.utf8.distance(from: text.startIndex, to: range.upperBound)
    return SourceSpan(start..<end, in: .expectation)
  }
}
