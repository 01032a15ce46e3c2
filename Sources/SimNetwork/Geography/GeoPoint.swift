/// A point on the Earth, in whole microdegrees (about 11 cm), so that equal texts are equal points.
public struct GeoPoint: Sendable, Hashable {
  /// Degrees north times a million, -90,000,000 to 90,000,000.
  public let latitudeMicrodegrees: Int64
  /// Degrees east times a million, -180,000,000 to 180,000,000.
  public let longitudeMicrodegrees: Int64

  /// The point at the given microdegrees; nil outside ±90 degrees of latitude or ±180 of longitude.
  public init?(latitudeMicrodegrees: Int64, longitudeMicrodegrees: Int64) {
    guard -90_000_000...90_000_000 ~= latitudeMicrodegrees,
      -180_000_000...180_000_000 ~= longitudeMicrodegrees
    else { return nil }
    self.latitudeMicrodegrees = latitudeMicrodegrees
    self.longitudeMicrodegrees = longitudeMicrodegrees
  }

  /// The point at the given degrees, rounded to the microdegree; nil outside ±90 degrees of
  /// latitude or ±180 of longitude, and for what is not a number.
  public init?(latitude: Double, longitude: Double) {
    guard -90.0...90.0 ~= latitude, -180.0...180.0 ~= longitude else { return nil }
    self.init(
      latitudeMicrodegrees: GeoPoint.rounded(latitude * 1_000_000),
      longitudeMicrodegrees: GeoPoint.rounded(longitude * 1_000_000))
  }

  /// Degrees north, for display.
  public var latitude: Double { Double(latitudeMicrodegrees) / 1_000_000 }

  /// Degrees east, for display.
  public var longitude: Double { Double(longitudeMicrodegrees) / 1_000_000 }

  private static func rounded(_ number: Double) -> Int64 {
    Int64(number < 0 ? number - 0.5 : number + 0.5)
  }
}
