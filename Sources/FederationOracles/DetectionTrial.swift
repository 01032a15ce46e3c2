import Federation
import SimKernel

/// One cluster watched by one detector, until a while after it crashes.
struct DetectionTrial {
  enum Fault { case refused, blackHoled }

  private enum Event {
    case input(HealthInput)
    case renew, crash
    case probe(UInt32)
  }
  private static let actor = ActorID(0)

  let preset: HealthPreset
  let fault: Fault
  /// One way between observer and cluster.
  let delay: SimDuration
  /// The cluster's clock is ahead of the observer's by this.
  var skew = SimDuration.zero

  private var agenda = Agenda<Event>(actorCount: 1)
  private var detector: HealthDetector
  private var draws: Draws
  private var crashedAt: SimTime?

  init(_ preset: HealthPreset, _ fault: Fault, delay: SimDuration = .zero, draws: Draws) {
    self.preset = preset
    self.fault = fault
    self.delay = delay
    self.draws = draws
    detector = preset.detector
  }

  /// Time from the crash to the verdict, in seconds; nil when there was none within `limit`.
  mutating func run(limit: SimDuration = .seconds(3_600)) -> Double? {
    let period = preset.cycle
    var effects: [HealthEffect] = []
    detector.start(at: .zero, phase: uniform(below: period), into: &effects)
    carryOut(effects)
    if preset.renewals != nil { schedule(.renew, after: uniform(below: period)) }
    let warmUp = period * 12
    schedule(.crash, after: warmUp + uniform(below: period * 4))
    let end = SimTime.zero + warmUp + period * 4 + limit
    while let event = agenda.next(by: end) {
      effects.removeAll(keepingCapacity: true)
      handle(event, &effects)
      if let crashedAt, effects.contains(.verdict(.bad)) {
        return Double((agenda.now - crashedAt).nanoseconds) / 1e9
      }
      carryOut(effects)
    }
    return nil
  }

  private mutating func handle(_ event: Event, _ effects: inout [HealthEffect]) {
    switch event {
    case .crash: crashedAt = agenda.now
    case .input(let input):
      detector.step(input, at: agenda.now, draws: &draws, into: &effects)
    case .renew:
      guard crashedAt == nil, let renewals = preset.renewals else { return }
      schedule(.input(.renewed(sentAt: agenda.now + skew)), after: delay)
      schedule(.renew, after: renewals.wait(draws: &draws))
    case .probe(let number):
      if crashedAt == nil {
        schedule(.input(.probeAnswered(number)), after: delay)
      } else if fault == .refused {
        schedule(.input(.probeFailed(number)), after: delay)
      }
    }
  }

  private mutating func carryOut(_ effects: [HealthEffect]) {
    for effect in effects {
      switch effect {
      case .probe(let number): schedule(.probe(number), after: delay)
      case .wake(let at): schedule(.input(.wake), after: max(.zero, at - agenda.now))
      case .verdict: break
      }
    }
  }

  private mutating func schedule(_ event: Event, after wait: SimDuration) {
    agenda.schedule(event, at: agenda.now + wait, .control, actor: Self.actor)
  }

  private mutating func uniform(below span: SimDuration) -> SimDuration {
    SimDuration(nanoseconds: Int64(draws.below(UInt64(span.nanoseconds))))
  }
}

extension HealthPreset {
  /// The longest regular period of its clockwork: phases are drawn over it.
  var cycle: SimDuration {
    switch self {
    case .kubefed, .karmadaPush, .karmadaPull, .nodeLease, .liqoTunnel: .seconds(10)
    case .linkerdGateway: .seconds(3)
    case .lighthouse: .seconds(5)
    case .consulPeering: .seconds(15)
    case .ocm: .seconds(60)
    case .clusternet, .clusternetChecked: .seconds(180)
    case .none: .seconds(1)
    }
  }
}
