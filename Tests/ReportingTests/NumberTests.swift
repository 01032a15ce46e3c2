import Results
import Statistics
import TestSupport
import XCTest

@testable import Reporting

final class NumberTests: XCTestCase {
  func testThreeSignificantDigitsButNeverFewerThanTheWholeOnes() {
    let rows: [(value: Int64, unit: Int64, text: String)] = [
      (0, 1_000, "0"), (3_170_000, 1_000_000, "3.17"), (156_000_000, 1_000_000, "156"),
      (1_502_000_000, 1_000_000, "1,502"), (287_000_000, 1_000_000_000, "0.287"),
      (9_996, 1_000, "10.0"), (99_960, 1_000, "100"), (999_600, 1_000, "1,000"),
      (27_340, 1_000_000, "0.0273"), (999, 1_000_000, "<0.001"), (1_234_567, 1, "1,234,567"),
      (999_500, 1_000_000, "1.00"), (-2_500, 1_000, "-2.50"),
    ]
    for (value, unit, text) in rows {
      XCTAssertEqual(NumberText.significant(value, per: unit), text, "\(value) / \(unit)")
    }
    XCTAssertEqual(NumberText.fixed(190_440_000, per: 1_000_000, decimals: 1), "190.4")
    XCTAssertEqual(NumberText.fixed(-1_500, per: 1_000, decimals: 1), "-1.5")
    XCTAssertEqual(NumberText.whole(288_000), "288,000")
    XCTAssertEqual(NumberText.whole(-1_000), "-1,000")
  }

  func testOneUnitARow() {
    let rows: [(values: [Int64], quantity: Quantity, texts: [String])] = [
      ([156_000_000, 3_170_000], .duration, ["156 ms", "3.17 ms"]),
      ([1_502_000_000, 4_690_000], .duration, ["1,502 ms", "4.69 ms"]),
      ([2_321_000_000, 6_060_000], .duration, ["2,321 ms", "6.06 ms"]),
      ([2_320_000_000, 287_000_000], .duration, ["2.32 s", "0.287 s"]),
      ([0, 412_000_000], .duration, ["0 ms", "412 ms"]),
      ([0, 0], .duration, ["0 ms", "0 ms"]),
      ([1_183_000, 1_199_000], .rate, ["1,183 op/s", "1,199 op/s"]),
      ([4_320_000, 1_780_000], .byteRate, ["4.32 MB/s", "1.78 MB/s"]),
      ([2, 2], .count, ["2", "2"]), ([998_000, 1_000_000], .ratio, ["99.8%", "100%"]),
      ([90_000_000_000], .duration, ["90.0 s"]),
      ([86_400_000_000_000_000], .duration, ["24,000 h"]),
    ]
    for (values, quantity, texts) in rows {
      let scale = quantity.scale(for: values)
      XCTAssertEqual(values.map { scale.text($0) }, texts)
    }
    XCTAssertEqual(
      Quantity.duration.scale(for: [2_000_000_000], unit: .milliseconds).text(2_000_000_000),
      "2,000 ms")
  }

  func testAnyValueTakesAtMostNineColumns() {
    let quantities: [Quantity] = [.duration, .count, .bytes, .byteRate, .rate, .ratio]
    for seed in 0..<4_000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      for value in [random.anySize(), .max, 0, 1] {
        for quantity in quantities {
          let number = quantity.scale(for: [value]).number(value)
          XCTAssertLessThanOrEqual(number.count, 9, "\(value) \(quantity)")
        }
        XCTAssertLessThanOrEqual(Quantity.duration.text(value).count, 9, "\(value)")
        for unit in ReportOptions.TimeUnit.allCases {
          let scale = Quantity.duration.scale(for: [value], unit: unit)
          XCTAssertLessThanOrEqual(scale.number(value).count, 9, "\(value) \(unit)")
        }
      }
    }
  }

  func testAnyRatioTakesAtMostNineColumnsAndIsAtLeastOne() throws {
    for seed in 0..<4_000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let (base, value) = (random.anySize(), random.anySize())
      let ratio = try XCTUnwrap(PairedRatio(of: [(base, value)]))
      let text = RatioText.text(ratio.median)
      XCTAssertLessThanOrEqual(text.count, 9, "\(base) \(value)")
      guard base > 0, value > 0 else { continue }
      XCTAssertTrue(text.hasPrefix(base > value ? "÷" : "×"), "\(base) \(value) \(text)")
      XCTAssertFalse(text.dropFirst().hasPrefix("0"), "\(base) \(value) \(text)")
    }
  }

  func testRatios() {
    let rows: [(ratio: Double, text: String)] = [
      (1 / 49.3, "÷49.3"), (1.0135, "×1.01"), (1 / 317.0, "÷317"), (.infinity, "new"),
      (0, "gone"), (2_321, "×2,321"), (1.0025, "×1.0025"), (5e-10, "÷2.00G"), (5e6, "×5.00M"),
    ]
    for (ratio, text) in rows { XCTAssertEqual(RatioText.text(ratio), text) }
  }

  func testNumbersNeverSayNaNOrInfinity() {
    for ratio in [Double.nan, .infinity, -.infinity, 0, .leastNonzeroMagnitude] {
      for text in [RatioText.number(ratio), RatioText.text(ratio)] {
        XCTAssertFalse(text.lowercased().contains("nan"), "\(ratio)")
        XCTAssertFalse(text.lowercased().contains("inf"), "\(ratio)")
      }
    }
  }
}
