/// Runs trials of one subject with one set of options, and judges them.
///
/// It is a function of the trial alone; campaigns, shrinkers and replays all call it.
public struct TrialRunner {
  @usableFromInline let body: (Trial, Bool) throws(InvalidTrial) -> RunResult
  @usableFromInline let judge: Judge

  @inlinable init(
    judge: Judge, body: @escaping (Trial, Bool) throws(InvalidTrial) -> RunResult
  ) {
    self.judge = judge
    self.body = body
  }

  /// A runner for `subject`.
  @inlinable public static func of<Node: SimulatedNode>(
    _ subject: Node.Type, options: Node.Options, _ configuration: SimulationConfiguration
  ) -> TrialRunner {
    let invariants = configuration.checks.invariants
    guard !invariants.isEmpty else {
      return of(subject, options: options, configuration) { _ in NoObserver() }
    }
    guard configuration.checks.contains(.recovers), let deadline = configuration.electionDeadline
    else {
      guard !configuration.checks.contains(.store) else {
        return of(subject, options: options, configuration) {
          BothObservers(RaftInvariants($0, only: invariants), StoreOracle())
        }
      }
      return of(subject, options: options, configuration) {
        RaftInvariants($0, only: invariants)
      }
    }
    guard !configuration.checks.contains(.store) else {
      return of(subject, options: options, configuration) {
        BothObservers(
          BothObservers(
            RaftInvariants($0, only: invariants), LivenessInvariants($0, deadline: deadline)),
          StoreOracle())
      }
    }
    return of(subject, options: options, configuration) {
      BothObservers(
        RaftInvariants($0, only: invariants), LivenessInvariants($0, deadline: deadline))
    }
  }

  /// A runner for `subject` whose runs are watched by observers of one's own.
  @inlinable public static func of<Node: SimulatedNode, Observer: WorldObserver>(
    _ subject: Node.Type, options: Node.Options, _ configuration: SimulationConfiguration,
    watchedBy observer: @escaping (Trial) -> Observer
  ) -> TrialRunner {
    TrialRunner(judge: Judge(configuration)) { (trial, recording) throws(InvalidTrial) in
      var world = try World(
        subject, trial, options: options, observer: observer(trial), recording: recording)
      return world.run()
    }
  }

  /// Runs `trial` and judges what came of it: the verdict is complete.
  public func run(_ trial: Trial, recording: Bool = false) throws(InvalidTrial) -> RunResult {
    var result = try body(trial, recording)
    result.verdict = judge.verdict(of: result, trial)
    return result
  }
}

/// Adds to what the observer found in a run what clients saw, and whether they were served.
public struct Judge: Sendable {
  var checks: Checks
  var searchLimit: Int
  var historyCheck: (@Sendable ([OperationRecord]) -> Finding?)?

  public init(_ configuration: SimulationConfiguration) {
    checks = configuration.checks
    searchLimit = configuration.searchLimit
    historyCheck = configuration.historyCheck
  }

  /// A finding of the run stands; then what clients saw; then an exhausted budget; then recovery.
  public func verdict(of result: RunResult, _ trial: Trial) -> RunVerdict {
    if case .violation = result.verdict { return result.verdict }
    if let finding = historyCheck?(result.history) { return .violation(finding) }
    if checks.contains(.linearizable), let verdict = linearizability(result) { return verdict }
    if case .undecided = result.verdict { return result.verdict }
    if checks.contains(.recovers), case .stalled(let clients) = result.recovery {
      return stalled(clients, result, trial)
    }
    return .pass
  }

  /// Nil if the history is linearizable.
  private func linearizability(_ result: RunResult) -> RunVerdict? {
    let history = keyedHistory(result.history)
    let check = checkLinearizable(history, model: KeyedRegisters(), budget: searchLimit)
    switch check.verdict {
    case .violation(let violation):
      let culprit = history[violation.culprit]
      let time = SimTime(nanoseconds: culprit.returnedAt ?? result.endedAt.nanoseconds)
      return .violation(
        Finding(
          .client, "Linearizability", site: culprit.input.siteName, violation.description,
          at: time))
    case .unknown(let states): return .undecided("\(states) states of the search for an order")
    case .linearizable: break
    }
    if case .mismatch(let mismatch) = check.witness {
      return .violation(
        Finding(
          .client, "WitnessMismatch", site: "\(mismatch.reason)", mismatch.description,
          at: result.endedAt))
    }
    return nil
  }

  private func stalled(_ clients: [Int], _ result: RunResult, _ trial: Trial) -> RunVerdict {
    if let reason = result.unavailability { return .unavailableByDesign(reason) }
    if !trial.isQuorumSafe {
      return .unavailableByDesign(trial.budgetOffences.joined(separator: "; "))
    }
    let names = clients.map { "c\($0)" }.joined(separator: ", ")
    let limit = (trial.healing?.limit ?? .zero).text
    return .violation(
      Finding(
        .liveness, "L2", site: "client",
        "\(limit) after all faults had ended, \(names) had no answer yet", at: result.endedAt))
  }
}

extension ClientCommand {
  /// For signatures: what kind of call it is.
  var siteName: String {
    switch self {
    case .get: "get"
    case .put: "put"
    case .compareAndSwap: "cas"
    case .admin: "admin"
    case .custom: "custom"
    }
  }
}
