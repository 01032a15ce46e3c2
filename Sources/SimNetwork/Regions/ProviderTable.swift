/// The measured figures of one provider, as they stand in its table file.
struct ProviderTable: Sendable {
  let provider: CloudProvider
  /// Of the round trips between regions.
  let provenance: Provenance
  /// Of the diagonal, the round trips between zones.
  let interZoneProvenance: Provenance
  let intraZone: IntraZone
  let estimator: DistanceEstimator
  let rows: [Row]
  /// Round trips in microseconds: row by row, each up to and with the diagonal.
  let lowerTriangle: [Int32]
  /// One character a region: `z` measured between zones, `s` measured within the region with zones
  /// mixed, `d` estimated.
  let diagonalMarks: String
  /// The pairs measured in one direction only; all others were measured in both.
  let oneWayPairs: [(String, String)]

  struct Row: Sendable {
    let name: String
    let title: String?
    let city: String
    /// In hundredths of a degree.
    let latitude: Int64
    let longitude: Int64
    /// The provider's published median within the region, zones mixed, in microseconds.
    let sameRegion: Int64?
    /// The region's own round trip within a zone, in microseconds.
    let intraZone: Int64?

    init(
      _ name: String, title: String? = nil, _ city: String, _ latitude: Int64,
      _ longitude: Int64, sameRegion: Int64? = nil, intraZone: Int64? = nil
    ) {
      (self.name, self.title, self.city) = (name, title, city)
      (self.latitude, self.longitude) = (latitude, longitude)
      (self.sameRegion, self.intraZone) = (sameRegion, intraZone)
    }
  }

  /// The round trip within one zone, for regions that have none of their own.
  struct IntraZone: Sendable {
    /// The published range, or that of the other providers, in microseconds.
    let range: ClosedRange<Int64>
    let provenance: Provenance
  }

  /// Microseconds between the regions of two ranks.
  func microseconds(_ one: Int, _ other: Int) -> Int64 {
    let (column, row) = (min(one, other), max(one, other))
    return Int64(lowerTriangle[row * (row + 1) / 2 + column])
  }

  /// How the figure between the regions of two ranks came about.
  func origin(_ one: Int, _ other: Int) -> RoundTrip.Origin {
    guard one == other else {
      let names = (rows[one].name, rows[other].name)
      let isOneWay = oneWayPairs.contains { $0 == names || $0 == (names.1, names.0) }
      return .measured(isOneWay ? .oneWay : .bothWays)
    }
    let marks = diagonalMarks.utf8
    switch marks[marks.index(marks.startIndex, offsetBy: one)] {
    case UInt8(ascii: "z"): return .measured(.betweenZones)
    case UInt8(ascii: "s"): return .measured(.withinRegion)
    default: return .estimated
    }
  }
}
