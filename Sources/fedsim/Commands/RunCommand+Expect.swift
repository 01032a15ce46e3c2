import ScenarioFormat

extension RunCommand {
  /// The word that makes a run forget the scenario's own expectations.
  static let noExpectations = "none"

  /// A rule that is right in itself, or "none"; whether it suits a scenario is seen when that is
  /// known. A warning refuses it too: what is typed for one run is meant to have an effect.
  static func readExpect(_ text: String) throws(BadValue) -> String {
    if text == noExpectations { return text }
    let wrong = ExpectationText.read(text, for: nil).diagnostics
    if !wrong.isEmpty { throw BadValue(wrong.map(sentences).joined(separator: " ")) }
    return text
  }

  /// The plan with the rules of the command line; nil after errors were given to `report`.
  static func apply(
    _ rules: [String], to plan: Plan, report: ([Diagnostic]) -> Void
  ) -> Plan? {
    var plan = plan
    if rules.contains(noExpectations) { plan.rules = [] }
    var isFine = true
    for text in rules where text != noExpectations {
      let result = ExpectationText.read(text, for: plan)
      if !result.diagnostics.isEmpty { report(result.diagnostics) }
      if let rule = result.rule { plan.rules.append(rule) } else { isFine = false }
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
