import SimKernel
import TestSupport
import XCTest

/// The integer table against piecewise-linear inversion in exact fractions.
final class QuantileTableTests: XCTestCase {
  private typealias Points = [(partsPerMillion: Int64, value: Int64)]

  private func points(_ draws: inout Draws) -> Points {
    let count = draws.int(in: 2...9)
    let inner = (2..<max(2, count)).map { _ in Int64(draws.below(1_000_001)) }.sorted()
    let size = draws.pick([10, 1_000_000, 1 << 41]) as UInt64
    let values = (0..<count).map { _ in Int64(draws.below(2 * size)) - Int64(size) }.sorted()
    return Array(zip([0] + inner + [1_000_000], values))
  }

  /// The exact value at `bits` / 2^64 lies at a ratio between two neighbouring points.
  private func exact(_ points: Points, at bits: UInt64) -> Double {
    let u = Double(bits) / 0x1p64 * 1e6
    var i = 1
    while i < points.count - 1 && Double(points[i].partsPerMillion) <= u { i += 1 }
    let (low, high) = (points[i - 1], points[i])
    guard high.partsPerMillion > low.partsPerMillion else { return Double(high.value) }
    let ratio =
      (u - Double(low.partsPerMillion)) / Double(high.partsPerMillion - low.partsPerMillion)
    return Double(low.value) + ratio * Double(high.value - low.value)
  }

  func testInvertsWithinOneStepOfItsResolution() throws {
    try forEverySeed(count: 300) { draws in
      let points = points(&draws)
      let table = try XCTUnwrap(QuantileTable(points: points), "\(points)")
      for _ in 0..<40 {
        let bits = draws.next()
        let u = Double(bits) / 0x1p64 * 1e6
        // Beside a point the rounded threshold may put it into the neighbouring segment.
        guard points.allSatisfy({ abs(u - Double($0.partsPerMillion)) > 0.001 }) else { continue }
        let i = points.indices.dropFirst().first { u < Double(points[$0].partsPerMillion) } ?? 1
        let (low, high) = (points[i - 1], points[i])
        let width = Double(high.partsPerMillion - low.partsPerMillion) / 1e6
        // 20 bits of fraction; thresholds and position in 32 bits of the whole.
        let share = 0x1p-20 + 3 * 0x1p-32 / width
        let tolerance = Double(high.value - low.value) * share + 1
        let seen = Double(table.value(at: bits))
        XCTAssertEqual(seen, exact(points, at: bits), accuracy: tolerance, "\(points) at \(bits)")
        XCTAssertGreaterThanOrEqual(seen, Double(low.value))
        XCTAssertLessThanOrEqual(seen, Double(high.value))
      }
    }
  }

  func testNeverFallsAndStaysBetweenItsEnds() throws {
    try forEverySeed(count: 100) { draws in
      let points = points(&draws)
      let table = try XCTUnwrap(QuantileTable(points: points))
      let bits = ([0, .max] + (0..<60).map { _ in draws.next() }).sorted()
      let values = bits.map { table.value(at: $0) }
      XCTAssertEqual(values, values.sorted(), "\(points)")
      XCTAssertGreaterThanOrEqual(values[0], points[0].value)
      XCTAssertLessThanOrEqual(values[values.count - 1], points[points.count - 1].value)
    }
  }

  func testAQuantileAtAPointIsThePointsValue() throws {
    try forEverySeed(count: 200) { draws in
      let points = points(&draws)
      let table = try XCTUnwrap(QuantileTable(points: points))
      for point in points {
        // Of points at one probability the last counts.
        let expected = points.last { $0.partsPerMillion == point.partsPerMillion }?.value
        XCTAssertEqual(
          table.quantile(partsPerMillion: point.partsPerMillion), expected, "\(points)")
      }
    }
  }

  func testAQuantileBeyondTheEndsIsTheEnd() throws {
    let table = try XCTUnwrap(QuantileTable(points: [(0, 100), (500_000, 300), (1_000_000, 900)]))
    XCTAssertEqual(table.quantile(partsPerMillion: -1), 100)
    XCTAssertEqual(table.quantile(partsPerMillion: 250_000), 200)
    XCTAssertEqual(table.quantile(partsPerMillion: 750_000), 600)
    XCTAssertEqual(table.quantile(partsPerMillion: 2_000_000), 900)
  }

  func testShiftingMovesEveryValueByTheSame() throws {
    try forEverySeed(count: 50) { draws in
      let table = try XCTUnwrap(QuantileTable(points: points(&draws)))
      let shift = Int64(draws.below(2_000)) - 1_000
      let shifted = table.shifted(by: shift)
      for _ in 0..<20 {
        let bits = draws.next()
        XCTAssertEqual(shifted.value(at: bits), table.value(at: bits) + shift)
      }
    }
  }

  func testKnowsWhetherItVaries() {
    XCTAssertEqual(QuantileTable(constant: 7).constant, 7)
    XCTAssertEqual(QuantileTable(points: [(0, 5), (400_000, 5), (1_000_000, 5)])?.constant, 5)
    XCTAssertEqual(QuantileTable(points: [(0, 5), (1_000_000, 6)]).map { $0.constant }, .some(nil))
    for bits in [0, 1 << 63, .max] as [UInt64] {
      XCTAssertEqual(QuantileTable(constant: -3).value(at: bits), -3)
    }
  }

  func testRefusesWhatIsNoDistribution() {
    let rows: [(points: Points, line: UInt)] = [
      ([], #line), ([(0, 1)], #line), ([(1, 1), (1_000_000, 2)], #line),
      ([(0, 1), (999_999, 2)], #line), ([(0, 2), (1_000_000, 1)], #line),
      ([(0, 1), (600_000, 2), (500_000, 3), (1_000_000, 4)], #line),
      ([(0, 0), (1_000_000, 1 << 42)], #line), ([(0, -1 << 42), (1_000_000, 0)], #line),
    ]
    for row in rows { XCTAssertNil(QuantileTable(points: row.points), line: row.line) }
  }
}
