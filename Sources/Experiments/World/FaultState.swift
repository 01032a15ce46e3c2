import ScenarioFormat
import SimKernel
import SimNetwork

/// What a run remembers of its faults: whom they struck, and what must be put back.
struct FaultState: Sendable {
  /// Members each fault struck, as dense numbers.
  var struck: [[Int]]
  /// Delay or loss a link had before, by fault.
  var linksBefore: [[LinkBefore]]
  var hasBegun: [Bool]
  /// When the last cut healed.
  var lastHeal = SimTime.beforeRun

  struct LinkBefore: Sendable {
    var from: Int
    var to: Int
    var link: Link
  }

  init(count: Int) {
    struck = Array(repeating: [], count: count)
    linksBefore = Array(repeating: [], count: count)
    hasBegun = Array(repeating: false, count: count)
  }
}
