import Foundation
import Synchronization

/// Whether the user asked to stop.
struct Interrupt: Sendable {
  /// Called when there is something that can be stopped half-way.
  var listen: @Sendable () -> Void
  var isRaised: @Sendable () -> Bool

  static let never = Interrupt(listen: {}, isRaised: { false })

  /// Raised by Ctrl-C or a request to terminate once it listens; a second one ends the process.
  static let onSignals = Interrupt(
    listen: {
      raised.store(false, ordering: .relaxed)
      for number in [SIGINT, SIGTERM] {
        signal(number) { number in
          raised.store(true, ordering: .relaxed)
          signal(number, SIG_DFL)
        }
      }
    },
    isRaised: { raised.load(ordering: .relaxed) })
}

private let raised = Atomic<Bool>(false)
