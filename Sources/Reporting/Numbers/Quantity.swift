import Results

/// A kind of number, and the units it can be shown in.
enum Quantity: Hashable, Sendable {
  case duration, count, bytes, byteRate, rate, ratio

  init(_ unit: Metric.Unit) {
    switch unit {
    case .duration: self = .duration
    case .count: self = .count
    case .bytes: self = .bytes
    case .rate: self = .rate
    case .ratio: self = .ratio
    }
  }

  /// A unit: its name and how many of the stored whole numbers make one.
  struct Scale: Hashable, Sendable {
    var name: String
    var size: Int64

    /// "156 ms", "99.8%", "2".
    func text(_ value: Int64) -> String {
      let number = number(value)
      return name.isEmpty || name == "%" ? number + name : "\(number) \(name)"
    }

    /// The number alone; whole where the unit is what is stored.
    func number(_ value: Int64) -> String {
      size == 1 ? NumberText.whole(value) : NumberText.significant(value, per: size)
    }
  }

  /// From the smallest to the largest.
  var scales: [Scale] {
    switch self {
    case .duration:
      [
        Scale(name: "ns", size: 1), Scale(name: "us", size: 1_000),
        Scale(name: "ms", size: 1_000_000), Scale(name: "s", size: 1_000_000_000),
        Scale(name: "h", size: 3_600_000_000_000), Scale(name: "d", size: 86_400_000_000_000),
      ]
    case .count: Self.decimal(["", "k", "M", "G", "T", "P", "E"], of: 1)
    case .bytes: Self.decimal(["B", "kB", "MB", "GB", "TB", "PB", "EB"], of: 1)
    case .byteRate:
      Self.decimal(["B/s", "kB/s", "MB/s", "GB/s", "TB/s", "PB/s", "EB/s"], of: 1)
    case .rate: Self.decimal(["op/s", "kop/s", "Mop/s", "Gop/s", "Top/s"], of: 1_000)
    case .ratio: Self.decimal(["%", "k%", "M%", "G%", "T%"], of: 10_000)
    }
  }

  private static func decimal(_ names: [String], of base: Int64) -> [Scale] {
    var size = base
    return names.enumerated().map { index, name in
      if index > 0 { size *= 1_000 }
      return Scale(name: name, size: size)
    }
  }

  /// The one unit in which all of `values` read well: the largest in which the largest is at least
  /// 1 and the smallest but 0 at least 0.1; a larger one where the largest would be too wide.
  /// `unit` fixes it for durations.
  func scale(for values: [Int64], unit: ReportOptions.TimeUnit = .auto) -> Scale {
    let sizes = values.filter { $0 != 0 }.map { Int64(clamping: $0.magnitude) }
    let scales = self.scales
    var index = preferred(scales)
    if let largest = sizes.max(), let smallest = sizes.min() {
      if self == .duration, unit != .auto {
        index = scales.firstIndex { $0.name == unit.rawValue } ?? index
      } else {
        index =
          scales.indices.last { place in
            switchesTo(place, largest)
              && (place == 0
                || largest >= scales[place].size && smallest >= scales[place].size / 10)
          } ?? 0
      }
      while index + 1 < scales.count, largest / scales[index].size >= limit(unit) { index += 1 }
    } else if self == .duration, unit != .auto {
      index = scales.firstIndex { $0.name == unit.rawValue } ?? index
    }
    return scales[index]
  }

  /// The unit of a row of zeros.
  private func preferred(_ scales: [Scale]) -> Int {
    self == .duration ? 2 : 0
  }

  /// Small counts, rates and shares are not shortened, and hours and days are a last resort.
  private func switchesTo(_ place: Int, _ largest: Int64) -> Bool {
    switch self {
    case .duration: place < 4
    case .count, .rate, .ratio: place == 0
    case .bytes, .byteRate: true
    }
  }

  /// Numbers from this on take the next larger unit.
  private func limit(_ unit: ReportOptions.TimeUnit) -> Int64 {
    switch self {
    case .duration: unit == .auto ? 100_000 : 1_000_000
    case .count: 10_000_000
    case .bytes, .byteRate, .rate, .ratio: 1_000_000
    }
  }

  /// `value` alone, in the unit that suits it.
  func text(_ value: Int64, unit: ReportOptions.TimeUnit = .auto) -> String {
    scale(for: [value], unit: unit).text(value)
  }
}
