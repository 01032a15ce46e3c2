/// Rounding that keeps a sum: what is shown of the parts adds up to what is shown of the whole.
enum Apportion {
  /// `parts` in whole `unit`s that add up to their sum rounded to `unit`: each is rounded down, and
  /// the largest remainders, the first ones among equals, are rounded up.
  static func rounded(_ parts: [Int64], unit: Int64) -> [Int64] {
    let sum = parts.reduce(Int128(0)) { $0 + Int128($1) }
    return shared(parts, Int64(clamping: (sum + Int128(unit) / 2) / Int128(unit)), per: unit)
  }

  /// `parts` as whole per cent that add up to 100; all 0 when there is nothing to share.
  static func percent(_ parts: [Int64]) -> [Int64] {
    let sum = parts.reduce(Int128(0)) { $0 + Int128(max(0, $1)) }
    guard sum > 0 else { return parts.map { _ in 0 } }
    var floors = parts.map { Int64(Int128(max(0, $0)) * 100 / sum) }
    let remainders = parts.map { Int128(max(0, $0)) * 100 % sum }
    distribute(&floors, remainders, to: 100)
    return floors
  }

  private static func shared(_ parts: [Int64], _ total: Int64, per unit: Int64) -> [Int64] {
    var floors = parts.map { max(0, $0) / unit }
    let remainders = parts.map { Int128(max(0, $0) % unit) }
    distribute(&floors, remainders, to: total)
    return floors
  }

  private static func distribute(
    _ floors: inout [Int64], _ remainders: [Int128], to total: Int64
  ) {
    let missing = total - floors.reduce(0, +)
    guard missing > 0 else { return }
    let order = remainders.indices.sorted {
      remainders[$0] != remainders[$1] ? remainders[$0] > remainders[$1] : $0 < $1
    }
    for index in order.prefix(Int(missing)) { floors[index] += 1 }
  }
}
