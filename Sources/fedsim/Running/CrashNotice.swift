import Foundation

/// What is said when the simulator traps on a broken invariant of its own.
enum CrashNotice {
  private static let text: StaticString = """
    Error: This is a bug in fedsim. Please report it with the scenario, the seeds and the version \
    ('fedsim --version'). Running one seed at a time (--seed) finds the one that breaks.

    """

  /// Ends the process with the notice and the exit code of a bug, where it would have died of a
  /// signal; leaves the backtrace to Swift when the user asked for one.
  static func install(in surroundings: Surroundings) {
    guard surroundings.filled("SWIFT_BACKTRACE") == nil else { return }
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      signal(number) { _ in
        let text = CrashNotice.text
        _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        CrashSeeds.tell()
        _exit(70)
      }
    }
  }
}
