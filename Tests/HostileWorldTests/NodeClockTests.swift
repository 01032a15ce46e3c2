import HostileWorld
import SimKernel
import TestSupport
import XCTest

/// Local clocks (simulation-testing.md section 6): exact to the nanosecond.
final class NodeClockTests: XCTestCase {
  func testADriftingTimerRingsAtTheFirstInstantThatShowsItsDeadline() {
    forEverySeed(count: 500) { draws in
      var clock = NodeClock()
      var now = SimTime.zero
      for _ in 0..<draws.int(in: 1...5) {
        now = now + SimDuration(nanoseconds: Int64(draws.below(10_000_000_000)))
        clock.setDrift(ppm: Int64(draws.below(1_000_000)) - 500_000, at: now)
      }
      let deadline = clock.local(at: now) + SimDuration(nanoseconds: Int64(draws.below(1 << 40)))
      guard let instant = clock.instant(showing: deadline) else { return XCTFail("never") }
      XCTAssertGreaterThanOrEqual(clock.local(at: instant), deadline)
      if instant > now {
        let before = SimTime(nanoseconds: instant.nanoseconds - 1)
        XCTAssertLessThan(clock.local(at: before), deadline)
      }
    }
  }

  func testTimersRingAtTheDriftedInstantToTheNanosecond() throws {
    for (ppm, expected) in [
      (0, 10_000_000), (500, 9_995_003), (-500, 10_005_003), (200_000, 8_333_334),
      (-200_000, 12_500_000),
    ] as [(Int64, Int64)] {
      let drift = Fault(
        id: 1, .clockDrift, .nodes([NodeID(1)]), at: .at(.zero), numbers: [.driftPPM: ppm])
      let result = try Plain.run(Plain.trial(faults: [drift], duration: .milliseconds(100)))
      let first = try XCTUnwrap(result.times(of: .timer, at: 1).first)
      XCTAssertEqual(first.nanoseconds, expected, "\(ppm) ppm")
      XCTAssertEqual(result.times(of: .timer, at: 0).first, .ms(10))
    }
  }

  /// A timer of 10 ms: 4 ms pass at the true rate, 6 ms at half speed take 12.
  func testAChangeOfRateMovesTimersThatRun() throws {
    let drift = Fault(
      id: 1, .clockDrift, .nodes([NodeID(0)]), at: .at(.ms(4)), numbers: [.driftPPM: -500_000])
    let result = try Plain.run(Plain.trial(faults: [drift], duration: .milliseconds(100)))
    XCTAssertEqual(result.times(of: .timer, at: 0).first, .ms(16))
  }

  func testAFrozenClockCatchesUp() throws {
    let freeze = Fault(
      id: 1, .clockFreeze, .nodes([NodeID(0)]), at: .at(.ms(5)), for: .milliseconds(40))
    let result = try Plain.run(Plain.trial(faults: [freeze], duration: .milliseconds(100)))
    XCTAssertEqual(Array(result.times(of: .timer, at: 0).prefix(2)), [.ms(45), .ms(55)])
  }

  func testADriftThatEndsDuringAFreezeCountsOnceItThaws() {
    var clock = NodeClock()
    clock.setDrift(ppm: 1_000_000, at: .ms(10))
    clock.freeze(at: .ms(20))
    clock.setDrift(ppm: 0, at: .ms(30))
    XCTAssertEqual(clock.local(at: .ms(35)), .ms(30))
    XCTAssertNil(clock.instant(showing: .ms(31)))
    clock.thaw()
    XCTAssertEqual(clock.local(at: .ms(35)), .ms(55))
  }

  func testAJumpRingsWhatItPasses() throws {
    let jump = Fault(
      id: 1, .clockJump, .nodes([NodeID(0)]), at: .at(.ms(3)), numbers: [.stepNs: 1_000_000_000])
    let result = try Plain.run(Plain.trial(faults: [jump], duration: .milliseconds(100)))
    XCTAssertEqual(Array(result.times(of: .timer, at: 0).prefix(2)), [.ms(3), .ms(13)])
  }

  func testAPauseStopsTheHandlerButNotTheClock() throws {
    let pause = Fault(
      id: 1, .pause, .nodes([NodeID(0)]), at: .at(.ms(5)), for: .milliseconds(42))
    let result = try Plain.run(Plain.trial(faults: [pause], duration: .milliseconds(100)))
    XCTAssertEqual(Array(result.times(of: .timer, at: 0).prefix(2)), [.ms(47), .ms(57)])
    let burst = result.times(of: .receive, at: 0).filter { $0 == .ms(47) }
    XCTAssertEqual(burst.count, 8, "two peers sent at 10, 20, 30 and 40 ms")
  }
}
