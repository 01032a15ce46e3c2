import ConsensusTesting
import Foundation
import XCTest

/// What `simulate` and `replay` do with subjects that are wrong in one way each.
final class SimulateTests: XCTestCase {
  /// One node's memory, served by whoever is asked; wrong in the ways the options say.
  struct Memory: SimulatedNode {
    struct Options: Sendable {
      var isSilent = false
      var countsRuns = false
      var leads = false
    }

    struct Payload: SimPayload {
      func combine(into digest: inout RunDigest) {}
    }

    /// What a subject must not have: state that outlives a run.
    nonisolated(unsafe) static var runs: UInt64 = 0

    let options: Options
    let id: NodeID
    var values: [Int: Int64] = [:]
    var probe: ConsensusProbe? {
      options.leads ? ConsensusProbe(term: 1, role: .leader) : nil
    }

    init(
      id: NodeID, peers: [NodeID], options: Options, image: DurableImage,
      io: inout NodeIO<Payload>
    ) {
      self.id = id
      self.options = options
      unsafe Self.runs += 1
      io.setTimer(1, after: .milliseconds(10 + (options.countsRuns ? unsafe Int64(Self.runs) : 0)))
    }

    mutating func step(_ event: NodeEvent<Payload>, io: inout NodeIO<Payload>) {
      guard case .client(let request) = event, !options.isSilent else { return }
      guard id.index == 0 else {
        return io.reply(.notLeader(hint: NodeID(0)), to: request.id)
      }
      switch request.command {
      case .get(let key): io.reply(.value(values[key]), to: request.id)
      case .put(let key, let value):
        values[key] = value
        io.reply(.done, to: request.id)
      case .compareAndSwap(let key, let expected, let value):
        if values[key] == expected { values[key] = value }
        io.reply(.swapped(values[key] == value), to: request.id)
      default: io.reply(.unsupported, to: request.id)
      }
    }
  }

  private func example(
    _ options: Memory.Options, runs: Int = 20, line: UInt = #line,
    _ configure: (inout SimulationConfiguration) -> Void
  ) throws -> Counterexample {
    var found: Counterexample?
    XCTAssertThrowsError(
      try simulate(Memory.self, options: options, runs: runs) {
        $0.fixtures = .none
        configure(&$0)
      }, line: line
    ) { found = $0 as? Counterexample }
    return try XCTUnwrap(found, line: line)
  }

  func testMemoryWithoutCrashesIsFine() throws {
    let summary = try simulate(Memory.self, options: .init(), runs: 50) {
      $0.fixtures = .none
      $0.faultKinds = [.delay, .loss, .duplicate, .cut, .clog, .pause]
    }
    XCTAssertEqual(summary.runs, 50)
    XCTAssertGreaterThan(summary.counts.operationsAnswered, 3_000, "\(summary)")
  }

  func testMemoryIsLostInACrash() throws {
    let example = try example(.init()) { $0.faultKinds = [.crash] }
    XCTAssertEqual(example.finding.invariant, "Linearizability")
  }

  func testASilentSubjectDoesNotRecover() throws {
    let example = try example(.init(isSilent: true)) { $0.recoveryLimit = .seconds(3) }
    XCTAssertEqual(example.finding.signature, "liveness/L2/client")
  }

  func testBeyondTheBudgetNobodyNeedAnswer() throws {
    struct Lies: TrialSource {
      func trial(seed: UInt64, _ configuration: SimulationConfiguration) -> Trial {
        var trial = DefaultTrialSource().trial(seed: seed, configuration)
        trial.faults.faults = [Fault(id: 1, .diskLies, .all, at: .at(.zero))]
        return trial
      }
    }
    let summary = try simulate(Memory.self, options: .init(isSilent: true), runs: 5) {
      $0.fixtures = .none
      $0.source = Lies()
      $0.recoveryLimit = .seconds(3)
    }
    XCTAssertEqual(summary.unavailable, 5)
  }

  func testTwoLeadersOfOneTermAreFound() throws {
    let example = try example(.init(leads: true)) { _ in }
    XCTAssertEqual(example.finding.signature, "safety/R1/election")
    XCTAssertEqual(example.finding.nodes, [NodeID(0), NodeID(1)])
  }

  func testStateThatOutlivesARunIsFound() throws {
    let example = try example(.init(countsRuns: true)) { $0.faultKinds = [] }
    XCTAssertEqual(example.finding.kind, .nondeterminism)
    XCTAssertTrue(example.description.contains("the same trial went two ways"), "\(example)")
  }

  func testUndecidedRunsAreNoPass() throws {
    XCTAssertThrowsError(
      try simulate(Memory.self, options: .init(), runs: 3) {
        $0.fixtures = .none
        $0.eventLimit = 50
      }
    ) { XCTAssertEqual(($0 as? UndecidedRuns)?.runs.count, 3, "\($0)") }
  }

  func testACheckOfOnesOwnIsHeard() throws {
    let example = try example(.init(), runs: 1) {
      $0.faultKinds = []
      $0.historyCheck = { history in
        history.count > 20 ? Finding(.client, "Mine", "too many calls", at: .zero) : nil
      }
    }
    XCTAssertEqual(example.finding.invariant, "Mine")
  }

  func testTheReportSaysWhereWhatAndHowToSeeItAgain() throws {
    let example = try example(.init()) { $0.faultKinds = [.crash] }
    let lines = example.description.split(separator: "\n", omittingEmptySubsequences: false)
    XCTAssertLessThan(lines.count, 60)
    XCTAssertTrue(
      lines[0].hasPrefix("ConsensusTestingTests/SimulateTests.swift:"), String(lines[0]))
    XCTAssertTrue(lines[0].contains("CLIENT Linearizability"), String(lines[0]))
    let seed = "FEDSIM_SEED=\(example.shrunk?.original.seed ?? example.trial.seed)"
    XCTAssertTrue(lines.contains { $0.contains(seed) }, "\(example)")
    XCTAssertTrue(lines.contains { $0.contains("crash") }, "\(example)")
  }

  func testAFailureIsKeptAndReplayedFirst() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "fedsim-fixtures-\(ProcessInfo.processInfo.processIdentifier)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func run(_ kinds: [FaultKind]) throws -> SimulationSummary {
      try simulate(Memory.self, options: .init(), runs: 20, function: "kept()") {
        $0.fixtures = .folder(folder)
        $0.faultKinds = kinds
      }
    }
    XCTAssertEqual(try run([]).fixtures, 0)
    XCTAssertFalse(FileManager.default.fileExists(atPath: folder), "nothing failed")
    var file = ""
    XCTAssertThrowsError(try run([.crash])) { file = ($0 as? Counterexample)?.fixture ?? "" }
    XCTAssertTrue(file.hasSuffix(".json"), file)
    // Calm seeds would pass, but what failed once is tried first.
    XCTAssertThrowsError(try run([])) { error in
      XCTAssertEqual((error as? Counterexample)?.fixture, file)
    }
    XCTAssertThrowsError(try replay(Memory.self, options: .init(), fixture: file)) { error in
      XCTAssertEqual((error as? Counterexample)?.finding.invariant, "Linearizability")
    }
    XCTAssertThrowsError(
      try replay(Memory.self, options: .init(), fixture: folder + "/none.json")
    ) { XCTAssertTrue($0 is FixtureError, "\($0)") }
  }
}
