import Experiments
import Results
import ScenarioFormat
import SimKernel
import XCTest

/// The digest notices the smallest change of what a run does.
final class SensitivityTests: XCTestCase {
  private typealias Change = (what: String, make: (inout Plan) -> Void)
  private let nanosecond = SimDuration(nanoseconds: 1)

  private func digest(_ plan: Plan, seed: UInt64 = 1) throws -> String {
    try Experiment(plan: plan).run(seed: seed).digest
  }

  private func check(_ plan: Plan, _ changes: [Change]) throws {
    let original = try digest(plan)
    var seen = [original: "the original"]
    for change in changes {
      var changed = plan
      change.make(&changed)
      let digest = try digest(changed)
      let other = seen.updateValue(change.what, forKey: digest)
      XCTAssertNil(other, "\(change.what) is like \(other ?? "")")
    }
  }

  func testOneByteOrOneNanosecondChangesTheDigest() throws {
    let nanosecond = nanosecond
    try check(
      Family.stretched.plan,
      [
        ("a byte more in a value", { $0.loads[0].valueSize += 1 }),
        ("a byte less in a value", { $0.loads[0].valueSize -= 1 }),
        ("a link's delay", { $0.links[1].oneWay += nanosecond }),
        ("the way back's delay", { $0.links[3].oneWay += nanosecond }),
        ("the delay between zones", { $0.regions[0].interZone += nanosecond * 2 }),
        ("a disk's fsync", { $0.groups[0].members[0].disk.points[0].value += 1 }),
        ("the heartbeat", { $0.groups[0].heartbeat += nanosecond }),
        ("a request's cost", { $0.groups[0].machine.request += nanosecond }),
        (
          "a hop's time",
          {
            $0.groups[0].machine.peerHop = nanosecond
            $0.groups[0].machine.clientHop = nanosecond
          }
        ),
        ("a WAL write", { $0.groups[0].machine.walWrite += nanosecond }),
        (
          "waking up",
          {
            $0.groups[0].machine.wakeUp += nanosecond
            $0.groups[0].machine.idleAfter = .milliseconds(1)
          }
        ),
        ("a backend's commit", { $0.groups[0].machine.backendCommit += .milliseconds(5) }),
        ("a message's cost", { $0.groups[0].machine.message += nanosecond }),
        (
          "the gap of a fixed load",
          { $0.loads[1].arrivals = .fixed(gap: .milliseconds(40) + nanosecond) }
        ),
        (
          "the mean gap",
          { $0.loads[0].arrivals = .poisson(meanGap: .milliseconds(25) + nanosecond * 50) }
        ),
        ("a key more", { $0.loads[0].keyCount += 1 }),
        ("the weights", { $0.loads[0].mix[0].weight += 3 }),
        ("the jitter", { $0.links[1].jitter.points[1].value += 10 }),
        ("the compaction", { $0.groups[0].compactEvery = .seconds(1) + nanosecond }),
        ("a member's name", { $0.groups[0].members[4].name = "renamed" }),
        ("a load's name", { $0.loads[0].name = "renamed" }),
        ("the duration", { $0.duration = $0.duration - .milliseconds(100) }),
      ])
    try check(Family.storm.plan, [("an election tick", { $0.groups[0].electionTicks += 1 })])
  }

  func testAFaultThatMovesByANanosecondChangesTheDigest() throws {
    let plan = Family.struck.plan
    let nanosecond = nanosecond
    let changes: [Change] = plan.faults.indices.flatMap { i -> [Change] in
      guard case .at(let time) = plan.faults[i].start else { return [] }
      var changes: [Change] = [
        ("fault \(i) later", { $0.faults[i].start = .at(time + nanosecond) })
      ]
      if let duration = plan.faults[i].duration {
        changes.append(("fault \(i) longer", { $0.faults[i].duration = duration + nanosecond }))
      }
      return changes
    }
    XCTAssertGreaterThan(changes.count, 10)
    try check(plan, changes)
  }

  func testALostPacketChangesTheDigest() throws {
    try check(
      Family.lossy.plan,
      [
        ("one in a million more", { $0.links[1].lossPartsPerMillion += 20_000 }),
        ("a byte a second", { $0.links[3].bytesPerSecond = 199_999 }),
        ("reliable", { $0.links[1].isReliable = true }),
      ])
  }
}
