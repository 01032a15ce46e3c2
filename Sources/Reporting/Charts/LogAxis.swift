/// A logarithmic axis of durations or other positive numbers, largest at the top.
struct LogAxis {
  let low: Int64
  let high: Int64
  private let lowLog: Double
  private let span: Double

  /// Ends on powers of ten around `values`, or on 1-2-5 steps when `isTight` or when they would
  /// all lie in one decade. Zeros have no place on it.
  init(covering values: [Int64], isTight: Bool) {
    let positive = values.filter { $0 > 0 }
    let least = positive.min() ?? 1
    let most = Swift.max(least, positive.max() ?? 1)
    var low = Self.step(atMost: least, [1])
    var high = Self.step(atLeast: most, [1])
    if isTight || high / low <= 10 {
      low = Self.step(atMost: least, [1, 2, 5])
      high = Self.step(atLeast: most, [1, 2, 5])
    }
    if high == low { high = Self.step(atLeast: low + 1, [1, 2, 5]) }
    self.low = low
    self.high = high
    lowLog = Self.log2(low)
    span = Self.log2(high) - lowLog
  }

  var decades: Int { Int(span / 3.3219280948873626 + 0.01) }

  /// Place of `value` among `count` rows of dots, 0 at the top; outside values go to the ends.
  func row(_ value: Int64, of count: Int) -> Int {
    let share = (Self.log2(Swift.max(value, 1)) - lowLog) / span
    let held = Swift.min(Swift.max(share, 0), 1)
    return Int((1 - held) * Double(count - 1) + 0.5)
  }

  /// The ends and the powers of ten between, from the top.
  var ticks: [Int64] {
    var ticks = [low]
    var power: Int64 = 1
    while power > 0, power <= low { power = power > .max / 10 ? 0 : power * 10 }
    while power > 0, power < high {
      ticks.append(power)
      power = power > .max / 10 ? 0 : power * 10
    }
    ticks.append(high)
    return ticks.reversed()
  }

  private static func step(atMost value: Int64, _ digits: [Int64]) -> Int64 {
    var best: Int64 = 1
    var power: Int64 = 1
    while power <= value {
      for digit in digits where power <= .max / digit && digit * power <= value {
        best = digit * power
      }
      guard power <= .max / 10 else { break }
      power *= 10
    }
    return best
  }

  private static func step(atLeast value: Int64, _ digits: [Int64]) -> Int64 {
    var power: Int64 = 1
    while true {
      for digit in digits where power <= .max / digit && digit * power >= value {
        return digit * power
      }
      guard power <= .max / 10 else { return .max }
      power *= 10
    }
  }

  /// The binary logarithm by squaring: exact arithmetic everywhere, so equal on every machine.
  static func log2(_ value: Int64) -> Double {
    precondition(value > 0, "logarithm of \(value)")
    let whole = 63 - value.leadingZeroBitCount
    var rest = Double(value) / Double(UInt64(1) << UInt64(whole))
    var (result, bit) = (Double(whole), 0.5)
    for _ in 0..<32 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}

extension LogAxis {
  /// "100 ms": a tick in its own unit, without decimals it does not need.
  static func label(_ value: Int64, _ quantity: Quantity) -> String {
    ExpectTable.shortest(quantity.text(value))
  }

  /// The row of `rows` cell rows for each tick with its label, the top one winning a tie.
  func labels(rows: Int, _ quantity: Quantity) -> [Int: String] {
    var labels: [Int: String] = [:]
    let ends = [high, low]
    for tick in ends + ticks.filter({ !ends.contains($0) }) {
      let row = row(tick, of: rows)
      if labels[row] == nil { labels[row] = Self.label(tick, quantity) }
    }
    return labels
  }
}
