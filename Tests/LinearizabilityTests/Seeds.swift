import Foundation

/// The seeds of a property: `FEDSIM_SEED` alone, or as many as `FEDSIM_RUNS` says.
enum Seeds {
  static func range(_ count: UInt64) -> ClosedRange<UInt64> {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["FEDSIM_SEED"].flatMap(UInt64.init) { return seed...seed }
    return 1...max(1, environment["FEDSIM_RUNS"].flatMap(UInt64.init) ?? count)
  }
}
