import Foundation
import Results

@main
enum Fedsim {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    let invocation = Invocation(
      terminal: .system(), simulator: .experiments, interrupt: .onSignals())
    exit(invocation.run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }
}
