import HostileWorld
import SimKernel

/// What a probe alone shows: R7 order and direction of indexes, R9 terms.
struct ProbeChecks: Sendable {
  mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    if let before {
      if after.commit < before.commit {
        found.report(.r7, "commit", at: time, [node]) {
          "\(node) takes its commit \(before.commit) back to \(after.commit)"
        }
      }
      if after.term < before.term {
        found.report(.r9, "term", at: time, [node]) {
          "\(node) goes back from term \(before.term) to \(after.term)"
        }
      }
      if after.applied < before.applied {
        found.report(.r7, "applied", at: time, [node]) {
          "\(node) takes what it applied from \(before.applied) back to \(after.applied)"
        }
      }
    }
    if after.applied > after.commit, after.commit > 0 {
      found.report(.r7, "order", at: time, [node]) {
        "\(node) applied up to \(after.applied), and knows of commits up to \(after.commit)"
      }
    }
    if after.commit > after.lastIndex, after.lastIndex > 0 {
      found.report(.r7, "order", at: time, [node]) {
        "\(node) knows of commits up to \(after.commit); its log ends at \(after.lastIndex)"
      }
    }
  }
}
