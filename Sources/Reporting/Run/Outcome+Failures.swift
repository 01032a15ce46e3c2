import Results

extension Outcome {
  /// Whether some operation of some seed failed.
  var hasFailures: Bool {
    value(.operationsFailed, .value).perSeed.contains { $0.value ?? 0 > 0 }
  }
}

extension Frame {
  /// Said under the latencies of a report with failures.
  var failureNote: [Line] {
    "Latencies count a failed operation with the time until it failed."
      .wrapped(to: width).map { Line($0) }
  }
}
