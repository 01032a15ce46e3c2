/// Where text comes from and goes to.
struct Terminal: Sendable {
  var surroundings: Surroundings
  /// Writes all bytes to standard output; false when they could not be written.
  var writeOutput: @Sendable ([UInt8]) -> WriteResult
  var writeError: @Sendable ([UInt8]) -> WriteResult
  /// All of standard input; nil when it cannot be read.
  var readInput: @Sendable () -> [UInt8]?

  enum WriteResult: Sendable, Hashable {
    case written
    /// Nobody reads any more.
    case closed
    case failed(String)
  }
}
