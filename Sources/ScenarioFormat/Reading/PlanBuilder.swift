import Results
import SimKernel
import SimNetwork

/// Gives a checked tree its meaning: resolves names, fills in defaults, and reports what
/// contradicts what. Each part of a scenario is one extension.
struct PlanBuilder {
  var findings: Findings
  let root: ObjectView
  /// What became of the file that `matrix` names.
  let matrixFile: Result<[UInt8], FileProblem>
  /// Line and column of a span of the file.
  let locate: (SourceSpan) -> (Int, Int)

  var duration: Int64 = 0
  var warmup: Int64 = 0
  var regions: [RegionEntry] = []
  /// Declared regions by name and, where it is unique, by short name.
  var regionIndex: [String: Int] = [:]
  var matrix: MatrixEntry?
  /// The matrix file, when something in it is to be shown.
  var matrixText: SourceText?
  /// Row-major like `links`.
  var qualities: [LinkQuality] = []
  var links: [LinkPlan] = []
  var groups: [GroupDraft] = []
  var loads: [LoadPlan] = []
  /// Names of the loads in the file, one each.
  var loadNames: [String] = []
  var federation: FederationPlan?
  var faults: [FaultDraft] = []
  var steps: [StepDraft] = []
  /// By step: the members that it brings in.
  var newcomers: [(group: Int, members: [Int])?] = []
  var rules: [ExpectRule] = []

  init(
    _ root: JSONNode, findings: Findings, matrixFile: Result<[UInt8], FileProblem>,
    locate: @escaping (SourceSpan) -> (Int, Int)
  ) {
    self.root = ObjectView(root, ScenarioSchema.root)
    self.findings = findings
    self.matrixFile = matrixFile
    self.locate = locate
  }

  /// Everything but the findings; nil parts of the file are left at their defaults.
  mutating func build(name: String, document: String) -> Plan {
    readTimes()
    readRegions()
    readLinks()
    readGroups()
    readFederation()
    readLoads()
    readNewMembers()
    readFaults()
    readSteps()
    readExpectations()
    warn()
    return Plan(
      name: baseName(name), title: root.text("title") ?? baseName(name),
      question: root.text("question") ?? "",
      duration: SimDuration(nanoseconds: duration), warmup: SimDuration(nanoseconds: warmup),
      seed: UInt64(root.grains("seed") ?? 1),
      regions: regions.map(\.plan), links: links, groups: groups.map(\.plan), loads: loads,
      federation: federation, faults: faults.map(\.plan),
      steps: steps.map(\.plan), rules: rules,
      warnings: [], document: document)
  }

  private mutating func readTimes() {
    duration = root.grains("duration") ?? SimDuration.seconds(60).nanoseconds
    warmup = root.grains("warmup") ?? 0
    // A bare number was refused for its missing unit, and may mean more than it says.
    guard warmup >= duration, let written = root.node["duration"], written.number == nil else {
      return
    }
    findings.add(
      .warmupTooLong, "the warm-up takes the whole run", at: root.caret("warmup"),
      related: [(root.caret("duration"), "the run")],
      help: "nothing would be measured: shorten \"warmup\" or lengthen \"duration\"")
    warmup = 0
  }

  /// File name without folder and extension; "-" for standard input.
  private func baseName(_ name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    let kept = file.hasPrefix("builtin:") ? String(file.dropFirst("builtin:".count)) : file
    guard let dot = kept.lastIndex(of: "."), dot != kept.startIndex else { return kept }
    return String(kept[..<dot])
  }
}

/// A name that stands for a declared thing: which one, or nil after a report.
struct NameTable {
  /// What is named: "region".
  let noun: String
  let code: DiagnosticCode
  let index: [String: Int]
  /// The names to suggest and list, in the order of declaration.
  let names: [String]
  /// Where they are declared, if anywhere.
  let declaration: SourceSpan?

  /// The number of `name`; a near miss is reported and then taken for what was meant.
  func find(_ name: String, at span: SourceSpan, _ findings: inout Findings) -> Int? {
    if let found = index[name] { return found }
    let near = nearestName(to: name, among: names)
    let list = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", ..." : "")
    let declared = names.isEmpty ? "none is declared" : "\(noun)s: \(list)"
    findings.add(
      code, "\(noun) \(quoted(name)) is not declared", at: span, label: "unknown",
      related: declaration.map { [($0, "declared here")] } ?? [],
      help: near.map { "did you mean \(quoted($0))?" } ?? declared)
    return near.flatMap { index[$0] }
  }
}

extension PlanBuilder {
  private var regionTable: NameTable {
    NameTable(
      noun: "region", code: .unknownRegion, index: regionIndex, names: regions.map(\.name),
      declaration: root.node("regions")?.span)
  }

  mutating func region(_ node: JSONNode?) -> Int? {
    guard let node, let name = node.string else { return nil }
    return region(named: name, at: node.span)
  }

  /// The declared region called `name`, by its full name or, where that is unique, its short one.
  mutating func region(named name: String, at span: SourceSpan) -> Int? {
    regionIndex[name] ?? regionTable.find(name, at: span, &findings)
  }
}
