import Federation
import KeyValue
import SimKernel
import TestSupport
import XCTest

/// How long tombstones are kept, and what keeping them too short does; and an object's metadata.
final class TombstoneTests: XCTestCase {
  private let uid = ObjectUID(origin: ClusterID(0), counter: 0)
  private let day = SimDuration.seconds(24 * 3_600)

  func testWhenATombstoneMayBeForgotten() {
    let sharers = ClusterSet([ClusterID(1), ClusterID(2)])
    var patient = TombstoneKeeper(.acknowledgedAndAged(day))
    var hasty = TombstoneKeeper(.serf)
    patient.keep(0, uid, sharers: sharers, at: .zero)
    hasty.keep(0, uid, sharers: sharers, at: .zero)
    let late = SimTime.zero + day
    XCTAssertEqual(hasty.expire(at: late - .seconds(1)).count, 0)
    XCTAssertEqual(hasty.expire(at: late).count, 1)
    XCTAssertEqual(patient.expire(at: late).count, 0, "nobody has acknowledged it")
    patient.acknowledge(0, uid, by: ClusterID(1))
    XCTAssertEqual(patient.expire(at: late).count, 0)
    patient.remove(sharer: ClusterID(2))
    XCTAssertEqual(patient.expire(at: late).map(\.uid), [uid])
    XCTAssertEqual(patient.count, 0)
  }

  /// Invariant F2: a cut longer than the TTL resurrects under TTL alone, and must not otherwise.
  func testACutLongerThanTheTTLResurrectsOnlyWithoutAcknowledgement() {
    for (rule, resurrects) in [(TombstoneRule.aged(day), true), (.acknowledgedAndAged(day), false)]
    {
      var replicas = Replicas(2, WriteTerms(policy: .lastWriter, manager: Symbol(0)))
      _ = replicas.create(0, Fields())
      _ = replicas.sync(0, 1)
      replicas.now = replicas.now + .seconds(1)
      let shown = replicas.visible(0)?.uid
      _ = replicas.write(0, .delete)
      var keeper = TombstoneKeeper(rule)
      if let shown {
        keeper.keep(0, shown, sharers: ClusterSet([ClusterID(1)]), at: replicas.now)
      }
      replicas.now = replicas.now + day + .seconds(1)
      for over in keeper.expire(at: replicas.now) {
        XCTAssertTrue(replicas.states[0].forgetTombstone(of: over.uid))
      }
      _ = replicas.sync(1, 0)
      _ = replicas.sync(0, 1)
      XCTAssertEqual(replicas.visible(0) != nil, resurrects, "\(rule)")
    }
  }

  func testGenerationsFollowTheSpecAndDeletionWaitsForFinalizers() {
    let stamp = Stamp(time: .zero, cluster: ClusterID(0))
    var metadata = Metadata(
      uid: uid, resourceVersion: Revision(1), stamp: stamp, vector: VersionVector())
    metadata.changeSpec(at: Revision(2), stamp: stamp, vector: VersionVector())
    metadata.changeStatus(of: 1, at: Revision(3))
    XCTAssertEqual([metadata.generation, metadata.observedGeneration], [2, 1])
    metadata.changeStatus(of: 9, at: Revision(4))
    XCTAssertEqual([metadata.generation, metadata.observedGeneration], [2, 2])
    XCTAssertTrue(metadata.add(finalizer: Symbol(1)))
    XCTAssertTrue(metadata.add(finalizer: Symbol(0)))
    XCTAssertEqual(metadata.finalizers, [Symbol(0), Symbol(1)])
    XCTAssertFalse(metadata.remove(finalizer: Symbol(1)), "nobody asked for deletion")
    XCTAssertFalse(metadata.delete(stamp: stamp))
    XCTAssertFalse(metadata.add(finalizer: Symbol(5)))
    XCTAssertTrue(metadata.remove(finalizer: Symbol(0)))
  }

  func testFieldsAreSortedAndTheirDigestIsOfTheirContents() {
    forEverySeed(count: 200) { draws in
      var (fields, naive) = (Fields(), [Int: Int64]())
      for _ in 0..<20 {
        let (path, value) = (draws.int(in: 0...9), Int64(draws.below(3)))
        if draws.oneIn(4) {
          fields[Symbol(path)] = nil
          naive[path] = nil
        } else {
          fields[Symbol(path)] = .integer(value)
          naive[path] = value
        }
      }
      let rebuilt = Fields(
        naive.keys.sorted(by: >).map { .init(path: Symbol($0), value: .integer(naive[$0] ?? 0)) })
      XCTAssertEqual(fields, rebuilt)
      XCTAssertEqual(fields.digest, rebuilt.digest)
      fields[Symbol(3)] = .integer(77)
      XCTAssertNotEqual(fields.digest, rebuilt.digest)
    }
  }
}
