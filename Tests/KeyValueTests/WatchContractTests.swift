import KeyValue
import TestSupport
import XCTest

/// The watch contract, W1 to W9, under everything that can happen to a watch.
final class WatchContractTests: XCTestCase {
  func testHoldsWhateverHappens() {
    var met = WatchWorld.Met()
    forEverySeed(count: 60) { draws in
      var world = WatchWorld(seed: UInt64(draws.int(in: 0...1 << 62)))
      world.met = met
      for _ in 0..<250 { world.step() }
      world.finish()
      met = world.met
    }
    for (name, count, floor) in [
      ("events", met.events, 2_000), ("fragments", met.fragments, 50),
      ("victims", met.victims, 2), ("caught up", met.caughtUp, 200),
      ("compacted", met.compacted, 100), ("notices", met.notices, 50),
      ("stream notices", met.streamNotices, 20), ("previous", met.previous, 300),
      ("previous compacted", met.previousCompacted, 20), ("resumed", met.resumed, 100),
      ("restores", met.restores, 50), ("whole revisions", met.wholeRevisions, 100),
    ] {
      XCTAssertGreaterThan(count, floor, "\(name): too few for the property to mean anything")
    }
  }
}
