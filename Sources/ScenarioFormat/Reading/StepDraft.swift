/// A step of the plan, and where in the file it stands.
struct StepDraft {
  var plan: StepPlan
  var span: SourceSpan
  var startSpan: SourceSpan
  var id: String?
}
