import Results
import Statistics

/// Sums of latency parts by latency, so that the split of any percentile range can be told without
/// keeping the operations. Buckets are those of `Histogram`, widened to 1/64.
struct PartHistogram: Sendable {
  private var rows: [Row] = []

  private struct Row: Sendable {
    var count: Int64 = 0
    var latency: Int64 = 0
    var parts = [Int64](repeating: 0, count: LatencyPart.allCases.count)
  }

  var count: Int64 { rows.reduce(0) { $0 + $1.count } }

  private static func index(of latency: Int64) -> Int {
    let bits = 64 - latency.leadingZeroBitCount
    let shift = max(0, bits - 7)
    return shift << 6 + Int(latency >> Int64(shift))
  }

  mutating func record(_ parts: [Int64], latency: Int64) {
    let i = Self.index(of: latency)
    while rows.count <= i { rows.append(Row()) }
    rows[i].count += 1
    rows[i].latency += latency
    for p in parts.indices { rows[i].parts[p] += parts[p] }
  }

  mutating func merge(_ other: PartHistogram) {
    while rows.count < other.rows.count { rows.append(Row()) }
    for (i, row) in other.rows.enumerated() {
      rows[i].count += row.count
      rows[i].latency += row.latency
      for p in row.parts.indices { rows[i].parts[p] += row.parts[p] }
    }
  }

  /// Mean latency and mean parts of the operations ranked between the two shares (parts per
  /// million), by buckets; nil when there is none.
  func mean(from low: Int64, to high: Int64) -> (latency: Int64, parts: [Int64])? {
    let total = count
    guard total > 0 else { return nil }
    let first = Int64(Int128(total) * Int128(low) / 1_000_000)
    let last = max(first + 1, Int64((Int128(total) * Int128(high) + 999_999) / 1_000_000))
    var seen: Int64 = 0
    var taken: Int64 = 0
    var latency: Int128 = 0
    var parts = [Int128](repeating: 0, count: LatencyPart.allCases.count)
    for row in rows where row.count > 0 {
      let overlap = min(seen + row.count, last) - max(seen, first)
      seen += row.count
      guard overlap > 0 else { continue }
      taken += overlap
      latency += Int128(row.latency) * Int128(overlap) / Int128(row.count)
      for p in parts.indices {
        parts[p] += Int128(row.parts[p]) * Int128(overlap) / Int128(row.count)
      }
    }
    guard taken > 0 else { return nil }
    return (Int64(latency / Int128(taken)), parts.map { Int64($0 / Int128(taken)) })
  }
}
