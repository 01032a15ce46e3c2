import Foundation

/// The same figures for machines.
enum BenchJSON {
  private struct Document: Encodable {
    var format = "fedsim.bench/1"
    var rows: [Row]
  }
  private struct Row: Encodable {
    var name: String
    var runs: Int
    var digest: String
    var figures: [Figure]
  }
  private struct Figure: Encodable {
    var unit: String
    var median: Double?
    var least: Double?
    var most: Double?
  }

  static func write(_ rows: [BenchRow], to path: String) throws(UsageError) {
    let document = Document(
      rows: rows.map { row in
        Row(
          name: row.name, runs: row.runs, digest: row.digest,
          figures: row.figures.map {
            Figure(
              unit: $0.unit, median: finite($0.median), least: finite($0.least),
              most: finite($0.most))
          })
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(document).write(to: URL(filePath: path))
    } catch {
      throw UsageError(message: "cannot write \(path)")
    }
  }

  private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
