import ScenarioFormat
import SimKernel

extension ResolvedPlan {
  func step(_ step: StepPlan) -> JSONTree {
    let begin: JSONTree =
      switch step.start {
      case .event(let event): start(event)
      case .afterStep(let number, let delay):
        ["afterStep": .text(plan.steps[number].text), "delay": time(delay)]
      }
    let head: [(key: String, value: JSONTree)] = [
      ("text", .text(step.text)), ("start", begin), ("patience", time(step.patience)),
      ("do", .text(step.word)),
    ]
    return .object(head + details(step.kind))
  }

  private func details(_ kind: StepPlan.Kind) -> [(key: String, value: JSONTree)] {
    func member(_ group: Int, _ member: Int) -> JSONTree { .text(memberName(group, member)) }
    switch kind {
    case .addMember(let group, let new, _): return [("member", member(group, new))]
    case .promoteMember(let group, let target), .transferLeader(let group, let target):
      return [("target", member(group, target))]
    case .removeMember(let target), .loseForever(let target): return [("target", name(target))]
    case .replaceMember(let group, let old, let new):
      return [("target", member(group, old)), ("by", member(group, new))]
    case .restart(let group, let members, let down, let change):
      return [
        ("members", .list(members.map { member(group, $0) })), ("downFor", time(down)),
        ("preVote", change.preVote.map { .bool($0) } ?? .null),
        ("snapshotEvery", change.snapshotEvery.map { .count($0) } ?? .null),
        (
          "readRetryReusesContext",
          change.readRetryReusesContext.map { .bool($0) } ?? .null
        ),
      ]
    case .restoreSnapshot(let group, let members, let every, let takes):
      return [
        ("members", .list(members.map { member(group, $0) })), ("savedEvery", time(every)),
        ("takes", time(takes)),
      ]
    case .forceNewCluster(let group, let target, let takes):
      return [("target", member(group, target)), ("takes", time(takes))]
    }
  }
}
