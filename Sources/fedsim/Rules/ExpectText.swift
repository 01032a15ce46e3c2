import Results
import ScenarioFormat

/// What `--expect` can say.
enum ExpectText {
  enum Wish: Sendable, Hashable {
    /// Forget the scenario's own expectations.
    case none
    /// A safety property by name.
    case invariant(String)
    /// "client.write.latency{region=eu-west-1} p99 < 250ms", right in itself; whether it suits a
    /// scenario is seen when that is known.
    case rule(String)
  }

  static func read(_ text: String) throws(BadValue) -> Wish {
    if text == "none" { return .none }
    if let name = text.wholeMatch(of: /\s*invariant\s+(\S+)\s*/)?.1 {
      let known = InvariantTable.all.map(\.name)
      guard known.contains(String(name)) else { throw BadValue(String(name), noneOf: known) }
      return .invariant(String(name))
    }
    let errors = ExpectationText.read(text, for: nil).diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw BadValue(errors.map(sentences).joined(separator: " ")) }
    return .rule(text)
  }

  /// The plan with what the command line expects; nil after errors were given to `report`.
  static func apply(
    _ wishes: [Wish], to plan: Plan, report: ([Diagnostic]) -> Void
  ) -> Plan? {
    var plan = plan
    if wishes.contains(.none) { plan.rules = [] }
    var isFine = true
    for wish in wishes {
      switch wish {
      case .none: continue
      case .invariant(let name): plan.rules.append(ExpectRule(subject: .invariant(name)))
      case .rule(let text):
        let result = ExpectationText.read(text, for: plan)
        if !result.diagnostics.isEmpty { report(result.diagnostics) }
        if let rule = result.rule { plan.rules.append(rule) } else { isFine = false }
      }
    }
    return isFine ? plan : nil
  }

  /// "A rule needs one of <, <=, > and >=. Such as ..."
  private static func sentences(_ diagnostic: Diagnostic) -> String {
    [diagnostic.message, diagnostic.help].filter { !$0.isEmpty }
      .map { $0.prefix(1).uppercased() + $0.dropFirst() + ($0.hasSuffix("?") ? "" : ".") }
      .joined(separator: " ")
  }
}
