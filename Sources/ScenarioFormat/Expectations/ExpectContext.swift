import Results
import SimKernel

/// What of a scenario decides whether an expectation makes sense.
struct ExpectContext {
  /// Full names, and where they are unique short ones, with the full name each stands for.
  var regions: [(name: String, full: String)] = []
  var groups: [String] = []
  var loads: [String] = []
  var operations: [LoadPlan.Operation] = []
  var hasLoad = false
  var hasFederation = false
  var hasFault = false
  var steps: [StepPlan] = []
  /// Nanoseconds; nil when unknown.
  var duration: Int64?
  /// False when the rule is read before its scenario.
  var isKnown = true

  init(knowingNothing: Void) { isKnown = false }

  init(
    regions: [String], groups: [String], loads: [LoadPlan], hasFederation: Bool, hasFault: Bool,
    duration: Int64?
  ) {
    self.groups = groups
    self.hasFederation = hasFederation
    self.hasFault = hasFault
    self.duration = duration
    hasLoad = !loads.isEmpty
    for load in loads {
      if !self.loads.contains(load.name) { self.loads.append(load.name) }
      for share in load.mix where !operations.contains(share.operation) {
        operations.append(share.operation)
      }
    }
    for region in regions { self.regions.append((region, region)) }
    let tails = regions.map { $0.split(separator: ":").last.map(String.init) ?? $0 }
    for (region, tail) in zip(regions, tails) where tails.count(where: { $0 == tail }) == 1 {
      self.regions.append((tail, region))
    }
  }

  init(_ plan: Plan) {
    self.init(
      regions: plan.regions.map(\.name), groups: plan.groups.map(\.name), loads: plan.loads,
      hasFederation: plan.federation != nil, hasFault: !plan.faults.isEmpty,
      duration: plan.duration.nanoseconds)
    steps = plan.steps
  }

  /// Why nothing in the scenario produces `metric`; nil when something does.
  func obstacle(to metric: Metric) -> String? {
    guard isKnown else { return nil }
    let federationOnly = "there is no federation"
    switch metric {
    case .writeLatency, .writeRate:
      return operations.contains(where: \.isWrite) ? nil : "no load writes"
    case .readLatency:
      return operations.contains(where: \.isLinearizableRead) ? nil : "no load has linearizableGet"
    case .staleReadLatency:
      return operations.contains(where: \.isSerializableRead) ? nil : "no load has serializableGet"
    case .resolveLatency, .resolveWrong, .resolveLocalRatio:
      return operations.contains(.resolve) ? nil : "no load has resolve"
    case .updateLatency, .conflicts:
      return operations.contains(.update) ? nil : "no load has update"
    case .keepAliveLatency, .leasesGranted, .leasesLost, .leaseKeysExpired:
      return operations.contains(.lease) ? nil : "no load has lease"
    case .watchDelay, .watchCommitDelay, .watchEvents, .watchRelists, .watchRelistTime,
      .watchResumes, .watchProgress:
      return operations.contains(.watch) ? nil : "no load has watch"
    case .staleness, .staleReadRatio, .versionsBehind:
      let reads = operations.contains { $0.isLinearizableRead || $0.isSerializableRead }
      return reads || hasFederation ? nil : "no load reads, and there is no federation"
    case .syncLag, .federationUnseen, .federationResyncs:
      return hasFederation ? nil : federationOnly
    case .convergence:
      if !hasFederation { return federationOnly }
      return hasFault ? nil : "there is no fault to recover from"
    case .stepTime, .stepsFailed:
      return steps.isEmpty ? "there are no steps" : nil
    case .lostWrites, .lostSpan, .downtime:
      return steps.contains(where: \.isRecovery)
        ? nil : "no step is a restoreSnapshot or forceNewCluster"
    default:
      guard metric.rawValue.hasPrefix("client.") else { return nil }
      return hasLoad ? nil : "there is no load"
    }
  }
}
