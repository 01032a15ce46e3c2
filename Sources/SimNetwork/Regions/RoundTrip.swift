import SimKernel

/// A median or mean round trip between two places, with where the figure comes from.
public struct RoundTrip: Sendable, Hashable {
  /// There and back; a one-way delay is half of it.
  public let duration: SimDuration
  public let origin: Origin
  public let source: Provenance

  /// Whether the figure is an estimate, and not a measurement.
  public var isEstimated: Bool { origin == .estimated }

  /// How a figure came about.
  public enum Origin: Sendable, Hashable {
    case measured(Measurement)
    /// From distance, or from a bound or range that the source states.
    case estimated
  }

  /// What was measured.
  public enum Measurement: Sendable, Hashable {
    /// In both directions, and averaged.
    case bothWays
    /// In one direction only.
    case oneWay
    /// Between availability zones of one region: the median over pairs of zones.
    case betweenZones
    /// Within one region, without telling zones apart.
    case withinRegion
    /// Within one availability zone.
    case withinZone
  }
}

/// Where figures come from.
public struct Provenance: Sendable, Hashable {
  /// Who measured, how, and where it is kept.
  public let source: String
  /// The day or window of the measurement.
  public let date: String
  /// What the figures are: `p50`, `mean over 30 days`.
  public let statistic: String
  /// What was done to the figures, and what to know before using them; may be empty.
  public let note: String
  /// Microseconds taken off each published figure; add them to get the published one back.
  public let correctionMicroseconds: Int64

  /// Source, statistic and date in one line.
  public var summary: String { "\(source) (\(statistic), \(date))" }

  init(
    source: String, date: String, statistic: String, note: String = "",
    correctionMicroseconds: Int64 = 0
  ) {
    self.source = source
    self.date = date
    self.statistic = statistic
    self.note = note
    self.correctionMicroseconds = correctionMicroseconds
  }
}
