/// Sine, cosine, arctangent and square root from additions, multiplications and divisions alone.
///
/// IEEE 754 fixes the result of each of those to the last bit, which no standard does for the
/// functions of a C library; so a distance is the same number on every machine. (It fixes square
/// roots too, but without optimisation Swift takes them from the C library.)
enum FixedTrigonometry {
  /// One turn, in the unit of `sineAndCosine`.
  static let turn: Int64 = 720_000_000

  /// Sine and cosine of an angle of 0 or more half-microdegrees, within 3e-16.
  ///
  /// The angle is folded to within an eighth of a turn by integers, thus exactly; 19 and 20 terms'
  /// worth of the power series are then beyond the precision of `Double`.
  static func sineAndCosine(ofHalfMicrodegrees angle: Int64) -> (sine: Double, cosine: Double) {
    precondition(angle >= 0, "angle \(angle) must not be negative")
    let quarter = (angle + turn / 8) / (turn / 4)
    let rest = Double(angle - quarter * (turn / 4)) * (Double.pi / 360_000_000)
    let square = rest * rest
    var (sine, cosine) = (1.0, 1.0)
    for n in stride(from: 18, through: 2, by: -2) {
      sine = 1 - square / Double(n * (n + 1)) * sine
      cosine = 1 - square / Double(n * (n - 1)) * cosine
    }
    sine *= rest
    switch quarter % 4 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// The angle in radians whose tangent is `tangent`, 0 to 1, within 1e-15.
  ///
  /// The angle is halved twice, to a tangent under 0.2, where 12 terms of the series suffice.
  static func arctangent(_ tangent: Double) -> Double {
    precondition(0...1 ~= tangent, "tangent \(tangent) must be 0 to 1")
    let quarterTangent = halved(halved(tangent))
    let square = quarterTangent * quarterTangent
    var sum = 0.0
    for n in stride(from: 23, through: 1, by: -2) {
      sum = 1 / Double(n) - square * sum
    }
    return 4 * quarterTangent * sum
  }

  /// The tangent of half the angle whose tangent is `tangent`.
  private static func halved(_ tangent: Double) -> Double {
    tangent / (1 + squareRoot(1 + tangent * tangent))
  }

  /// The square root of a number of 0 or more, within two units in the last place.
  ///
  /// Newton's method from half the exponent: the first guess is within a factor of two, and each
  /// step squares the error.
  static func squareRoot(_ number: Double) -> Double {
    precondition(number >= 0 && number.isFinite, "square root of \(number)")
    guard number > 0 else { return 0 }
    var root = Double(sign: .plus, exponent: number.exponent / 2, significand: 1)
    for _ in 1...6 { root = (root + number / root) / 2 }
    return root
  }
}
