import Federation
import KeyValue
import SimKernel
import TestSupport
import XCTest

/// Both sides of a cut write; after it heals everyone holds the same, if anti-entropy runs.
final class GossipConvergenceTests: XCTestCase {
  private let keys = (0..<12).map { KeyID($0) }

  /// A world after a cut of 40 s with writes on both sides, healed for `settle`.
  private func world(
    seed: UInt64, policy: MergePolicy, hasAntiEntropy: Bool, settle: SimDuration
  ) -> GossipWorld {
    var draws = Draws(seed: seed, .federation, 1)
    let count = draws.int(in: 3...8)
    var world = GossipWorld(
      count, WriteTerms(policy: policy, manager: Symbol(0), force: true),
      hasAntiEntropy: hasAntiEntropy, draws: Draws(seed: seed, .federation, 2))
    var creations: UInt32 = 0
    for step in 0..<50 {
      if step == 10 { world.cut = draws.int(in: 1...(count - 1)) }
      world.run(until: .zero + .seconds(Int64(step)))
      let (i, key) = (draws.int(in: 0...(count - 1)), draws.pick(keys))
      creations += 1
      let uid = ObjectUID(origin: ClusterID(i), counter: creations)
      let edit = FieldEdit(Symbol(draws.int(in: 0...1)), .integer(Int64(step)))
      let created = world.write(i, key, .create(uid, Fields()))
      if created == .alreadyExists {
        _ = world.write(i, key, draws.oneIn(5) ? .delete : .update([edit]))
      }
    }
    world.cut = nil
    world.run(until: .zero + .seconds(50) + settle)
    return world
  }

  func testEveryoneConvergesAfterACutWithAntiEntropy() {
    var (refused, conflicts) = (0, 0)
    for policy in [MergePolicy.lastWriter, .fieldMerge, .keepBoth] {
      forEverySeed(40) { seed in
        // Stream of rounds: anti-entropy x (ceil(log2 n) + 1), n <= 8.
        let world = self.world(
          seed: seed, policy: policy, hasAntiEntropy: true, settle: .seconds(60 * 4 + 10))
        refused += world.lost
        for store in world.stores.dropFirst() {
          XCTAssertEqual(store.digest, world.stores[0].digest, "\(policy)")
          for key in keys {
            XCTAssertEqual(store.state(of: key), world.stores[0].state(of: key), "\(policy)")
          }
        }
        for key in keys {
          let visible = world.stores[0].state(of: key).visible(under: policy)
          conflicts += visible?.conflicts.count ?? 0
        }
      }
    }
    XCTAssertGreaterThan(refused, 1_000, "the cuts cut nothing")
    XCTAssertGreaterThan(conflicts, 20, "both sides never wrote one key")
  }

  func testRumoursAloneDoNotGetOverACut() {
    var diverged = 0
    for seed in 0..<20 {
      let world = self.world(
        seed: UInt64(seed), policy: .lastWriter, hasAntiEntropy: false, settle: .seconds(300))
      if world.stores.contains(where: { $0.digest != world.stores[0].digest }) { diverged += 1 }
    }
    XCTAssertGreaterThan(diverged, 10)
  }
}
