import HostileWorld
import SimKernel

/// P1: windows of appends are kept, and nobody silent is sent snapshots.
struct TrafficChecks: Sendable {
  mutating func appending(
    _ node: NodeID, to peer: NodeID, inFlight: Int, limit: Int, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    guard limit > 0, inFlight > limit else { return }
    found.report(.p1, "window", at: time, [node, peer]) {
      "\(node) has \(inFlight) appends under way to \(peer); its window is \(limit)"
    }
  }

  mutating func sendingSnapshot(
    _ node: NodeID, to peer: NodeID, index: UInt64, isHeard: Bool, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    guard !isHeard else { return }
    found.report(.p1, "snapshot", at: time, [node, peer]) {
      "\(node) sends a snapshot at \(index) to \(peer), of which it has heard nothing lately"
    }
  }
}
