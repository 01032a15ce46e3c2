import RaftCore
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import Statistics

/// Counts and histograms of one run. It watches: nothing in the run reads it.
struct Recorder: Sendable {
  enum TrafficKind: Int, CaseIterable, Sendable {
    case raft, client, federation
    var name: String {
      switch self {
      case .raft: "raft"
      case .client: "client"
      case .federation: "federation"
      }
    }
  }
  /// The latency metrics, in the order of the histograms.
  static let latencyMetrics: [Metric] = [
    .writeLatency, .readLatency, .staleReadLatency, .resolveLatency, .updateLatency,
    .keepAliveLatency,
  ]
  /// An operation that neither succeeded nor failed counts as hung when older than this at the end.
  static let hungAfter = SimDuration.seconds(1)

  let plan: Plan
  let measuredFrom: SimTime
  let end: SimTime
  let windows: [ExpectRule.Window]
  var steps: StepSeries
  /// By load, latency metric, and 0 for the whole run or 1 + window.
  var latency: [[[Histogram]]]
  var counts: [[LoadCounts]]
  /// By group and client region.
  var outages: [[OutageMeter]]
  /// By load and `Attribution.Operation`.
  var parts: [[PartHistogram]]
  /// By load and operation: how often each member decided.
  var deciders: [[[MemberID: Int64]]]
  /// By load and operation: how often each member led.
  var leaders: [[[MemberID: Int64]]]
  /// By group and region of the member.
  var fsync: [[Histogram]]
  /// By kind, from * regions + to.
  var traffic: [[Traffic]]
  var federation: FederationRecords
  var watches: WatchRecords
  /// By load, and by group.
  var leases: [(granted: Int64, lost: Int64)]
  var keysExpired: [Int64]
  var events: [TimelineEvent] = []
  var violations: [Violation] = []
  /// By step: how long it took, or that it failed; nil for one that did not end.
  var stepResults: [(took: SimDuration, failed: Bool)?] = []

  struct Traffic: Sendable {
    var messages: Int64 = 0
    var bytes: Int64 = 0
  }
  struct LoadCounts: Sendable {
    var offered: Int64 = 0
    var succeeded: Int64 = 0
    var failed: Int64 = 0
    /// Successes and successful writes by when they ended, for rates.
    var completed: Int64 = 0
    var completedWrites: Int64 = 0
    /// Failures by what the client was told.
    var errors: [Failure: Int64] = [:]
    var conflicts: Int64 = 0
  }

  init(plan: Plan) {
    self.plan = plan
    measuredFrom = .zero + plan.warmup
    end = .zero + plan.duration
    windows = Array(Set(plan.rules.compactMap(\.window))).sorted()
    steps = StepSeries(from: .zero, to: end, regions: plan.regions.map(\.name))
    let loads = plan.loads.count
    let regions = plan.regions.count
    latency = Array(
      repeating: Array(
        repeating: Array(repeating: Histogram(), count: windows.count + 1),
        count: Self.latencyMetrics.count), count: loads)
    counts = Array(
      repeating: Array(repeating: LoadCounts(), count: windows.count + 1), count: loads)
    outages = Array(
      repeating: Array(repeating: OutageMeter(from: measuredFrom), count: regions),
      count: plan.groups.count)
    let kinds = Attribution.Operation.allCases.count
    parts = Array(repeating: Array(repeating: PartHistogram(), count: kinds), count: loads)
    deciders = Array(repeating: Array(repeating: [:], count: kinds), count: loads)
    leaders = deciders
    let perRegion = Array(repeating: Histogram(), count: regions)
    fsync = Array(repeating: perRegion, count: plan.groups.count)
    leases = Array(repeating: (0, 0), count: loads)
    keysExpired = Array(repeating: 0, count: plan.groups.count)
    stepResults = Array(repeating: nil, count: plan.steps.count)
    watches = WatchRecords(plan: plan, windows: windows.count)
    federation = FederationRecords(regionCount: regions)
    traffic = Array(
      repeating: Array(repeating: Traffic(), count: regions * regions),
      count: TrafficKind.allCases.count)
  }

  mutating func offered(_ load: Int, at intended: SimTime) {
    counts[load][0].offered += 1
    for (w, window) in windows.enumerated() where window.contains(intended.nanoseconds) {
      counts[load][w + 1].offered += 1
    }
    outages[groupOfLoad[load]][plan.loads[load].region].offered(at: intended)
  }

  mutating func finished(
    _ operation: Operation, load: Int, server: MemberID, readLeader: MemberID, succeeded: Bool,
    update: GuardedUpdate? = nil, at now: SimTime
  ) {
    if succeeded {
      outages[groupOfLoad[load]][plan.loads[load].region].succeeded(at: now)
      countCompletion(load, isWrite: !operation.kind.isRead, at: now)
    }
    guard operation.isMeasured else { return }
    let latency = (now - operation.intended).nanoseconds
    let metric = Self.metricIndex(of: operation.kind)
    note(latency, metric, load, operation.intended)
    count(operation, load, succeeded: succeeded)
    steps.record(operation, latency: latency, succeeded: succeeded, at: now)
    guard succeeded, let o = Self.attribution(ofMetric: metric) else { return }
    let split = split(operation, server: server, update, finished: now)
    parts[load][o].record(split, latency: latency)
    let isWrite = metric == 0 || metric == 4
    let decider = isWrite ? operation.way.commit.decider : operation.way.read.decider
    if decider != .none { deciders[load][o][decider, default: 0] += 1 }
    let leader = isWrite ? operation.way.commit.leader : readLeader
    if leader != .none { leaders[load][o][leader, default: 0] += 1 }
  }

  /// The place of a latency metric's split in `Attribution.Operation`.
  private static func attribution(ofMetric metric: Int) -> Int? {
    switch metric {
    case 0, 1: metric
    case 4, 5: metric - 2
    default: nil
    }
  }

  private func split(
    _ operation: Operation, server: MemberID, _ update: GuardedUpdate?, finished: SimTime
  ) -> [Int64] {
    guard var update else {
      return LatencySplit.parts(of: operation, server: server.rawValue, finished: finished)
    }
    update.add(
      LatencySplit.parts(
        operation.way, isRead: !update.hasRead, from: update.since, server: server.rawValue,
        finished: finished))
    return update.earlier
  }

  /// An operation still open at the end: it failed, and has lasted at least its age.
  mutating func leftOpen(_ operation: Operation, load: Int, at end: SimTime) {
    guard operation.isMeasured else { return }
    let age = end - operation.intended
    guard age >= Self.hungAfter else {
      retract(operation, load)
      return
    }
    note(
      age.nanoseconds, Self.metricIndex(of: operation.kind), load, operation.intended)
    var operation = operation
    operation.failure = .unanswered
    count(operation, load, succeeded: false)
  }

  /// The clients of a region are lost with it: what they asked for counts for nothing.
  mutating func abandoned(_ operations: [Operation], load: Int) {
    for operation in operations where operation.isMeasured { retract(operation, load) }
    outages[groupOfLoad[load]][plan.loads[load].region].abandon()
  }

  /// An operation cut short by the end of the run was never really offered.
  private mutating func retract(_ operation: Operation, _ load: Int) {
    counts[load][0].offered -= 1
    for (w, window) in windows.enumerated()
    where window.contains(operation.intended.nanoseconds) {
      counts[load][w + 1].offered -= 1
    }
  }

  private mutating func note(
    _ latency: Int64, _ metric: Int, _ load: Int, _ intended: SimTime
  ) {
    self.latency[load][metric][0].record(latency)
    for (w, window) in windows.enumerated() where window.contains(intended.nanoseconds) {
      self.latency[load][metric][w + 1].record(latency)
    }
  }

  /// Rates count what ends in the window, whenever it was intended: a long latency must not look
  /// like a low rate.
  private mutating func countCompletion(_ load: Int, isWrite: Bool, at now: SimTime) {
    for w in 0...windows.count
    where w == 0 ? now >= measuredFrom : windows[w - 1].contains(now.nanoseconds) {
      counts[load][w].completed += 1
      if isWrite { counts[load][w].completedWrites += 1 }
    }
  }

  private mutating func count(_ operation: Operation, _ load: Int, succeeded: Bool) {
    for w in 0...windows.count
    where w == 0 || windows[w - 1].contains(operation.intended.nanoseconds) {
      if succeeded {
        counts[load][w].succeeded += 1
      } else {
        counts[load][w].failed += 1
        counts[load][w].errors[operation.failure ?? .unanswered, default: 0] += 1
      }
    }
  }

  /// Group each load talks to; set when the world is built.
  var groupOfLoad: [Int] = []

  mutating func synced(_ group: Int, region: Int, _ duration: SimDuration, at now: SimTime) {
    guard now >= measuredFrom else { return }
    fsync[group][region].record(duration.nanoseconds)
  }

  mutating func sent(_ kind: TrafficKind, from: Int, to: Int, bytes: Int, at now: SimTime) {
    guard from != to, now >= measuredFrom else { return }
    let cell = from * plan.regions.count + to
    traffic[kind.rawValue][cell].messages += 1
    traffic[kind.rawValue][cell].bytes += Int64(bytes)
  }

  mutating func timeline(_ event: TimelineEvent) {
    // A storm of pre-votes must not fill the memory of a long run.
    guard events.count < 20_000 else { return }
    events.append(event)
  }

  mutating func stepEnded(_ step: Int, took: SimDuration, failure: String?) {
    stepResults[step] = (took, failure != nil)
  }

  mutating func violated(_ invariant: String, at now: SimTime, _ text: String) {
    guard violations.count < 100 else { return }
    violations.append(Violation(invariant: invariant, time: now.nanoseconds, text: text))
  }

  static func metricIndex(of kind: LoadPlan.Operation) -> Int {
    switch kind {
    case .put, .delete, .compareAndSwap, .txn, .deleteRange: 0
    case .linearizableGet, .linearizableRange: 1
    case .serializableGet, .serializableRange: 2
    case .resolve: 3
    case .update: 4
    case .lease, .watch: 5
    }
  }
}
