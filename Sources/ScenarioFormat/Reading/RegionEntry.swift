import SimKernel
import SimNetwork

/// A declared region and what is known of its distances.
struct RegionEntry {
  var name: String
  /// The name without its provider, where that is unique.
  var shortName: String
  /// Where it is declared.
  var span: SourceSpan
  var catalogued: CloudRegion?
  var point: GeoPoint?
  var near: Neighbour?
  /// Round trips to other declared regions in nanoseconds.
  var roundTrips: [(region: Int, nanoseconds: Int64)] = []
  var zones = 3
  var interZone: SimDuration
  var intraZone: SimDuration

  /// The place that a region is near to.
  struct Neighbour {
    var place: Place
    var roundTrip: Int64
  }
  enum Place {
    case declared(Int)
    case catalogued(CloudRegion)
  }

  /// Round trips inside a region of which nothing is known: what most regions of the catalogue
  /// have between zones, and the middle of what was measured inside one.
  static let assumedInterZone = SimDuration.milliseconds(1)
  static let assumedIntraZone = SimDuration.microseconds(200)

  init(name: String, span: SourceSpan, catalogued: CloudRegion?) {
    self.name = name
    self.span = span
    self.catalogued = catalogued
    shortName = name
    point = catalogued?.coordinates
    let catalogue = RegionCatalogue.builtIn
    interZone =
      catalogued.map { catalogue.interZoneRoundTrip(in: $0).duration } ?? Self.assumedInterZone
    intraZone =
      catalogued.map { catalogue.intraZoneRoundTrip(in: $0).duration } ?? Self.assumedIntraZone
  }

  var plan: RegionPlan { RegionPlan(name: name, interZone: interZone, intraZone: intraZone) }
}
