import ConsensusTesting
import HostileWorld
import RaftSubject
import SimKernel
import XCTest

/// Members that fall behind, and requests that go through others.
final class SnapshotAndForwardingTests: XCTestCase {
  private var lagging: Bench {
    var bench = Bench()
    bench.words = [OptionWord("snapshotEvery", 4), OptionWord("snapshotKeep", 0)]
    bench.faults = [Bench.cut(1, 2, at: 500, for: 2_000)]
    bench.operations = 40
    return bench
  }

  private func assertAllAgree(_ run: Bench.Run, file: StaticString = #filePath, line: UInt = #line)
  {
    let ends = run.result.probes.map { $0?.applied ?? 0 }
    let least = ends.min() ?? 0
    XCTAssertGreaterThan(least + 6, ends.max() ?? 0, "\(ends)", file: file, line: line)
  }

  func testAMemberThatWasCutOffCatchesUpByASnapshot() throws {
    let run = try lagging.run()
    assertPasses(run)
    XCTAssertGreaterThan(run.result.counts.snapshotsInstalled, 0)
    XCTAssertGreaterThan(run.count(.logCompacted), 0)
    assertAllAgree(run)
  }

  func testWhatFollowedASnapshotSurvivesACrash() throws {
    var bench = lagging
    bench.duration = .seconds(7)
    bench.faults.append(
      .crash(
        id: 2, .nodes([NodeID(2)]), at: .at(Bench.time(4_500)), downtime: .milliseconds(300)))
    let run = try bench.run()
    assertPasses(run)
    XCTAssertGreaterThan(run.result.counts.snapshotsInstalled, 0)
    XCTAssertGreaterThan(run.count(.recoveredFromSnapshot), 0)
    assertAllAgree(run)
    let applied = run.notes.compactMap { note -> UInt64? in
      guard note.node == NodeID(2), note.time > Bench.time(4_500),
        case .applied(let index, _, _, _) = note.note
      else { return nil }
      return index
    }
    XCTAssertGreaterThan(applied.first ?? 0, 1, "began from nothing")
    XCTAssertEqual(applied, Array((applied.first ?? 0)..<((applied.last ?? 0) + 1)))
  }

  func testACopyOfAForwardedRequestTakesEffectOnce() throws {
    var bench = Bench()
    bench.faults = [
      Fault(
        id: 1, .duplicate, .all, at: .at(.zero), for: .seconds(5),
        numbers: [.ratePPM: 800_000, .meanNs: 20_000_000])
    ]
    let run = try bench.run()
    assertPasses(run)
    XCTAssertGreaterThan(run.count(.copyDropped), 0)
    for node in 0..<3 {
      let requests = run.notes.compactMap { note -> RequestID? in
        guard note.node == NodeID(node), case .writeApplied(let request, _) = note.note else {
          return nil
        }
        return request
      }
      XCTAssertFalse(requests.isEmpty)
      XCTAssertEqual(Set(requests).count, requests.count, "n\(node + 1)")
    }
  }
}
