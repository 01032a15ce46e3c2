import Results

/// Why a command stopped without a verdict.
struct CommandFailure: Error {
  let status: ExitCode
  /// One or more sentences; empty when all was already said.
  let message: String

  /// The reason alone, without what it happened to: "permission denied".
  let reason: String

  init(_ status: ExitCode, _ message: String = "", reason: String = "") {
    (self.status, self.message, self.reason) = (status, message, reason)
  }
}
