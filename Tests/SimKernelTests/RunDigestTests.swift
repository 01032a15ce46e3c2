import SimKernel
import TestSupport
import XCTest

final class RunDigestTests: XCTestCase {
  private func digest(_ words: [UInt64]) -> RunDigest {
    var digest = RunDigest()
    for word in words { digest.combine(word) }
    return digest
  }

  /// Computed from the definition by another program, in another language.
  func testGivesTheGoldenValues() {
    XCTAssertEqual(digest([]).description, "243f6a8885a308d313198a2e03707344")
    XCTAssertEqual(digest([0]).description, "195862de271892c4faf4d35919a98cbd")
    XCTAssertEqual(digest([1, 2, 3]).description, "fd22370e7d33167051c74d5099eac998")
    var bytes = RunDigest()
    bytes.combine(bytes: "abcdefghij".utf8)
    XCTAssertEqual(bytes.description, "ef2222ecc6d87b73c208e6d38183626d")
  }

  func testAnyOneBitChangedChangesBothHalves() {
    forEverySeed(count: 200) { draws in
      let words = (0..<draws.int(in: 1...12)).map { _ in
        draws.oneIn(2) ? draws.wordOfAnySize() : draws.next()
      }
      var changed = words
      let place = Int(draws.below(UInt64(words.count)))
      for bit in 0..<64 {
        changed[place] = words[place] ^ 1 << UInt64(bit)
        let (a, b) = (digest(words), digest(changed))
        XCTAssertNotEqual(a.high, b.high, "bit \(bit) of word \(place) in \(words)")
        XCTAssertNotEqual(a.low, b.low, "bit \(bit) of word \(place) in \(words)")
      }
    }
  }

  func testOneBitChangesHalfOfTheDigest() {
    var distance = 0
    var draws = Draws(seed: 1, .operations, 1)
    let trials = 2_000
    for _ in 0..<trials {
      let words = (0..<4).map { _ in draws.next() }
      var changed = words
      changed[0] ^= 1 << draws.below(64)
      let (a, b) = (digest(words), digest(changed))
      distance += (a.high ^ b.high).nonzeroBitCount + (a.low ^ b.low).nonzeroBitCount
    }
    XCTAssertEqual(Double(distance) / Double(trials), 64, accuracy: 1)
  }

  func testOrderMatters() {
    forEverySeed(count: 200) { draws in
      let words = (0..<6).map { _ in draws.wordOfAnySize() }
      var swapped = words
      swapped.swapAt(0, draws.int(in: 1...5))
      XCTAssertEqual(digest(words) == digest(swapped), words == swapped, "\(words)")
    }
  }

  func testLengthMatters() {
    // A word or byte of zero is not nothing, and bytes are not the words they fill.
    XCTAssertEqual(Set((0..<50).map { digest(Array(repeating: 0, count: $0)) }).count, 50)
    let ofBytes = (0..<50).map { count in
      var digest = RunDigest()
      digest.combine(bytes: [UInt8](repeating: 0, count: count))
      return digest
    }
    XCTAssertEqual(Set(ofBytes).count, 50)
  }

  func testSignedAndUnsignedWordsAreOneAndTheSame() {
    var (a, b) = (RunDigest(), RunDigest())
    a.combine(-2 as Int64)
    b.combine(UInt64.max - 1)
    XCTAssertEqual(a, b)
  }

  func testDescriptionHas32Digits() {
    forEverySeed(count: 300) { draws in
      let digest = digest([draws.next()])
      XCTAssertEqual(digest.description.count, 32)
      XCTAssertEqual(UInt64(digest.description.prefix(16), radix: 16), digest.high)
      XCTAssertEqual(UInt64(digest.description.suffix(16), radix: 16), digest.low)
    }
  }
}
