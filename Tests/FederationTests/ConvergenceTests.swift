import Federation
import KeyValue
import SimKernel
import XCTest

/// F1, F2, F4, F21 and the loop guard under random faults; `MirrorChecker` says what each means.
final class ConvergenceTests: XCTestCase {
  private typealias World = FederationWorld

  /// Long enough after the last fault for a dead stream, the longest backoff and retransmission,
  /// and a listing.
  private let settling = SimDuration.seconds(45 + 30 + 16 + 30)

  private func run(
    _ seed: UInt64, _ options: World.Options, file: StaticString = #filePath, line: UInt = #line
  ) -> World {
    let world = World(seed: seed, options)
    let lastFault = options.cuts.map(\.until).max() ?? .zero
    world.run(until: max(options.activeUntil, lastFault) + settling)
    for failure in world.checker.failures { XCTFail(failure, file: file, line: line) }
    let stores = options.clustersRange.map { world.truth($0) }
    let differences = world.checker.differences(stores, world.catalogue)
    XCTAssertTrue(
      differences.isEmpty, "not converged: \(differences.prefix(5))", file: file, line: line)
    XCTAssertTrue(world.checker.comparisons > 100, "nothing was compared", file: file, line: line)
    return world
  }

  func testQuietClustersConverge() {
    forEverySeed(3) { seed in
      var options = World.Options()
      options.activeUntil = .seconds(40)
      let world = run(seed, options)
      XCTAssertEqual(world.count { $0 == .commitRejected }, 0, "rejections without faults")
      XCTAssertEqual(world.count { $0 == .streamDead }, 0, "dead streams without faults")
      XCTAssertEqual(world.bytesByCause[.retry] ?? 0, 0, "retransmissions without loss")
    }
  }

  /// The same seed gives the same run, to the last observation; another seed another one.
  func testARunIsAFunctionOfItsSeed() {
    func trace(_ seed: UInt64) -> [String] {
      var options = World.Options()
      options.activeUntil = .seconds(20)
      options.lossPartsPerMillion = 50_000
      options.unknownPartsPerMillion = 50_000
      options.meanBetweenRestarts = .seconds(3)
      let world = World(seed: seed, options)
      world.run(until: .seconds(60))
      return ["\(world.messagesSent) \(world.agenda.delivered)"]
        + world.observations.map { "\($0.importer) \($0.origin) \($0.2)" }
    }
    XCTAssertEqual(trace(7), trace(7))
    XCTAssertNotEqual(trace(7), trace(8))
  }

  func testLossDuplicatesAndReordering() {
    forEverySeed(8) { seed in
      var options = World.Options()
      options.activeUntil = .seconds(30)
      options.lossPartsPerMillion = 50_000
      options.duplicatesPartsPerMillion = 100_000
      options.jitter = .milliseconds(120)
      options.meanBetweenWrites = .milliseconds(60)
      let world = run(seed, options)
      XCTAssertTrue(world.bytesByCause[.retry] ?? 0 > 0, "nothing was sent again")
    }
  }

  /// A transaction of more operations than fit is torn, and still nothing goes back or is lost.
  func testTornRevisions() {
    forEverySeed(6) { seed in
      var options = World.Options()
      options.activeUntil = .seconds(40)
      options.settings = PeerWatchSettings(batchLimit: 3, windowFrames: 4, pageSize: 2)
      options.largestTransaction = 8
      options.lossPartsPerMillion = 20_000
      let world = run(seed, options)
      let torn = world.count { if case .torn = $0 { true } else { false } }
      XCTAssertTrue(torn > 0, "no revision was torn")
    }
  }

  /// Everything at once: restarts on both sides, members that lag, unknown outcomes, cuts, early
  /// compaction, small windows.
  func testEverythingAtOnce() {
    var fenced = 0
    forEverySeed(15) { seed in
      var options = World.Options()
      var random = Draws(seed: seed, .operations, 0)
      options.settings = PeerWatchSettings(
        batchLimit: 4, bookmarkEvery: .seconds(10), windowFrames: 3, pageSize: 3,
        watchLifetime: .seconds(20) ... .seconds(40))
      options.jitter = .milliseconds(100)
      options.lossPartsPerMillion = 30_000
      options.duplicatesPartsPerMillion = 30_000
      options.unknownPartsPerMillion = 50_000
      options.memberLag = .seconds(5)
      options.meanBetweenRestarts = .seconds(7)
      options.compactEvery = .seconds(9)
      options.largestTransaction = 6
      for _ in 0..<4 {
        let start = SimTime.zero + .seconds(Int64(random.below(100)))
        let a = Int(random.below(3))
        options.cuts.append(
          World.Cut(
            between: (a, (a + 1 + Int(random.below(2))) % 3), from: start,
            until: start + .seconds(Int64(1 + random.below(60))),
            isOneWay: random.below(2) == 0))
      }
      let world = run(seed, options)
      XCTAssertTrue(
        world.count { if case .listing = $0 { true } else { false } } > 6,
        "no listing but the first ones")
      fenced += world.count { $0 == .commitRejected }
    }
    XCTAssertGreaterThan(fenced, 0, "no transaction was ever fenced")
  }
}

extension FederationWorld.Options {
  var clustersRange: Range<Int> { 0..<clusters }
}
