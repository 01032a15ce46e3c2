import XCTest

@testable import fedsim

final class ProgressMeterTests: XCTestCase {
  private func state(_ share: Double, finished: Int = 17) -> ProgressState {
    ProgressState(finished: finished, total: 32, share: share, events: 4_200_000)
  }

  private func meter(_ style: ProgressStyle, width: Int = 100) -> ProgressMeter {
    ProgressMeter(label: "run eu-outage", noun: "seeds", style: style, width: width)
  }

  func testTheLineShowsSimulatedTimeSpeedAndRest() {
    XCTAssertEqual(
      meter(.redraw).line(state(0.53), elapsed: 2),
      "run eu-outage  17/32 seeds  [######......]  53%  2.1 M events/s  ETA 2 s")
  }

  func testTheLineIsOneColumnNarrowerThanTheTerminal() {
    for width in [1, 20, 40, 60] {
      let line = meter(.redraw, width: width).line(state(0.5), elapsed: 2)
      XCTAssertLessThanOrEqual(line.count, max(width - 1, 1))
    }
  }

  func testNothingIsDrawnBeforeTheDelayAndAtMostTenTimesASecond() {
    var meter = meter(.redraw)
    XCTAssertEqual(meter.update(state(0.1), elapsed: 0.4), "")
    XCTAssertEqual(meter.update(state(0.2), elapsed: 0.51).first, "\r")
    XCTAssertEqual(meter.update(state(0.3), elapsed: 0.6), "")
    XCTAssertEqual(meter.update(state(0.3), elapsed: 0.62).first, "\r")
  }

  func testWhatWasDrawnIsErasedAndNothingElse() {
    var quick = meter(.redraw)
    _ = quick.update(state(0.9), elapsed: 0.2)
    XCTAssertEqual(quick.end(state(1)), "")
    var slow = meter(.redraw)
    _ = slow.update(state(0.9), elapsed: 1)
    XCTAssertEqual(slow.end(state(1)), "\r\u{1B}[K")
  }

  func testPlainPrintsAWholeLineAtEachQuarter() {
    var meter = meter(.plain)
    var text = ""
    for step in 0...100 { text += meter.update(state(Double(step) / 100), elapsed: 0) }
    text += meter.end(state(1, finished: 32))
    XCTAssertEqual(
      text.split(separator: "\n").map { $0.split(separator: " ").last },
      ["0%", "25%", "50%", "75%", "100%"])
    XCTAssertFalse(text.contains("\r") || text.contains("\u{1B}"))
  }

  func testJSONIsAnObjectALine() {
    var meter = meter(.json)
    XCTAssertEqual(
      meter.update(state(0.5), elapsed: 1),
      "{\"finished\":17,\"label\":\"run eu-outage\",\"percent\":50,\"total\":32}\n")
  }
}
