import Foundation
import Synchronization

/// Whether the user asked to stop.
struct Interrupt: Sendable {
  var isRaised: @Sendable () -> Bool

  static let never = Interrupt { false }

  /// Raised by Ctrl-C or a request to terminate; a second one ends the process at once.
  static func onSignals() -> Interrupt {
    raised.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        raised.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    return Interrupt { raised.load(ordering: .relaxed) }
  }
}

private let raised = Atomic<Bool>(false)
