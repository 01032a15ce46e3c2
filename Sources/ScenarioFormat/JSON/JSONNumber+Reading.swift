extension JSONNumber {
  enum Problem: Error, Equatable {
    case malformed(String)
    /// A number with letters behind it, such as 80ms.
    case quantity
    case tooLarge(String)
  }

  /// The largest whole number that every JSON reader keeps exactly.
  static let largestInteger: Int64 = 1 << 53
  private static let mostDigits = 17

  /// Reads `text` by the JSON grammar.
  static func reading(_ text: String) -> Result<JSONNumber, Problem> {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    let whole = rest.prefix(while: isDigit)
    rest.removeFirst(whole.count)
    var fraction: Substring = ""
    if rest.first == "." {
      rest.removeFirst()
      fraction = rest.prefix(while: isDigit)
      rest.removeFirst(fraction.count)
      if fraction.isEmpty { return .failure(malformed(text, whole: whole)) }
    }
    if whole.isEmpty { return .failure(.malformed("a number starts with a digit or '-'")) }
    if whole.count > 1 && whole.first == "0" {
      return .failure(.malformed("a number has no leading zeros"))
    }
    var exponent = 0
    if let letter = rest.first, letter == "e" || letter == "E" {
      guard let value = readExponent(rest.dropFirst()) else {
        return .failure(malformed(text, whole: whole))
      }
      exponent = value
      rest = ""
    }
    guard rest.isEmpty else { return .failure(malformed(text, whole: whole)) }
    return assembled(text, isNegative, String(whole) + fraction, exponent - fraction.count)
  }

  private static func malformed(_ text: String, whole: Substring) -> Problem {
    let unit = text.drop { isDigit($0) || $0 == "." || $0 == "-" }
    let isUnit = unit.allSatisfy { $0.isLetter || $0 == "/" || $0 == "%" }
    return !whole.isEmpty && isUnit && !unit.isEmpty
      ? .quantity : .malformed("\(quoted(text)) is not a number")
  }

  private static func readExponent(_ text: Substring) -> Int? {
    var digits = text
    let isNegative = digits.first == "-"
    if digits.first == "-" || digits.first == "+" { digits.removeFirst() }
    guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
    let size = Int(digits.drop { $0 == "0" }.prefix(6)) ?? 0
    return isNegative ? -size : size
  }

  private static func assembled(
    _ text: String, _ isNegative: Bool, _ written: String, _ power: Int
  ) -> Result<JSONNumber, Problem> {
    var digits = written.drop { $0 == "0" }
    var exponent = power
    while digits.last == "0" {
      digits.removeLast()
      exponent += 1
    }
    guard let size = digits.isEmpty ? 0 : Int64(digits.prefix(mostDigits)) else {
      return .failure(.malformed("\(quoted(text)) is not a number"))
    }
    let number = JSONNumber(
      digits: isNegative ? -size : size, exponent: size == 0 ? 0 : exponent, text: text)
    if size == 0 { return .success(number) }
    if digits.count + exponent > 308 { return .failure(.tooLarge("the number is too large")) }
    if digits.count + exponent < -300 {
      return .failure(.tooLarge("the number is too small to differ from 0"))
    }
    if digits.count + exponent > 16 || number.isBeyondExactIntegers {
      return .failure(.tooLarge("the number lies beyond 2^53, where digits are lost"))
    }
    if digits.count > mostDigits {
      return .failure(.tooLarge("the number has more than \(mostDigits) significant digits"))
    }
    return .success(number)
  }

  private var isBeyondExactIntegers: Bool {
    guard exponent < 0 else { return integer.map { abs($0) > Self.largestInteger } ?? true }
    var whole = abs(digits)
    for _ in 0..<min(-exponent, 18) { whole /= 10 }
    return whole >= Self.largestInteger
  }

  private static func isDigit(_ character: Character) -> Bool { "0"..."9" ~= character }
}
