extension ElectionChecks {
  /// Runs `elections` elections of every setup and judges them.
  ///
  /// Setups whose elections hardly ever end are run a twentieth as often, at most 100 times.
  /// A setup's draws depend on the seed and the setup's place in the table only.
  ///
  /// - Parameter progress: told every setup before it is run.
  public static func run(
    elections: Int, seed: UInt64, progress: (String) -> Void = { _ in }
  ) throws -> [ElectionVerdict] {
    let checks = all
    var samples: [ElectionSetup: ElectionSample] = [:]
    var verdicts: [ElectionVerdict] = []
    for (place, check) in checks.enumerated() {
      let sample: ElectionSample
      if let known = samples[check.setup] {
        sample = known
      } else {
        progress("\(check.id) \(check.setup.text)")
        let isHopeless = check.setup.timeouts.count == 1
        sample = try ElectionSample(
          check.setup,
          elections: isHopeless ? min(elections, max(10, min(elections / 20, 100))) : elections,
          seed: seed &+ UInt64(place) &* 0x9E37_79B9_7F4A_7C15,
          stopsAtSplit: check.statistic == .splitShare)
        samples[check.setup] = sample
      }
      verdicts.append(check.judge(sample))
    }
    return verdicts
  }
}
