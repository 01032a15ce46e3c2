import ConsensusTesting
import HostileWorld
import Swarm

/// A campaign as JSON, "fedsim.check/1".
enum CheckDocument {
  static func text(_ summary: SweepSummary, _ story: FailureStory?, campaign: UInt64) -> String {
    let findings = summary.clusters.map { cluster in
      "    { \"count\": \(cluster.count), "
        + "\"message\": \(JSONText.string(cluster.finding.message)), "
        + "\"seed\": \(cluster.seed), \"signature\": \(JSONText.string(cluster.signature)) }"
    }
    let health = HealthFact.allCases.map {
      "    { \"fact\": \(JSONText.string($0.text)), \"perMille\": \(summary.health.perMille($0)) }"
    }
    let counts = summary.counts
    var lines = [
      "{", "  \"format\": \"fedsim.check/1\",", "  \"campaign\": \(campaign),",
      "  \"counts\": { \"configurationChanges\": \(counts.configurationChanges), "
        + "\"crashes\": \(counts.crashes), \"faults\": \(counts.faultsBegun), "
        + "\"leaders\": \(counts.leaderChanges), "
        + "\"operationsAnswered\": \(counts.operationsAnswered), "
        + "\"operationsCalled\": \(counts.operationsCalled), "
        + "\"snapshotsInstalled\": \(counts.snapshotsInstalled), "
        + "\"truncations\": \(counts.truncations) },",
      "  \"events\": \(summary.events),",
      "  \"failed\": \(summary.failed),",
      "  \"findings\": " + list(findings) + ",",
      "  \"health\": " + list(health) + ",",
      "  \"passed\": \(summary.passed),", "  \"runs\": \(summary.runs),",
    ]
    if let story {
      let file = story.file.json.split(separator: "\n").joined(separator: "\n  ")
      lines.append("  \"smallest\": \(file),")
    }
    lines += [
      "  \"unavailableByDesign\": \(summary.unavailable),",
      "  \"undecided\": \(summary.undecided.count)", "}",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ rows: [String]) -> String {
    rows.isEmpty ? "[]" : "[\n" + rows.joined(separator: ",\n") + "\n  ]"
  }
}
