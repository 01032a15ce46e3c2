import Federation
import KeyValue
import SimKernel
import XCTest

/// Single scenes of the test world, timed exactly.
final class ResumptionTests: XCTestCase {
  /// Two clusters, writes only by hand, the first listings done by second 1.
  private func quietWorld(_ change: (inout FederationWorld.Options) -> Void) -> FederationWorld {
    var options = FederationWorld.Options()
    options.clusters = 2
    options.meanBetweenWrites = nil
    options.compactEvery = nil
    change(&options)
    let world = FederationWorld(seed: 3, options)
    world.run(until: .seconds(1))
    return world
  }

  private func listings(_ world: FederationWorld, by importer: Int) -> Int {
    world.observations.count { seen in
      if case .listing = seen.2 { seen.importer == importer } else { false }
    }
  }

  private func copies(_ world: FederationWorld) -> Int {
    world.clusters[0].keys.count { world.truth(1).record(of: $0) != nil }
  }

  /// Idle: one way and the importer's commit, to the nanosecond.
  func testTheLagOfAQuietChangeIsOneWayAndACommit() {
    let world = quietWorld {
      $0.oneWay = .milliseconds(83)
      $0.commitDelay = .milliseconds(7)
    }
    var (committed, served) = (SimTime.zero, SimTime.zero)
    let key = world.clusters[0].keys[0]
    world.onApply = { world, cluster, mutations, _ in
      guard mutations.contains(where: { $0.key == key }) else { return }
      if cluster == 0 { committed = world.now } else { served = world.now }
    }
    world.write([world.put(key, in: 0)], in: 0)
    world.run(until: .seconds(3))
    XCTAssertEqual(committed, .seconds(1) + .milliseconds(7))
    XCTAssertEqual(served - committed, .milliseconds(83 + 7))
  }

  /// A cut that ends before the stream counts as dead: the retransmission timer brings the change,
  /// and nothing is opened anew.
  func testAShortCutIsBridgedByRetransmission() {
    let world = quietWorld {
      $0.cuts = [.init(between: (0, 1), from: .seconds(10), until: .seconds(20))]
    }
    world.run(until: .seconds(12))
    world.write([world.put(world.clusters[0].keys[0], in: 0)], in: 0)
    let written = world.now + world.options.commitDelay
    // 1, 2, 4, 8 s after it was first sent at 12 s: the tries at 13, 15 and 19 s are lost.
    let arrival = written + .seconds(15) + world.options.oneWay + world.options.commitDelay
    world.run(until: arrival - .milliseconds(1))
    XCTAssertEqual(copies(world), 0)
    world.run(until: arrival)
    XCTAssertEqual(copies(world), 1)
    XCTAssertEqual(world.count { $0 == .streamDead }, 0)
    XCTAssertEqual(world.count { if case .watching = $0 { true } else { false } }, 2)
  }

  /// A longer cut within the history: the watch resumes at its cursor, without a list.
  func testACutWithinTheHistoryResumesAtTheCursor() {
    let world = quietWorld {
      $0.cuts = [.init(between: (0, 1), from: .seconds(10), until: .seconds(200))]
      $0.compactEvery = .seconds(300)
    }
    for second in [20, 100, 180] as [Int64] {
      world.run(until: .seconds(second))
      let key = world.clusters[0].keys[Int(second / 20) % 10]
      world.write([world.put(key, in: 0)], in: 0)
    }
    world.run(until: .seconds(199))
    XCTAssertEqual(copies(world), 0)
    world.run(until: .seconds(231))
    XCTAssertEqual(copies(world), 3)
    XCTAssertEqual(listings(world, by: 1), 1, "the first one only")
    XCTAssertGreaterThan(world.count { $0 == .streamDead }, 0)
  }

  /// A cut longer than the history: one list, and what was deleted meanwhile is swept.
  func testACutBeyondTheHistoryListsAndSweeps() {
    let world = quietWorld {
      $0.cuts = [.init(between: (0, 1), from: .seconds(10), until: .seconds(700))]
      $0.compactEvery = .seconds(300)
    }
    let keys = world.clusters[0].keys
    world.write(keys.prefix(4).map { world.put($0, in: 0) }, in: 0)
    world.run(until: .seconds(5))
    XCTAssertEqual(copies(world), 4)
    world.run(until: .seconds(100))
    world.write([.delete(keys[0]), .delete(keys[1]), world.put(keys[5], in: 0)], in: 0)
    world.run(until: .seconds(699))
    XCTAssertEqual(copies(world), 4, "stale, deletions included")
    world.run(until: .seconds(740))
    XCTAssertEqual(listings(world, by: 1), 2)
    XCTAssertTrue(
      world.observations.contains { seen in
        if case .listed(objects: 3, swept: 2, _) = seen.2 { seen.importer == 1 } else { false }
      })
    XCTAssertEqual(
      world.checker.differences([world.truth(0), world.truth(1)], world.catalogue), [])
  }

  /// The origin's process restarts and forgets its streams: the importer learns of it when it next
  /// speaks, and resumes at its cursor.
  func testARestartOfTheOriginIsNoticed() {
    let world = quietWorld { _ in }
    world.stepServer(.restarted, 0, 1)
    world.write([world.put(world.clusters[0].keys[0], in: 0)], in: 0)
    world.run(until: .seconds(30))
    XCTAssertEqual(copies(world), 0, "nobody was told")
    // Its ping goes out 30 s after it last heard something, and then it waits 1 to 2 s.
    world.run(until: .seconds(34))
    XCTAssertEqual(copies(world), 1)
    XCTAssertEqual(listings(world, by: 1), 1)
  }

  /// Deletes and writes in another cluster's import space never meet the origin's own objects.
  func testCopiesStayBesideTheImportersOwnObjects() {
    let world = quietWorld { _ in }
    let own = world.clusters[1].keys[0]
    let foreign = world.clusters[0].keys[0]
    XCTAssertEqual(world.catalogue.object(own)?.name, world.catalogue.object(foreign)?.name)
    world.write([world.put(own, in: 1)], in: 1)
    world.write([world.put(foreign, in: 0)], in: 0)
    world.run(until: .seconds(5))
    world.write([.delete(foreign)], in: 0)
    world.run(until: .seconds(9))
    for cluster in 0...1 {
      XCTAssertNotNil(world.truth(cluster).record(of: own))
      XCTAssertNil(world.truth(cluster).record(of: foreign))
    }
  }
}
