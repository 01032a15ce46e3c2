import Foundation
import XCTest

extension XCTestCase {
  /// Runs `body` for seeds 0 ..< `count`, or for `FEDSIM_SEED` alone, or for `FEDSIM_RUNS` seeds.
  /// The first seed that fails is named and ends the loop.
  func forEverySeed(
    _ count: UInt64, file: StaticString = #filePath, line: UInt = #line,
    _ body: (inout TestRandom) throws -> Void
  ) rethrows {
    let environment = ProcessInfo.processInfo.environment
    let one = environment["FEDSIM_SEED"].flatMap(UInt64.init)
    let runs = environment["FEDSIM_RUNS"].flatMap(UInt64.init) ?? count
    for seed in one.map({ $0..<($0 + 1) }) ?? 0..<runs {
      let before = testRun?.totalFailureCount ?? 0
      var random = TestRandom(state: seed)
      try body(&random)
      if testRun?.totalFailureCount ?? 0 > before {
        XCTFail("seed \(seed) failed; FEDSIM_SEED=\(seed) repeats it", file: file, line: line)
        return
      }
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct TestRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 ..< bound, near enough to uniform for a test.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
