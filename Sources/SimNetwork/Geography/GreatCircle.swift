extension GeoPoint {
  /// The mean radius of the Earth in millimetres (IUGG R1, 6371.0088 km).
  public static let earthRadiusInMillimetres: Int64 = 6_371_008_800

  /// The shortest way to `other` over a sphere of the Earth's mean radius, in millimetres.
  ///
  /// Within 1 mm of the sphere's exact distance, the same in both directions, and the same on every
  /// machine. The Earth is flattened, so the true way differs by up to 0.6 %.
  ///
  /// Both squares are of half the angle between the points: of its sine (the haversine formula) and
  /// of its cosine (the same with one point moved to its antipode). Their ratio loses no precision,
  /// near or far.
  public func distanceInMillimetres(to other: GeoPoint) -> Int64 {
    let (south, north) = (latitudeMicrodegrees, other.latitudeMicrodegrees)
    let across = cosine(ofMicrodegrees: south) * cosine(ofMicrodegrees: north)
    let along = abs(longitudeMicrodegrees - other.longitudeMicrodegrees)
    let (sine, cosine) = FixedTrigonometry.sineAndCosine(ofHalfMicrodegrees: along)
    let near = squaredSineOfHalf(south - north) + across * (sine * sine)
    let far = squaredSineOfHalf(south + north) + across * (cosine * cosine)
    let tangent = FixedTrigonometry.squareRoot(min(near, far) / max(near, far))
    let angle = FixedTrigonometry.arctangent(tangent)
    let halfAngle = near <= far ? angle : Double.pi / 2 - angle
    return Int64(2 * Double(GeoPoint.earthRadiusInMillimetres) * halfAngle + 0.5)
  }
}

private func cosine(ofMicrodegrees angle: Int64) -> Double {
  FixedTrigonometry.sineAndCosine(ofHalfMicrodegrees: 2 * abs(angle)).cosine
}

private func squaredSineOfHalf(_ microdegrees: Int64) -> Double {
  let sine = FixedTrigonometry.sineAndCosine(ofHalfMicrodegrees: abs(microdegrees)).sine
  return sine * sine
}
