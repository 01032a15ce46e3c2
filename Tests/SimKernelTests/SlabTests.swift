import SimKernel
import TestSupport
import XCTest

final class SlabTests: XCTestCase {
  func testHoldsWhatADictionaryHolds() {
    forEverySeed(count: 100) { draws in
      var slab = Slab<Int>()
      var held: [UInt32: Int] = [:]
      for n in 0..<400 {
        if held.isEmpty || draws.oneIn(2) {
          let slot = slab.insert(n)
          XCTAssertNil(held[slot], "slot \(slot) is taken")
          held[slot] = n
        } else {
          let slot = draws.pick(held.keys.sorted())
          XCTAssertEqual(slab.remove(slot), held.removeValue(forKey: slot))
          XCTAssertNil(slab.remove(slot))
        }
        XCTAssertEqual(slab.count, held.count)
      }
      for slot in held.keys.sorted() { XCTAssertEqual(slab[slot], held[slot]) }
    }
  }

  func testASlotAndItsGenerationNameOneElementForEver() {
    forEverySeed(count: 50) { draws in
      var slab = Slab<Int>()
      var names: Set<[UInt32]> = []
      var open: [UInt32] = []
      for n in 0..<300 {
        if open.isEmpty || draws.oneIn(2) {
          let slot = slab.insert(n)
          XCTAssertTrue(names.insert([slot, slab.generation(of: slot)]).inserted)
          open.append(slot)
        } else {
          let slot = open.remove(at: Int(draws.below(UInt64(open.count))))
          let before = slab.generation(of: slot)
          _ = slab.remove(slot)
          XCTAssertEqual(slab.generation(of: slot), before + 1)
        }
      }
    }
  }

  func testChangesAnElementInPlaceAndNoOther() {
    var slab = Slab<[Int]>()
    let (a, b) = (slab.insert([1]), slab.insert([2]))
    slab[a]?.append(3)
    XCTAssertEqual(slab[a], [1, 3])
    XCTAssertEqual(slab[b], [2])
    _ = slab.remove(a)
    slab[a]?.append(4)
    XCTAssertNil(slab[a])
    XCTAssertEqual(slab.count, 1)
  }

  func testFreedSlotsAreUsedAgain() {
    var slab = Slab<Int>()
    let slots = (0..<10).map { slab.insert($0) }
    for slot in slots { _ = slab.remove(slot) }
    XCTAssertEqual(Set((0..<10).map { slab.insert($0) }), Set(slots))
  }
}
