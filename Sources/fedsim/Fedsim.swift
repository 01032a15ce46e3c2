import Foundation
import Results

@main
enum Fedsim {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    let terminal = Terminal.system()
    CrashNotice.install(in: terminal.surroundings)
    let invocation = Invocation(
      terminal: terminal, simulator: .experiments, interrupt: .onSignals)
    exit(invocation.run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }
}
