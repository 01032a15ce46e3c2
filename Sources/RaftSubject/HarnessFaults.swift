import ConsensusTesting
import HostileWorld
import Swarm

extension SwarmProfile {
  /// In how many runs of a thousand what must happen, for a campaign to mean anything; a good deal
  /// below what the profile brings about.
  public static var raftFloors: [HealthFloor] {
    [
      HealthFloor(.leaderChange, 250), HealthFloor(.truncation, 40),
      HealthFloor(.snapshotInstall, 40), HealthFloor(.configurationChange, 80),
      HealthFloor(.readInPartition, 70), HealthFloor(.crash, 180), HealthFloor(.damagedWrite, 15),
      HealthFloor(.duplicate, 25), HealthFloor(.loss, 25), HealthFloor(.drift, 25),
      HealthFloor(.halfAnswered, 900),
    ]
  }
}

extension RaftCheck {
  /// The same check with a fault of the tests themselves.
  public func blinded(by mutant: Mutant) -> RaftCheck {
    var check = self
    let faults = mutant.harness
    if faults.contains(.generatorNeverCuts) {
      check.profile.drop([.cut, .clog, .swizzle, .filter])
    }
    if faults.contains(.noMessageLoss) { check.profile.drop([.loss]) }
    if faults.contains(.clocksNeverDrift) { check.profile.drop([.clockDrift]) }
    if faults.contains(.checksAlwaysPass) { check.isBlind = true }
    return check
  }
}

extension SwarmProfile {
  fileprivate mutating func drop(_ kinds: [FaultKind]) {
    faultKinds.removeAll { kinds.contains($0) }
    weights.recipe = 0
  }
}

extension Mutant {
  /// A mutant that escapes when this fault of the tests is there.
  public var sentinel: Mutant? {
    harness.contains(.checksAlwaysPass) ? Catalogue[named: "ignoreEarlierVote"] : nil
  }
}
