import SimKernel

/// The classical benchmark of event lists: a constant number of pending events, and every event
/// taken schedules another (Vaucher and Duval 1975).
enum HoldModel {
  private static let steps = 2_000_000
  private static let actors = 16

  static func benchmark(pending: Int) -> Benchmark {
    Benchmark(name: "kernel, \(pending) pending") { run(pending: pending) }
  }

  private static func run(pending: Int) -> Benchmark.Outcome {
    var agenda = Agenda<UInt32>(actorCount: actors)
    var draws = Draws(seed: 1, .arrivals, UInt64(pending))
    for n in 0..<pending {
      schedule(UInt32(n), &draws, &agenda)
    }
    var sum: UInt64 = 0
    let seconds = Stopwatch.seconds {
      for _ in 0..<steps {
        guard let event = agenda.next(by: .distantFuture) else { return }
        sum = sum &* 31 &+ UInt64(event)
        schedule(event, &draws, &agenda)
      }
    }
    var digest = RunDigest()
    digest.combine(sum)
    digest.combine(agenda.now.nanoseconds)
    return Benchmark.Outcome(
      figures: [
        .init(unit: "ns/event", value: seconds * 1e9 / Double(steps)),
        .init(unit: "M events/s", value: Double(steps) / seconds / 1e6),
      ], digest: digest.description)
  }

  @inline(__always)
  private static func schedule(
    _ event: UInt32, _ draws: inout Draws, _ agenda: inout Agenda<UInt32>
  ) {
    let word = draws.next()
    let delay = SimDuration(nanoseconds: Int64(word >> 44))
    agenda.schedule(
      event, at: agenda.now + delay, .message, actor: ActorID(Int(word & UInt64(actors - 1))))
  }
}
