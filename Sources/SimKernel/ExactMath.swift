/// The natural logarithm of a positive, normal, finite number, from + - * / alone, so that every
/// platform gives the same bits. Relative error below 1e-15 (a test holds it against libm).
///
/// The mantissa is brought into [1/sqrt 2, sqrt 2); there ln m = 2 artanh((m - 1) / (m + 1)),
/// summed until the terms fall below the last bit.
@inlinable public func exactLog(_ x: Double) -> Double {
  precondition(x > 0 && x.isNormal, "exactLog of \(x)")
  var mantissa = x.significand
  var exponent = Double(x.exponent)
  if mantissa > 1.4142135623730951 {
    mantissa /= 2
    exponent += 1
  }
  let s = (mantissa - 1) / (mantissa + 1)
  let square = s * s
  var sum = 0.0
  var n = 23.0
  while n >= 1 {
    sum = sum * square + 1 / n
    n -= 2
  }
  return exponent * 0.6931471805599453 + 2 * s * sum
}
