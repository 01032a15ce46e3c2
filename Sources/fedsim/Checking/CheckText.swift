import HostileWorld
import SimKernel
import Swarm

/// What a campaign came to, for people.
struct CheckText {
  let summary: SweepSummary
  let profile: SwarmProfile
  let campaign: UInt64

  var text: String {
    var lines = [
      "check \(profile.name): \(count(summary.runs, "run")) of campaign \(campaign), "
        + "\(spaced(Int(summary.simulated.nanoseconds / 1_000_000_000))) s simulated",
      "verdict   \(spaced(summary.passed)) passed, \(spaced(summary.failed)) failed, "
        + "\(spaced(summary.undecided.count)) undecided, "
        + "\(spaced(summary.unavailable)) unavailable by design",
    ]
    lines += provoked
    lines += health
    for cluster in summary.clusters.prefix(10) { lines += text(of: cluster) }
    if summary.clusters.count > 10 {
      lines.append("          ... and \(summary.clusters.count - 10) other findings")
    }
    if let seed = summary.undecided.first {
      lines.append("undecided, for they used up their budget: seed \(seed) and others")
    }
    if summary.failed == 0, summary.undecided.isEmpty, summary.runs > 0 {
      lines.append("With 95% confidence fewer than \(rate) of such runs fail.")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var provoked: [String] {
    let counts = summary.counts
    let runs = max(1, summary.runs)
    let perRun = counts.operationsAnswered * 10 / runs
    return [
      "provoked  \(spaced(counts.leaderChanges)) leaders, \(spaced(counts.truncations)) "
        + "truncations, \(spaced(counts.snapshotsInstalled)) snapshots installed,",
      "          \(spaced(counts.configurationChanges)) configuration changes, "
        + "\(spaced(counts.crashes)) crashes, \(spaced(counts.faultsBegun)) faults,",
      "          \(spaced(counts.messagesLost)) messages lost, "
        + "\(spaced(counts.operationsAnswered)) of \(spaced(counts.operationsCalled)) "
        + "operations answered (\(perRun / 10).\(perRun % 10) a run)",
    ]
  }

  private var health: [String] {
    let facts = HealthFact.allCases.map { fact in
      let share = summary.health.perMille(fact)
      return pad("\(share / 10).\(share % 10)", 6) + fact.text
    }
    return ["runs with, in %"] + facts.map { "          " + $0 }
  }

  private func text(of cluster: SweepSummary.Cluster) -> [String] {
    let message = cluster.finding.message.split(separator: "\n").first.map(String.init) ?? ""
    return [
      "FAIL      \(cluster.signature): \(count(cluster.count, "run")), such as seed "
        + "\(cluster.seed)",
      "          \(message)",
    ]
  }

  /// The rule of three.
  private var rate: String {
    let ppm = 3_000_000 / max(1, summary.runs)
    return ppm >= 10_000
      ? "\(ppm / 10_000)%" : ppm >= 1_000 ? "0.\(ppm / 1_000)%" : "\(max(1, ppm)) in a million"
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(spaced(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - 1 - text.count)) + text + " "
  }
}

/// A whole number with commas.
func spaced(_ number: Int) -> String {
  var text = "\(abs(number))"
  var place = text.count - 3
  while place > 0 {
    text.insert(",", at: text.index(text.startIndex, offsetBy: place))
    place -= 3
  }
  return (number < 0 ? "-" : "") + text
}
