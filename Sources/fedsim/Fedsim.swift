import Foundation

@main
enum Fedsim {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    exit(Invocation(terminal: .system()).run(words).rawValue)
  }
}
