import Experiments
import ScenarioFormat
import SimKernel

extension Model {
  /// Simulates one phase; a pure function of the model, the phase and the seed.
  ///
  /// - Parameter operations: how many operations each sequential client does about.
  public func run(
    _ phase: Phase, seed: UInt64, operations: Int = 400
  ) throws(ExperimentError) -> PhaseResult {
    let seed = phase.seed(under: seed)
    switch phase {
    case .latency(let operation, let places, let isDirect):
      return try latency(
        operation, places, isDirect: isDirect, operations: operations, seed: seed)
    case .watch(let source):
      return try watch(from: source, operations: operations, seed: seed)
    case .throughput(let operation, let place, let clients):
      return try throughput(
        operation, at: place, clients: clients, share: min(operations, 400), seed: seed)
    case .failover(_, let places): return try failover(places, seed: seed)
    case .quiet: return try quiet(seed: seed)
    case .coldStart: return try coldStart(seed: seed)
    case .transfer(let from, _): return try transfer(from: from, seed: seed)
    }
  }

  // MARK: - Latency

  private func latency(
    _ operation: ClusterMeasurement.Operation, _ places: [Int], isDirect: Bool, operations: Int,
    seed: UInt64
  ) throws(ExperimentError) -> PhaseResult {
    let loads = places.map {
      load(
        at: $0, to: isDirect ? 0 : nil, .closed(clients: 1, think: .zero), operation)
    }
    let slowest = places.map { floor(operation, at: $0) }.max() ?? .zero
    let each = slowest + machine.overhead
    let start = settling
    let probe = try Experiment(
      plan: plan(duration: start + each * Int64(operations), loads: loads)
    ).watch(seed: seed, with: Probe(loadCount: loads.count))
    return result(of: probe, loads: places, since: start)
  }

  private func watch(
    from source: Int, operations: Int, seed: UInt64
  ) throws(ExperimentError) -> PhaseResult {
    let pause = SimDuration.milliseconds(10)
    let loads = [load(at: source, .closed(clients: 1, think: pause), .put)]
    let each = floor(.put, at: source) + machine.overhead + pause
    let start = settling
    let probe = try Experiment(
      plan: plan(duration: start + each * Int64(operations), loads: loads)
    ).watch(seed: seed, with: Probe(loadCount: 1, keepsApplied: true))
    var begun: [UInt64: SimTime] = [:]
    for put in probe.finished where put.succeeded && put.intended - .zero >= start {
      begun[put.index] = put.intended
    }
    var result = PhaseResult()
    result.samples = Array(repeating: [], count: memberCount)
    for event in probe.applied {
      guard let start = begun[event.index] else { continue }
      result.samples[event.member].append((event.time - start + machine.clientHop).nanoseconds)
    }
    return result
  }

  private func throughput(
    _ operation: ClusterMeasurement.Operation, at place: Int, clients: Int, share: Int,
    seed: UInt64
  ) throws(ExperimentError) -> PhaseResult {
    let loads = [load(at: place, .closed(clients: clients, think: .zero), operation)]
    // As it was measured: all clients begin at once, warm up for 1.5 s and count for 4 s; with
    // fewer operations less, but some of every client.
    let least = (floor(operation, at: place) + machine.overhead) * 4
    let warm = SimDuration.microseconds(3_750) * Int64(share)
    let length = share < 400 ? max(.milliseconds(10) * Int64(share), least) : .seconds(4)
    let probe = try Experiment(
      plan: plan(duration: settling + least + warm + length, loads: loads)
    ).watch(seed: seed, with: Probe(loadCount: 1))
    // Long round trips fit a window few times: it begins as the measured one did, with a request.
    let begun = probe.finished.map(\.intended).filter { $0 - .zero >= settling }.min()
    let start = (begun ?? .zero) - .zero + warm
    var result = result(of: probe, loads: [place], since: start, until: start + length)
    result.rate = Double(result.samples[place].count) / Double(length.nanoseconds) * 1e9
    return result
  }

  /// Latencies by place of what began since `start`; with an end, of what ended in between.
  private func result(
    of probe: Probe, loads places: [Int], since start: SimDuration, until end: SimDuration? = nil
  ) -> PhaseResult {
    var result = PhaseResult()
    result.samples = Array(repeating: [], count: memberCount)
    for done in probe.finished where done.succeeded {
      guard (end == nil ? done.intended : done.ended) - .zero >= start else { continue }
      if let end, done.ended - .zero >= end { continue }
      result.samples[places[done.load]].append(done.latency.nanoseconds)
    }
    return result
  }

  // MARK: - Elections

  /// The leader dies or stops at a random phase of all ticks; puts go on every 20 ms.
  private func failover(_ places: [Int], seed: UInt64) throws(ExperimentError) -> PhaseResult {
    var draws = Draws(seed: seed, .federation, 1)
    let phase = draws.below(UInt64(measurement.heartbeat.nanoseconds))
    let strike = settling + SimDuration(nanoseconds: Int64(phase))
    let isPause = draws.below(2) == 1
    let loads = places.map { load(at: $0, .fixed(gap: .milliseconds(20)), .put) }
    let target = FaultPlan.MemberTarget.member(group: 0, member: 0)
    let fault = FaultPlan(
      kind: isPause ? .pause(target) : .crash(target), start: .at(strike), duration: nil,
      text: "")
    let since = SimTime.zero + strike
    let probe = try Experiment(
      plan: plan(duration: strike + .seconds(40), loads: loads, faults: [fault])
    ).watch(seed: seed, with: Probe(loadCount: loads.count, successSince: since))
    var result = PhaseResult()
    result.samples = Array(repeating: [], count: memberCount)
    for done in probe.finished where done.succeeded && done.intended >= since {
      // The first success of each place.
      let place = places[done.load]
      if result.samples[place].isEmpty {
        result.samples[place] = [(done.ended - since).nanoseconds]
      }
    }
    count(probe.roles.filter { $0.time >= since }, into: &result)
    return result
  }

  private func quiet(seed: UInt64) throws(ExperimentError) -> PhaseResult {
    guard let quiet = measurement.quiet else { return PhaseResult() }
    let warm = SimDuration(
      nanoseconds: Int64((measurement.healthyAfterSeconds ?? 90) * 1e9) + 1_000_000_000)
    let length = SimDuration(nanoseconds: Int64(quiet.seconds * 1e9))
    let slack = SimDuration.seconds(5)
    let probe = try Experiment(plan: plan(duration: warm + slack + length, leader: nil)).watch(
      seed: seed, with: Probe(loadCount: 0))
    // The quiet time began when the cluster was healthy, or was never going to be.
    let agreed = (probe.agreed ?? .zero) + .milliseconds(500)
    let start = min(max(.zero + warm, agreed), .zero + warm + slack)
    var result = PhaseResult()
    count(probe.roles.filter { (start..<start + length).contains($0.time) }, into: &result)
    return result
  }

  /// All start at once; elections count until half a second after all know one leader.
  private func coldStart(seed: UInt64) throws(ExperimentError) -> PhaseResult {
    let probe = try Experiment(plan: plan(duration: .seconds(90), leader: nil)).watch(
      seed: seed, with: Probe(loadCount: 0, agreementAndThen: .milliseconds(500)))
    let healthy = probe.agreed ?? .zero + .seconds(90)
    var result = PhaseResult()
    count(probe.roles, into: &result)
    result.samples = [[healthy.nanoseconds]]
    return result
  }

  /// MoveLeader looks once per heartbeat whether the old leader knows the new one (etcd
  /// server/etcdserver/server.go, moveLeader).
  private func transfer(from: Int, seed: UInt64) throws(ExperimentError) -> PhaseResult {
    var draws = Draws(seed: seed, .federation, 2)
    let phase = draws.below(UInt64(measurement.heartbeat.nanoseconds))
    let moment = settling + SimDuration(nanoseconds: Int64(phase))
    let fault = FaultPlan(
      kind: .transferLeader(group: 0, member: 0), start: .at(moment), duration: nil, text: "")
    let length = longest * 6 + measurement.heartbeat * Int64(2 * measurement.electionTicks)
    let probe = try Experiment(
      plan: plan(duration: moment + length, leader: from, faults: [fault])
    ).watch(seed: seed, with: Probe(loadCount: 0))
    let since = SimTime.zero + moment
    guard
      let known = probe.leaders.first(where: {
        $0.time >= since && $0.member == from && $0.leader == 0
      })
    else { return PhaseResult() }
    let look = measurement.heartbeat + machine.wakeUp
    let looks = max(1, ((known.time - since).nanoseconds + look.nanoseconds - 1) / look.nanoseconds)
    var result = PhaseResult()
    result.samples = [[(look * looks + machine.clientHop * 2).nanoseconds]]
    return result
  }

  private func count(_ roles: [Probe.Role], into result: inout PhaseResult) {
    result.leaders = roles.count { $0.kind == .leader }
    result.candidacies = roles.count { $0.kind == .candidate }
    result.preCandidacies = roles.count { $0.kind == .preCandidate }
  }
}

extension MachinePlan {
  /// About what an operation takes beside distance and disk, for sizing runs.
  var overhead: SimDuration {
    clientHop * 2 + (peerHop + wakeUp + message) * 4 + request + walWrite
      + .microseconds(100)
  }
}
