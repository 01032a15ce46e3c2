import Foundation
import SimKernel
import XCTest

extension XCTestCase {
  /// Runs `property` under the seeds 1 ... `count`, each with draws of its own, and stops at the
  /// first seed that fails, naming it.
  ///
  /// `FEDSIM_SEED` runs one seed only; `FEDSIM_RUNS` replaces `count`.
  public func forEverySeed(
    count: UInt64, file: StaticString = #filePath, line: UInt = #line,
    _ property: (inout Draws) throws -> Void
  ) rethrows {
    for seed in SeedRange(count: count).seeds {
      let failures = testRun?.totalFailureCount ?? 0
      var draws = Draws(seed: seed, .operations, fnv1a("property"))
      do {
        try property(&draws)
      } catch {
        XCTFail("seed \(seed) threw; FEDSIM_SEED=\(seed) repeats it", file: file, line: line)
        throw error
      }
      if testRun?.totalFailureCount ?? 0 > failures {
        XCTFail("seed \(seed) failed; FEDSIM_SEED=\(seed) repeats it", file: file, line: line)
        return
      }
    }
  }
}

/// The seeds a property is tried with.
private struct SeedRange {
  var seeds: ClosedRange<UInt64>

  init(count: UInt64) {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["FEDSIM_SEED"].flatMap(UInt64.init) {
      seeds = seed...seed
    } else {
      seeds = 1...max(1, environment["FEDSIM_RUNS"].flatMap(UInt64.init) ?? count)
    }
  }
}
