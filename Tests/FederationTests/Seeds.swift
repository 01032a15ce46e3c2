import Foundation
import XCTest

extension XCTestCase {
  /// Runs `body` for seeds 0 ..< `count`, or for `FEDSIM_SEED` alone, or for `FEDSIM_RUNS` seeds.
  /// The first seed that fails is named and ends the loop.
  func forEverySeed(
    _ count: UInt64, file: StaticString = #filePath, line: UInt = #line,
    _ body: (UInt64) throws -> Void
  ) rethrows {
    let environment = ProcessInfo.processInfo.environment
    let one = environment["FEDSIM_SEED"].flatMap(UInt64.init)
    let runs = environment["FEDSIM_RUNS"].flatMap(UInt64.init) ?? count
    let seeds = one.map { $0..<($0 + 1) } ?? 0..<runs
    for seed in seeds {
      let before = testRun?.totalFailureCount ?? 0
      try body(seed)
      if testRun?.totalFailureCount ?? 0 > before {
        XCTFail("seed \(seed) failed; FEDSIM_SEED=\(seed) repeats it", file: file, line: line)
        return
      }
    }
  }
}
