import Federation
import SimKernel
import TestSupport
import XCTest

/// The rules of detectors at their edges, instant by instant.
final class HealthDetectorTests: XCTestCase {
  /// Feeds inputs at seconds, and gives the verdicts with the seconds they came at.
  private func verdicts(
    of detector: HealthDetector, phase: SimDuration = .zero, _ inputs: [(Int64, HealthInput)]
  ) -> [String] {
    var (detector, draws) = (detector, Draws(seed: 1, .federation, 0))
    var (effects, found): ([HealthEffect], [String]) = ([], [])
    detector.start(at: .zero, phase: phase, into: &effects)
    for (second, input) in inputs {
      effects.removeAll()
      detector.step(input, at: .zero + .seconds(second), draws: &draws, into: &effects)
      for case .verdict(let verdict) in effects { found.append("\(second) \(verdict)") }
    }
    return found
  }

  private func lease(
    _ basis: LeaseRule.Basis, strict: Bool, each seconds: Int64?
  ) -> HealthDetector {
    .listening(
      LeaseDetector(
        LeaseRule(
          grace: .seconds(10), basis: basis, isStrict: strict,
          checkPeriod: seconds.map { .seconds($0) })))
  }

  private func renewal(_ seconds: Int64) -> HealthInput {
    .renewed(sentAt: .zero + .seconds(seconds))
  }

  func testSilenceOfExactlyTheGraceDependsOnStrictness() {
    let wakes = stride(from: Int64(5), through: 30, by: 5).map { ($0, HealthInput.wake) }
    for (strict, expected) in [(false, ["0 good", "10 bad"]), (true, ["0 good", "15 bad"])] {
      XCTAssertEqual(
        verdicts(of: lease(.arrival, strict: strict, each: 5), [(0, renewal(0))] + wakes), expected)
    }
  }

  func testARenewalCountsFromTheCheckThatFoundIt() {
    let wakes = stride(from: Int64(5), through: 30, by: 5).map { ($0, HealthInput.wake) }
    let arrival = lease(.arrival, strict: false, each: 5)
    let check = lease(.check, strict: false, each: 5)
    let inputs = [(0, HealthInput.wake), (1, renewal(1))] + wakes
    XCTAssertEqual(verdicts(of: arrival, inputs), ["1 good", "15 bad"])
    XCTAssertEqual(verdicts(of: check, inputs), ["1 good", "15 bad"])
    let strict = lease(.check, strict: true, each: 5)
    XCTAssertEqual(verdicts(of: strict, inputs), ["1 good", "20 bad"])
  }

  func testASendersClockBehindKillsAndAheadSpares() {
    for (skew, expected) in [(Int64(0), "30 bad"), (-5, "25 bad"), (5, "35 bad")] {
      let wakes = (21...40).map { (Int64($0), HealthInput.wake) }
      let inputs = [(Int64(20), renewal(20 + skew))] + wakes
      let detector = lease(.sending, strict: false, each: nil)
      XCTAssertEqual(verdicts(of: detector, inputs), ["20 good", expected], "skew \(skew)")
    }
  }

  func testARenewalAfterTheVerdictIsGoodAgainAtOnceAndIsWatched() {
    let wakes = (2...40).map { (Int64($0), HealthInput.wake) }
    var inputs = [(Int64(1), renewal(1))] + wakes
    inputs.insert((20, renewal(20)), at: 20)
    XCTAssertEqual(
      verdicts(of: lease(.arrival, strict: false, each: nil), inputs),
      ["1 good", "11 bad", "20 good", "30 bad"])
  }

  func testFailuresInARowAreInterruptedByASuccess() {
    let detector = HealthDetector.probing(
      ProbeDetector(ProbeRule(period: .seconds(1), timeout: .seconds(1), threshold: .failures(3))))
    var inputs: [(Int64, HealthInput)] = []
    for (n, isGood) in [true, false, false, true, false, false, false, true].enumerated() {
      let number = UInt32(n + 1)
      inputs.append((Int64(n), .wake))
      inputs.append((Int64(n), isGood ? .probeAnswered(number) : .probeFailed(number)))
    }
    XCTAssertEqual(verdicts(of: detector, inputs), ["0 good", "6 bad", "7 good"])
  }

  func testALateAnswerCountsForNothing() {
    let detector = HealthDetector.probing(
      ProbeDetector(ProbeRule(period: .seconds(10), timeout: .seconds(3), threshold: .failures(1))))
    XCTAssertEqual(
      verdicts(of: detector, [(0, .wake), (3, .wake), (4, .probeAnswered(1)), (10, .wake)]),
      ["3 bad"])
  }

  func testLastingFailureIsJudgedAtAProbeAndRecoveryTakesAsLong() {
    var inputs: [(Int64, HealthInput)] = []
    for n in 0..<14 {
      let isGood = n < 2 || n >= 7
      let number = UInt32(n + 1)
      inputs.append((Int64(n) * 10, .wake))
      inputs.append((Int64(n) * 10, isGood ? .probeAnswered(number) : .probeFailed(number)))
    }
    XCTAssertEqual(
      verdicts(of: HealthPreset.karmadaPush.detector, inputs), ["0 good", "50 bad", "100 good"])
  }

  func testNobodyHearsAnythingFromNone() {
    XCTAssertEqual(verdicts(of: HealthPreset.none.detector, [(0, .wake), (900, .wake)]), [])
  }

  func testReadinessFromTwoSignals() {
    let apiLost = ClusterSignals(api: .bad, dataPlane: .good, agreeingObservers: 2)
    let rows: [(ReadinessPolicy, Bool)] = [
      (.api, false), (.dataPlane, true), (.both, false), (.either, true), (.observers(2), true),
      (.observers(3), false),
    ]
    for (policy, isReady) in rows { XCTAssertEqual(policy.isReady(apiLost), isReady, "\(policy)") }
  }
}
