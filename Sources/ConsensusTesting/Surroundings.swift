import Foundation

/// What the environment asks for.
struct Surroundings: Sendable {
  /// `FEDSIM_SEED`: the one seed to run.
  var seed: UInt64?
  /// `FEDSIM_RUNS`: how many runs.
  var runs: Int?
  /// `FEDSIM_FRESH=1`: seeds of this process alone instead of those of the test's name.
  var fresh: UInt64?
  /// `FEDSIM_SHARD=i/n`: of all runs those whose number leaves i when divided by n.
  var shard = (index: 0, count: 1)
  /// `FEDSIM_ANNOUNCE=1`: name each seed before its run, for subjects that crash the process.
  var announces = false
  /// `FEDSIM_SHRINK=0`: report failing trials as they were drawn.
  var shrinks = true

  /// Reads the environment.
  static var current: Surroundings {
    Surroundings(ProcessInfo.processInfo.environment)
  }

  init(_ environment: [String: String]) {
    seed = environment["FEDSIM_SEED"].flatMap { UInt64($0) }
    runs = environment["FEDSIM_RUNS"].flatMap { Int($0) }
    announces = environment["FEDSIM_ANNOUNCE"] == "1"
    shrinks = environment["FEDSIM_SHRINK"] != "0"
    if environment["FEDSIM_FRESH"] == "1" { fresh = UInt64.random(in: 0..<1 << 53) }
    let parts = (environment["FEDSIM_SHARD"] ?? "").split(separator: "/").compactMap { Int($0) }
    if parts.count == 2, parts[1] > 0, 0..<parts[1] ~= parts[0] {
      shard = (parts[0], parts[1])
    }
  }

  /// Says something beside the test's own output.
  static func announce(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
