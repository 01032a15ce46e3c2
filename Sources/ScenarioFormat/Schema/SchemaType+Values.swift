extension SchemaType {
  /// How a value fails to be of a type.
  enum Misfit: Error {
    case quantity(QuantityProblem, UnitTable, isNumber: Bool)
    /// The range in words: "1ms to 10s".
    case range(String)
    case fraction
    case wrongType
  }

  /// The number behind `node`: nanoseconds, bytes, parts per million or a count, by the type.
  func grains(_ node: JSONNode) -> Result<Int64, Misfit> {
    switch self {
    case .integer(let range):
      guard let number = node.number else { return .failure(.wrongType) }
      guard let value = number.integer else { return .failure(.fraction) }
      return within(range, value) { String($0) }
    case .decimal(let range):
      guard let number = node.number else { return .failure(.wrongType) }
      return decimal(number, range)
    case .duration(let range): return quantity(node, .duration, range)
    case .size(let range): return quantity(node, .size, range)
    case .rate: return quantity(node, .rate, 0...3_600_000_000_000_000)
    case .percentage: return quantity(node, .percentage, 0...1_000_000)
    case .bandwidth: return quantity(node, .bandwidth, 1...1_000_000_000_000_000)
    case .either: return alternative(for: node)?.grains(node) ?? .failure(.wrongType)
    default: return .failure(.wrongType)
    }
  }

  private func decimal(_ number: JSONNumber, _ range: ClosedRange<Int64>) -> Result<Int64, Misfit> {
    let words = { (grains: Int64) in decimalText(grains) }
    if let value = number.scaled(by: 6) { return within(range, value, words) }
    // Finer than a millionth, or beyond every range: cut, or refused.
    guard number.exponent < 0 else { return within(range, .max, words) }
    var cut = Int128(number.digits) * 1_000_000
    for _ in 0..<min(-number.exponent, 30) { cut /= 10 }
    return within(range, Int64(exactly: cut) ?? .max, words)
  }

  private func quantity(
    _ node: JSONNode, _ units: UnitTable, _ range: ClosedRange<Int64>
  ) -> Result<Int64, Misfit> {
    let reading: Result<Int64, QuantityProblem>
    if let text = node.string {
      reading = units.reading(text)
    } else if let number = node.number {
      reading =
        units.allowsBareNumber
        ? units.scaled(number, by: units.units[0].factor) : .failure(.missingUnit)
      if case .failure(.tooFine) = reading { return .failure(.fraction) }
    } else {
      return .failure(.wrongType)
    }
    switch reading {
    case .success(let value): return within(range, value, units.text)
    case .failure(let problem):
      return .failure(.quantity(problem, units, isNumber: node.number != nil))
    }
  }

  private func within(
    _ range: ClosedRange<Int64>, _ value: Int64, _ text: (Int64) -> String
  ) -> Result<Int64, Misfit> {
    range.contains(value)
      ? .success(value)
      : .failure(.range("\(text(range.lowerBound)) to \(text(range.upperBound))"))
  }

  /// What an author meant who left the unit out: the misfit is reported, and the rest of the file
  /// judged by this.
  func grainsAssumingUnit(_ node: JSONNode) -> Int64? {
    switch grains(node) {
    case .success(let value): return value
    case .failure(.quantity(.missingUnit, let units, _)):
      let number = node.number ?? node.string.flatMap { try? JSONNumber.reading($0).get() }
      guard let number else { return nil }
      return try? units.scaled(number, by: units.factor(of: units.usual)).get()
    case .failure: return nil
    }
  }

  /// The alternative that `node` could be, or this type itself when it is no choice.
  func alternative(for node: JSONNode) -> SchemaType? {
    guard case .either(let types) = self else { return self }
    guard let kind = node.kind else { return nil }
    let fitting = types.filter { $0.accepts(kind) }
    guard kind == .string, fitting.count > 1 else { return fitting.first }
    let startsWithDigit = node.string?.first?.isNumber ?? false
    return fitting.first { ($0.units != nil) == startsWithDigit } ?? fitting.first
  }
}

extension JSONNode {
  var kind: SchemaType.JSONKind? {
    switch value {
    case .string: .string
    case .number: .number
    case .bool: .boolean
    case .array: .array
    case .object: .object
    case .null, .invalid: nil
    }
  }
}

extension UnitTable {
  func factor(of unit: String) -> Int64 { units.first { $0.name == unit }?.factor ?? 1 }
}

/// Millionths as a decimal number: "0.1".
func decimalText(_ millionths: Int64) -> String {
  let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
  let sign = millionths < 0 ? "-" : ""
  if rest == 0 { return sign + String(whole.magnitude) }
  let places = String(rest.magnitude + 1_000_000).dropFirst()
  let shown = String(places.reversed().drop { $0 == "0" }.reversed())
  return "\(sign)\(whole.magnitude).\(shown)"
}
