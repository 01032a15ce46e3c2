import SimKernel
import TestSupport
import XCTest

final class DrawsTests: XCTestCase {
  private struct Golden {
    var draws: Draws
    /// Occurrences 0, 1 and 1,000.
    var values: [UInt64]
    var line: UInt = #line
  }

  /// Computed from the definition by another program, in another language.
  func testGivesTheGoldenValues() {
    let rows = [
      Golden(
        draws: Draws(seed: 0, .networkLatency, 0),
        values: [0xB68E_4984_56F3_D159, 0x412D_3D61_027F_71EA, 0x3272_5EDC_A252_B261]),
      Golden(
        draws: Draws(seed: 1, .networkLatency, 2, 3),
        values: [0x3805_D8E0_85B3_C102, 0x9131_10D7_690C_6BE1, 0xC47C_B005_16B2_2645]),
      Golden(
        draws: Draws(seed: 1, .networkLatency, 3, 2),
        values: [0x152C_0E15_AAFA_D69C, 0x23AB_7142_0410_B7B8, 0x7E17_EE52_3591_6EFD]),
      Golden(
        draws: Draws(seed: 1 << 53 - 1, .diskSync, 7),
        values: [0xE922_8207_E590_1E97, 0x83F8_1EE2_EC5F_D007, 0x0502_D317_8151_F270]),
      Golden(
        draws: Draws(seed: 42, .keys, .max, .max),
        values: [0x7F16_7252_816C_06A3, 0xD9AD_0BE9_1B93_66CD, 0x6207_8C16_63B0_F386]),
    ]
    for row in rows {
      XCTAssertEqual([0, 1, 1_000].map { row.draws.draw($0) }, row.values, line: row.line)
    }
  }

  func testNextCountsOnAndEveryUseCountsOneDraw() {
    var draws = Draws(seed: 9, .operations, 1)
    let same = draws
    XCTAssertEqual(draws.next(), same.draw(0))
    XCTAssertEqual(draws.next(), same.draw(1))
    // Bounds at which nearly half of the words are rejected once and more.
    for _ in 0..<100 { _ = draws.below(1 << 63 + 1) }
    _ = draws.chance(partsPerMillion: 500_000)
    _ = draws.exponential(mean: .seconds(1))
    XCTAssertEqual(draws.count, 104)
    XCTAssertEqual(draws.next(), same.draw(104))
  }

  func testRemovingOneEntityMovesNoDrawOfAnother() {
    /// What each entity draws when they take turns, some more often than others.
    func history(of entities: [UInt64], seed: UInt64) -> [UInt64: [UInt64]] {
      var draws = entities.map { Draws(seed: seed, .networkLatency, $0, $0 &* 3) }
      var seen: [UInt64: [UInt64]] = [:]
      for round in 0..<50 {
        for (i, entity) in entities.enumerated() where round % (i % 3 + 1) == 0 {
          seen[entity, default: []].append(draws[i].next())
        }
      }
      return seen
    }
    let all: [UInt64] = [3, 1, 7, 100, 55, 8]
    let complete = history(of: all, seed: 5)
    for removed in all {
      let rest = history(of: all.map { $0 == removed ? 9_999 : $0 }, seed: 5)
      for entity in all where entity != removed {
        XCTAssertEqual(rest[entity], complete[entity], "entity \(entity) without \(removed)")
      }
      XCTAssertNotEqual(rest[9_999], complete[removed])
    }
  }

  func testEveryPartOfTheNameMatters() {
    forEverySeed(count: 100) { draws in
      let (seed, a, b) = (draws.next(), draws.wordOfAnySize(), draws.wordOfAnySize())
      let names = [
        Draws(seed: seed, .networkLatency, a, b), Draws(seed: seed ^ 1, .networkLatency, a, b),
        Draws(seed: seed, .networkLoss, a, b), Draws(seed: seed, .networkLatency, a ^ 1, b),
        Draws(seed: seed, .networkLatency, a, b ^ 1),
        Draws(seed: seed, .networkLatency, a &+ 1, b &- 1),
      ]
      XCTAssertEqual(Set(names.map { $0.draw(0) }).count, names.count)
    }
  }

  func testBelowStaysBelowAndReachesBothEnds() {
    forEverySeed(count: 100) { draws in
      let bound = max(1, draws.wordOfAnySize())
      for _ in 0..<100 { XCTAssertLessThan(draws.below(bound), bound) }
      let small = draws.below(6) + 1
      let seen = Set((0..<300).map { _ in draws.below(small) })
      XCTAssertEqual(seen, Set(0..<small))
    }
  }

  func testChanceIsNeverAndAlwaysAtItsEnds() {
    var draws = Draws(seed: 3, .networkLoss, 1)
    for _ in 0..<2_000 {
      XCTAssertFalse(draws.chance(partsPerMillion: 0))
      XCTAssertFalse(draws.chance(partsPerMillion: -5))
      XCTAssertTrue(draws.chance(partsPerMillion: 1_000_000))
    }
  }
}
