import Experiments
import Foundation
import Results
import ScenarioFormat
import SimKernel
import Synchronization
import XCTest

@testable import fedsim

/// A terminal that keeps what is written, and a quick simulator: commands run in this process.
final class Stage: Sendable {
  private let output = Mutex<[UInt8]>([])
  private let error = Mutex<[UInt8]>([])
  let surroundings: Surroundings
  let input: [UInt8]
  let simulator: Simulator
  let interrupt: Interrupt
  let outputResult: Terminal.WriteResult

  init(
    variables: [String: String] = [:], output: Surroundings.Stream = .pipe,
    error: Surroundings.Stream = .pipe, input: String = "", simulator: Simulator = .quick,
    interrupt: Interrupt = .never, outputResult: Terminal.WriteResult = .written
  ) {
    surroundings = Surroundings(variables: variables, output: output, error: error)
    (self.input, self.simulator, self.interrupt) = (Array(input.utf8), simulator, interrupt)
    self.outputResult = outputResult
  }

  var terminal: Terminal {
    Terminal(
      surroundings: surroundings,
      writeOutput: { bytes in
        self.output.withLock { $0 += bytes }
        return self.outputResult
      },
      writeError: { bytes in
        self.error.withLock { $0 += bytes }
        return .written
      },
      readInput: { self.input })
  }

  @discardableResult
  func run(_ words: String...) -> ExitCode { run(words) }

  @discardableResult
  func run(_ words: [String]) -> ExitCode {
    Invocation(terminal: terminal, simulator: simulator, interrupt: interrupt).run(words)
  }

  /// Everything on standard output.
  var printed: String { String(decoding: output.withLock { $0 }, as: UTF8.self) }
  /// Everything on standard error.
  var complained: String { String(decoding: error.withLock { $0 }, as: UTF8.self) }
}

extension Simulator {
  /// Ends at once; seed n has n failed operations and n ms of write p50.
  static let quick = Simulator(
    run: { plan, seed, control throws(SimulatorBug) in
      RunResult.made(seed: seed, isComplete: !control.isStopped, plan: plan)
    },
    outcome: Simulator.experiments.outcome)
}

extension RunResult {
  static func made(seed: UInt64, isComplete: Bool, plan: Plan) -> RunResult {
    RunResult(
      seed: seed, digest: String(repeating: "ab", count: 16), isComplete: isComplete, events: 10,
      endTime: plan.duration.nanoseconds,
      records: [
        MetricRecord(metric: .operationsFailed, labels: .none, value: .scalar(Int64(seed)))
      ],
      attributions: [], timeline: [], series: [], violations: [])
  }
}

/// A folder that is gone when the test is over.
func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("fedsim-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}

func write(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

func read(_ path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
}
