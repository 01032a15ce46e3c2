import Federation
import SimKernel

extension FederationOracle {
  private struct Case {
    var preset: HealthPreset
    var fault: DetectionTrial.Fault
    var name: String
    var rule: String
    var range: ClosedRange<Double>
    var mean: Double
    var p99: Double?
  }

  private static let cases: [Case] = [
    Case(
      preset: .liqoTunnel, fault: .blackHoled, name: "Liqo tunnel",
      rule: "ping each 2 s fails unanswered after 2 s; bad at the 5th in a row; shown each 10 s",
      range: 10...22, mean: 16, p99: 21.4),
    Case(
      preset: .kubefed, fault: .blackHoled, name: "KubeFed v2, black-holed",
      rule: "probe each 10 s fails unanswered after 3 s; bad at the 3rd failure in a row",
      range: 23...33, mean: 28, p99: 32.9),
    Case(
      preset: .karmadaPush, fault: .refused, name: "Karmada push (probeDuration), refused",
      rule: "probe each 10 s; bad at the first failure >= 30 s after the first of the row",
      range: 30...40, mean: 35, p99: 39.9),
    Case(
      preset: .karmadaPull, fault: .blackHoled, name: "Karmada pull (leaseReceiver)",
      rule: "renewed each 10 s; counts from the 5 s check that saw it; bad at the first check with"
        + " > 40 s of silence (the 9th after)",
      range: 30...50, mean: 42, p99: 49),
    Case(
      preset: .nodeLease, fault: .blackHoled, name: "node lease, grace 50 s",
      rule: "renewed each 10 s; counts from arrival; bad at the first 5 s check with >= 50 s",
      range: 40...55, mean: 47.5, p99: 54),
    Case(
      preset: .ocm, fault: .blackHoled, name: "OCM (leaseSender)",
      rule: "renewed each 60 s + U(0, 25 %); bad once the hub's clock is >= 300 s past the sending",
      range: 225...300, mean: 266.1),
    Case(
      preset: .clusternet, fault: .blackHoled, name: "Clusternet (report)",
      rule: "report each 180 s; bad 540 s after the last arrival; resync not counted",
      range: 360...540, mean: 450, p99: 538),
    Case(
      preset: .clusternetChecked, fault: .blackHoled, name: "Clusternet, looked at each 30 s",
      rule: "as above, at the first 30 s check with >= 540 s of silence",
      range: 360...570, mean: 465),
    Case(
      preset: .consulPeering, fault: .blackHoled, name: "Consul peering (stream)",
      rule: "heartbeat each 15 s; bad 120 s after the last arrival",
      range: 105...120, mean: 112.5),
    Case(
      preset: .linkerdGateway, fault: .refused, name: "Linkerd gateway, refused",
      rule: "probe each 3 s + U(0, 10 %); bad at the 3rd failure in a row",
      range: 6...10, mean: 7.88),
    Case(
      preset: .linkerdGateway, fault: .blackHoled, name: "Linkerd gateway, black-holed",
      rule: "serial: a probe fails after 30 s and the next starts at once; the first starts up to"
        + " 3 s + 10 % after the crash (the model rounds 93.3 to 93)",
      range: 90...93.3, mean: 91.58),
    Case(
      preset: .lighthouse, fault: .blackHoled, name: "Submariner ping",
      rule: "ping each 1 s fails unanswered after 1 s; bad at the 5th in a row; published each 5 s",
      range: 5...11, mean: 8),
  ]

  /// Time from a crash to the bad verdict, by detector. No path delay: it comes on top.
  static func detection(seed: UInt64, samples: Int) -> [OracleRow] {
    cases.enumerated().map { index, row in
      let times = (0..<samples).map { n in
        var trial = DetectionTrial(
          row.preset, row.fault, draws: draws(seed, 100 + UInt64(index), n))
        return trial.run() ?? .infinity
      }
      return OracleRow(
        name: "detect: " + row.name, rule: row.rule, unit: "s",
        expected: .init(range: row.range, mean: row.mean, p99: quantile(row.p99, of: times.count)),
        simulated: .init(times), source: "federation-systems.md 2.2; federation-model.md 10, 16")
    }
  }

  /// The same for SWIM with memberlist's WAN times.
  static func membership(seed: UInt64, samples: Int) -> [OracleRow] {
    let table:
      [(n: Int, range: ClosedRange<Double>, usualMost: Double, mean: Double, p99: Double)] = [
        (3, 35...45, 45, 38, 44), (10, 35...80, 63, 40, 53), (30, 49...195, 94, 54, 71),
        (100, 65...560, 120, 70, 89),
      ]
    return table.map { row in
      let count = max(1, min(samples, samples * 10 / row.n))
      let times = (0..<count).map { n in
        var trial = SwimTrial(
          members: row.n, rule: .wan, draws: draws(seed, 200 + UInt64(row.n), n))
        return trial.run() ?? .infinity
      }
      return OracleRow(
        name: "detect: memberlist WAN, n = \(row.n)",
        rule: "probes each 5 s round robin, silent at the end of the interval: suspect; suspicion 6"
          + " x max(1, log10 n) x 5 s to 6 times it, by 4 confirmations; rumours without delay;"
          + " the table's largest is that of 20,000 draws, the bound is 5 (n - 1) + 5 + the least",
        unit: "s",
        expected: .init(
          range: row.range, usualMost: row.usualMost, mean: row.mean,
          p99: quantile(row.p99, of: times.count)),
        simulated: .init(times), source: "federation-systems.md 2.2; memberlist suspicion.go")
    }
  }
}
