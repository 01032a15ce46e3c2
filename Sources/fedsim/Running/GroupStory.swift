import Conformance
import Experiments
import Results
import ScenarioFormat
import SimKernel

/// What happens to a Raft group from the start of a simulation, as a data-driven script.
struct GroupStory: Sendable {
  let plan: Plan
  let group: Int
  let seed: UInt64
  /// Nanoseconds.
  let until: Int64

  private var members: [MemberPlan] { plan.groups[group].members }

  /// The whole script, which passes; or why there is none. Nil when it was stopped.
  func script(
    isStopped: () -> Bool
  ) throws(CommandFailure) -> (text: String, caseCount: Int)? {
    var history = try history()
    // Where the story has come to, for an error to name.
    var (time, member) = (Int64(0), Int?.none)
    do throws(ExportProblem) {
      var writer = try ScriptWriter(
        count: members.count, confState: history.confState, options: history.raftOptions,
        heading: heading)
      while let step = history.next() {
        if isStopped() { return nil }
        if step.time.nanoseconds != time || step.member != member {
          (time, member) = (step.time.nanoseconds, step.member)
          if let member { writer.enter("\(DurationText.exact(time)) \(members[member].name)") }
        }
        try write(step, with: &writer)
      }
      let text = try writer.finish(logs: history.logs)
      return (text, writer.caseCount)
    } catch {
      throw failure(error, at: time, member.map { members[$0].name })
    }
  }

  private func history() throws(CommandFailure) -> GroupHistory {
    do throws(ExperimentError) {
      return try GroupHistory(
        of: plan, group: group, seed: seed, until: SimDuration(nanoseconds: until))
    } catch {
      throw SimulatorBug(scenario: plan.name, seed: seed, reason: "\(error)").failure
    }
  }

  private var heading: [String] {
    let ids = members.enumerated().map { "\($0 + 1) \($1.name)" }
    return [
      "Raft group '\(plan.groups[group].name)' of the scenario '\(plan.name)', seed \(seed), up to "
        + "\(DurationText.exact(until)),",
      "as fedsim \(Tool.version) simulates it. Its members: \(ids.joined(separator: ", ")).",
    ]
  }

  private func write(
    _ step: GroupStep, with writer: inout ScriptWriter
  ) throws(ExportProblem) {
    guard let node = step.member else {
      if case .remarked(let text) = step.event {
        writer.remark("\(DurationText.exact(step.time.nanoseconds)) \(text)")
      }
      return
    }
    switch step.event {
    case .started(let options): try writer.start(node, options: options)
    case .ticked: try writer.tick(node)
    case .requested(let message, let meaning):
      try writer.request(message, at: node, meaning: meaning)
    case .received(let message), .missed(let message):
      try writer.receive(message)
    case .tookReady(let ready): try writer.takeReady(ready, at: node)
    case .finishedReady: try writer.finishReady(at: node)
    case .storedSnapshot(let index, let base):
      try writer.storeSnapshot(at: index, base: base, at: node)
    case .appliedConfChange(let change): try writer.apply(change, at: node)
    case .storedReady: try writer.storeReady(at: node)
    case .sentSnapshot(let message): try writer.sendSnapshot(message, at: node)
    case .lost(let message): try writer.lose(message)
    case .crashed: try writer.crash(node)
    case .intruded(let what): throw .unsayable(what)
    case .remarked: break
    }
    if let core = step.core {
      try writer.check(
        node, status: core.status, lastIndex: core.lastIndex,
        electionTimeout: core.electionTimeout)
    }
  }

  private func failure(
    _ problem: ExportProblem, at time: Int64, _ member: String?
  ) -> CommandFailure {
    let place = "at \(DurationText.exact(time))" + (member.map { " at member \($0)" } ?? "")
    switch problem {
    case .unsayable(let what):
      let earlier = DurationText.shortly(before: time).map {
        " '--until \(DurationText.exact($0))' ends before it."
      }
      return CommandFailure(
        .badInput, "A script cannot say what happens \(place): \(what).\(earlier ?? "")")
    case .diverged(let how):
      return SimulatorBug(
        scenario: plan.name, seed: seed,
        reason: "the script does something else than the simulation \(place): \(how)"
      ).failure
    }
  }
}
