import Results
import ScenarioFormat
import SimKernel

extension Experiment {
  /// Version of the history that a plan and a seed give; a digest can only be compared within one.
  public static let traceFormat = 1

  /// The results of all seeds, with what a report must say of the scenario.
  public func outcome(of runs: [RunResult]) -> Outcome {
    Outcome(
      name: plan.name, title: plan.title, question: plan.question, summary: summary,
      scenarioDigest: scenarioDigest, document: plan.document,
      loadSignature: plan.loadSignature, duration: plan.duration.nanoseconds,
      warmup: plan.warmup.nanoseconds, regions: plan.regions.map(\.name),
      clusters: plan.groups.map { group in
        Outcome.ClusterSummary(name: group.name, members: group.members.map(\.name))
      }, roundTrips: roundTrips, estimatedLinks: estimatedLinks, sources: sources,
      hasFederation: plan.federation != nil, faults: plan.faults.map(Self.summary),
      rules: plan.rules, warnings: plan.warnings + lostClients,
      runs: runs.sorted { $0.seed < $1.seed })
  }

  /// Digest of everything a run depends on beside its seed: 32 hexadecimal digits.
  public var scenarioDigest: String {
    var digest = RunDigest()
    digest.combine(bytes: plan.digestText.utf8)
    return digest.description
  }

  private var summary: String {
    let sizes = plan.groups.map { $0.members.filter { !$0.isLearner && !$0.joinsLater }.count }
    let regions = Set(plan.groups.flatMap { $0.members.map(\.region) }).count
    let over = regions == 1 ? "1 region" : "\(regions) regions"
    guard let size = sizes.first else { return "no cluster" }
    if plan.groups.count == 1 {
      let voters = size == 1 ? "1 voter" : "\(size) voters"
      return regions == 1
        ? "1 cluster, \(voters) in 1 region" : "1 cluster, \(voters) over \(over)"
    }
    let each =
      sizes.allSatisfy { $0 == size }
      ? "of \(size) voters" : "of \(sizes.map(String.init).joined(separator: ", ")) voters"
    let sync = plan.federation.map { ", \($0.strategy.rawValue) federation" } ?? ""
    return "\(plan.groups.count) clusters \(each), \(over)\(sync)"
  }

  private var roundTrips: [[Int64]] {
    let n = plan.regions.count
    return (0..<n).map { a in
      (0..<n).map { b in
        a == b
          ? plan.regions[a].interZone.nanoseconds
          : (plan.links[a * n + b].oneWay + plan.links[b * n + a].oneWay).nanoseconds
      }
    }
  }

  private var estimatedLinks: [String] {
    let n = plan.regions.count
    return (0..<n).flatMap { a in
      (a + 1..<n).compactMap { b in
        plan.links[a * n + b].isEstimated || plan.links[b * n + a].isEstimated
          ? "\(plan.regions[a].name) to \(plan.regions[b].name)" : nil
      }
    }
  }

  /// The sources of the links between regions, each once, in order of first use.
  private var sources: [String] {
    let n = plan.regions.count
    var seen: Set<String> = []
    return plan.links.enumerated().compactMap { i, link in
      i / n != i % n && !link.source.isEmpty && seen.insert(link.source).inserted
        ? link.source : nil
    }
  }

  /// What a reader of the counts must know of clients that are lost with their region.
  private var lostClients: [String] {
    plan.faults.compactMap { fault in
      guard case .regionLoss(let region) = fault.kind,
        plan.loads.contains(where: { $0.region == region })
      else { return nil }
      return "the clients of \(plan.regions[region].name) are lost with their region: while it is "
        + "gone they offer nothing, and nothing of it counts as failed"
    }
  }

  private static func summary(of fault: FaultPlan) -> Outcome.FaultSummary {
    guard case .at(let start) = fault.start else {
      return Outcome.FaultSummary(text: fault.text, start: nil, end: nil)
    }
    return Outcome.FaultSummary(
      text: fault.text, start: start.nanoseconds,
      end: isInstant(fault) ? start.nanoseconds : fault.duration.map { (start + $0).nanoseconds })
  }

  private static func isInstant(_ fault: FaultPlan) -> Bool {
    if case .transferLeader = fault.kind { true } else { false }
  }
}
