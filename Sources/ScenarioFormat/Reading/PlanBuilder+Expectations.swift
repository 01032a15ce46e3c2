import Results

extension PlanBuilder {
  mutating func readExpectations() {
    var context = ExpectContext(
      regions: regions.map(\.name), groups: groups.map(\.plan.name), loads: loads,
      hasFederation: federation != nil, hasFault: !faults.isEmpty, duration: duration)
    context.steps = steps.map(\.plan)
    var decoder = ExpectationDecoder(findings: findings, context: context)
    for view in root.views("expect", ScenarioSchema.expectation) {
      let place = view.node.span.origin == .file ? locate(view.node.span) : (0, 0)
      if let rule = decoder.rule(view, line: place.0, column: place.1) { rules.append(rule) }
    }
    findings = decoder.findings
  }
}
