/// How far a batch of runs is.
struct ProgressState: Sendable, Hashable {
  /// Runs that ended.
  var finished: Int
  var total: Int
  /// Simulated time reached, as a share of all that was asked for.
  var share: Double
  /// Events handled by the runs that ended.
  var events: UInt64
}
