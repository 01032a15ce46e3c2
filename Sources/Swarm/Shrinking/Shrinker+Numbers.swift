import HostileWorld
import SimKernel

extension Shrinker {
  /// Takes what is random out of network and disks.
  mutating func calm() {
    var plain = best
    plain = plain.keepingRegions(1)
    plain.network.jitter = .zero
    plain.network.shape = .constant
    plain.network.isOrdered = false
    plain.disk = .ssd
    plain.disk.shape = .constant
    plain.ties = .fixed
    if attempt(plain) { return }
    let edits: [(inout Trial) -> Void] = [
      { $0.ties = .fixed },
      { $0 = $0.keepingRegions(1) },
      { $0.network.isOrdered = false },
      { $0.network.jitter = .zero },
      { $0.network.shape = .constant },
      { $0.disk.shape = .constant },
      { $0.disk = DiskPlan.ssd },
    ]
    for edit in edits {
      var candidate = best
      edit(&candidate)
      attempt(candidate)
    }
  }

  // MARK: Round numbers

  /// Cuts the idle time before the first fault or call.
  mutating func startEarlier() {
    let faults = best.faults.faults.compactMap { fault -> SimTime? in
      if case .at(let time) = fault.start { time } else { nil }
    }
    let calls = best.clients.flatMap(\.operations).compactMap { operation -> SimTime? in
      if case .at(let time) = operation.start { time } else { nil }
    }
    guard let first = (faults + calls).min() else { return }
    for idle in [0, 200, 500, 1_000, 2_000] as [Int64] {
      let gap = SimDuration(nanoseconds: first.nanoseconds) - .milliseconds(idle)
      guard gap > SimDuration.zero, gap < best.duration else { return }
      if attempt(best.starting(earlierBy: gap), seeds: 4) { return }
    }
  }

  mutating func simplifyNumbers() {
    roundTimes()
    for place in best.faults.faults.indices { simplifyFault(place) }
  }

  /// All times of the plan to the millisecond at once, then each as far as it goes.
  private mutating func roundTimes() {
    for unit in [10_000_000, 1_000_000] as [Int64] {
      var candidate = best
      for i in candidate.faults.faults.indices {
        candidate.faults.faults[i].start = candidate.faults.faults[i].start.rounded(to: unit)
      }
      for i in candidate.clients.indices {
        for j in candidate.clients[i].operations.indices {
          candidate.clients[i].operations[j].start =
            candidate.clients[i].operations[j].start.rounded(to: unit)
        }
      }
      if attempt(candidate) { break }
    }
    for unit in [1_000_000_000, 100_000_000, 10_000_000] as [Int64] {
      for i in best.faults.faults.indices {
        var candidate = best
        candidate.faults.faults[i].start = best.faults.faults[i].start.rounded(to: unit)
        attempt(candidate)
        guard let duration = best.faults.faults[i].duration, duration.nanoseconds >= unit else {
          continue
        }
        candidate = best
        candidate.faults.faults[i].duration = SimDuration(
          nanoseconds: rounded(duration.nanoseconds, to: unit))
        attempt(candidate)
      }
    }
  }

  /// Each number to its default, a rate to always or never.
  private mutating func simplifyFault(_ place: Int) {
    for entry in best.faults.faults[place].numbers.entries {
      var candidate = best
      candidate.faults.faults[place].numbers[entry.parameter] = nil
      if attempt(candidate) { continue }
      for choice in choices(entry) where choice != entry.value {
        candidate = best
        candidate.faults.faults[place].numbers[entry.parameter] = choice
        if attempt(candidate) { break }
      }
    }
  }

  private func choices(_ entry: FaultNumbers.Entry) -> [Int64] {
    let name = entry.parameter.rawValue
    if entry.parameter == .ratePPM { return [1_000_000, 500_000, 100_000] }
    if name.hasSuffix("Ns") {
      return [100_000_000, 10_000_000, 1_000_000].filter { $0 < abs(entry.value) }
        + [rounded(entry.value, to: 1_000_000)]
    }
    return []
  }

  // MARK: Triggers

  /// Lets faults wait for what happened within 2 ms of them: such a case survives changes of the
  /// code that move times.
  mutating func useTriggers() {
    let timed = best.faults.faults.indices.filter {
      if case .at = best.faults.faults[$0].start { true } else { false }
    }
    guard !timed.isEmpty, let story = tell() else { return }
    for place in timed {
      guard case .at(let time) = best.faults.faults[place].start else { continue }
      let near = story.moments.filter { abs(($0.time - time).nanoseconds) <= 2_000_000 }
      let closest = near.sorted {
        abs(($0.time - time).nanoseconds) < abs(($1.time - time).nanoseconds)
      }
      for moment in closest.prefix(3) {
        var candidate = best
        candidate.faults.faults[place].start = .when(moment.trigger)
        if attempt(candidate) { break }
      }
    }
  }
}

extension Trial {
  /// With all times moved towards the beginning.
  fileprivate func starting(earlierBy gap: SimDuration) -> Trial {
    var trial = self
    trial.duration = duration - gap
    for i in trial.faults.faults.indices {
      if case .at(let time) = trial.faults.faults[i].start {
        trial.faults.faults[i].start = .at(time - gap)
      }
    }
    for i in trial.clients.indices {
      for j in trial.clients[i].operations.indices {
        if case .at(let time) = trial.clients[i].operations[j].start {
          trial.clients[i].operations[j].start = .at(time - gap)
        }
      }
    }
    return trial
  }
}

private func rounded(_ value: Int64, to unit: Int64) -> Int64 {
  (value + unit / 2) / unit * unit
}

extension FaultStart {
  fileprivate func rounded(to unit: Int64) -> FaultStart {
    switch self {
    case .at(let time): .at(time.rounded(to: unit))
    case .when(.after(let fault, let delay)):
      .when(
        .after(
          fault: fault,
          SimDuration(nanoseconds: (delay.nanoseconds + unit / 2) / unit * unit)))
    case .when: self
    }
  }
}

extension PlannedOperation.Start {
  fileprivate func rounded(to unit: Int64) -> PlannedOperation.Start {
    switch self {
    case .at(let time): .at(time.rounded(to: unit))
    case .think(let pause):
      .think(SimDuration(nanoseconds: (pause.nanoseconds + unit / 2) / unit * unit))
    }
  }
}

extension SimTime {
  fileprivate func rounded(to unit: Int64) -> SimTime {
    SimTime(nanoseconds: (nanoseconds + unit / 2) / unit * unit)
  }
}
