import XCTest

@testable import ScenarioFormat

final class QuantityTests: XCTestCase {
  func testQuantitiesAreReadExactly() {
    let rows: [(units: UnitTable, text: String, expected: Int64, line: UInt)] = [
      (.duration, "0s", 0, #line), (.duration, "1ns", 1, #line), (.duration, "2us", 2_000, #line),
      (.duration, "190.4ms", 190_400_000, #line), (.duration, "90s", 90_000_000_000, #line),
      (.duration, "1.5m", 90_000_000_000, #line), (.duration, "1h", 3_600_000_000_000, #line),
      (.duration, "0.000001ms", 1, #line), (.duration, "5 ms", 5_000_000, #line),
      (.percentage, "0.01%", 100, #line), (.percentage, "100%", 1_000_000, #line),
      (.percentage, "12.3456%", 123_456, #line),
      (.size, "256B", 256, #line), (.size, "4KiB", 4_096, #line),
      (.size, "1.5MB", 1_500_000, #line),
      (.bandwidth, "100Mbit/s", 12_500_000, #line), (.bandwidth, "8bit/s", 1, #line),
      (.bandwidth, "1MB/s", 1_000_000, #line), (.bandwidth, "0.4kbit/s", 50, #line),
      (.rate, "200/s", 720_000_000, #line), (.rate, "0.001/s", 3_600, #line),
      (.rate, "1/h", 1_000, #line), (.rate, "30/m", 1_800_000, #line),
    ]
    for row in rows {
      XCTAssertEqual(try? row.units.reading(row.text).get(), row.expected, line: row.line)
    }
  }

  func testEverythingElseIsRefusedForItsOwnReason() {
    let rows: [(units: UnitTable, text: String, expected: QuantityProblem, line: UInt)] = [
      (.duration, "", .notANumber, #line), (.duration, "ms", .notANumber, #line),
      (.duration, "5", .missingUnit, #line), (.duration, "5 ", .missingUnit, #line),
      (.duration, "5sec", .unknownUnit("sec"), #line),
      (.duration, "5MS", .unknownUnit("MS"), #line),
      (.duration, "-5ms", .negative, #line), (.duration, "+5ms", .notANumber, #line),
      (.duration, "0.5ns", .tooFine, #line), (.duration, "1.0000001us", .tooFine, #line),
      (.duration, "9007199254740992h", .tooLarge, #line),
      (.duration, "1_000ms", .unknownUnit("_000ms"), #line),
      (.duration, "1,5ms", .unknownUnit(",5ms"), #line),
      (.duration, "01ms", .notANumber, #line), (.duration, "1e3ms", .unknownUnit("e3ms"), #line),
      (.duration, "٣ms", .notANumber, #line), (.duration, "1.ms", .notANumber, #line),
      (.percentage, "0.00001%", .tooFine, #line), (.bandwidth, "1bit/s", .tooFine, #line),
      (.size, "1.5B", .tooFine, #line), (.rate, "5/d", .unknownUnit("/d"), #line),
    ]
    for row in rows {
      XCTAssertEqual(row.units.reading(row.text), .failure(row.expected), line: row.line)
    }
  }

  func testTextsOfQuantitiesAreReadBackUnchanged() {
    for value in [0, 1, 999, 1_000, 1_500, 190_400_000, 1_000_000_007, 3_600_000_000_000] as [Int64]
    {
      let text = durationText(value)
      XCTAssertEqual(UnitTable.duration.reading(text), .success(value), text)
    }
    XCTAssertEqual(durationText(90_000_000_000), "1.5m")
    XCTAssertEqual(durationText(190_400_000), "190.4ms")
    XCTAssertEqual(durationText(0), "0ns")
  }

  func testRatesGiveTheGapBetweenOperations() {
    let rows: [(text: String, gap: Int128, line: UInt)] = [
      ("200/s", 5_000_000, #line), ("3/s", 333_333_333, #line), ("0.5/s", 2_000_000_000, #line),
      ("1/h", 3_600_000_000_000, #line), ("7/s", 142_857_143, #line),
    ]
    for row in rows {
      let rate = try? UnitTable.rate.reading(row.text).get()
      XCTAssertEqual(PlanBuilder.gap(ofRate: rate ?? 0), row.gap, line: row.line)
    }
  }
}
