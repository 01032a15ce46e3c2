import RaftCore

/// Runs the confchange files: configuration changes and the progress they leave (etcd
/// confchange/datadriven_test.go).
struct ConfChangeScript {
  static let commands = ["simple", "enter-joint", "leave-joint"]

  private var membership = Membership(limits: InflightLimits(messages: 10))
  /// Grows with every command, so that progress tells which one made it.
  private var lastIndex: LogIndex = 0

  mutating func run(_ directive: Directive, input: String) throws(Failure) -> String {
    defer { lastIndex = lastIndex + 1 }
    let steps: [ConfChangeSingle]
    do throws(Failure) {
      steps = try Conformance.steps(input)
    } catch {
      guard case .reported(let text) = error else { throw error }
      return text
    }
    let autoLeave = try fatally { () throws(ScriptProblem) in
      try boolean(try directive.value("autoleave") ?? "false", of: "autoleave")
    }
    do throws(ConfChangeError) {
      switch directive.command {
      case "simple":
        membership = try membership.simple(steps, lastIndex: lastIndex)
      case "enter-joint":
        membership = try membership.enteringJoint(
          autoLeave: autoLeave, steps, lastIndex: lastIndex)
      case "leave-joint":
        if !steps.isEmpty { return "this command takes no input\n" }
        membership = try membership.leavingJoint()
      default:
        return "unknown command"
      }
    } catch {
      return error.text + "\n"
    }
    return membership.configuration.text + "\n" + membership.progress.statuses.text
  }
}
