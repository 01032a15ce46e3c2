/// A fault of the plan, and where in the file its parts stand.
struct FaultDraft {
  var plan: FaultPlan
  var span: SourceSpan
  /// The instant as written, or where the fault begins.
  var startSpan: SourceSpan
  var id: String?
}
