import SimKernel

/// How a random time spreads around its mean.
@frozen public enum LatencyShape: Int64, CaseIterable, Codable, Hashable, Sendable {
  /// Always the mean.
  case constant
  /// From 0 to twice the mean.
  case uniform
  case exponential
  /// Log-normal with sigma 1: most are short, some long.
  case lognormal
  /// Pareto with exponent 1.5, cut at about 100 means: a heavy tail.
  case pareto

  /// Its quantiles in 2^-20 of the mean.
  @usableFromInline var table: QuantileTable { Self.tables[Int(rawValue)] }

  private static let tables: [QuantileTable] = allCases.map(\.quantiles)

  private var quantiles: QuantileTable {
    let points: [(Int64, Int64)] =
      switch self {
      case .constant: []
      case .uniform: [(0, 0), (1_000_000, 2_097_152)]
      case .exponential: Self.exponentialPoints
      case .lognormal: Self.lognormalPoints
      case .pareto: Self.paretoPoints
      }
    return QuantileTable(points: points.map { (partsPerMillion: $0.0, value: $0.1) })
      ?? QuantileTable(constant: 1_048_576)
  }

  /// -ln(1 - u), scaled so that the piecewise-linear table has mean 2^20.
  private static let exponentialPoints: [(Int64, Int64)] = [
    (0, 0), (20_000, 21_049), (50_000, 53_443), (100_000, 109_776), (200_000, 232_495),
    (300_000, 371_622), (400_000, 532_232), (500_000, 722_194), (600_000, 954_688),
    (700_000, 1_254_426), (800_000, 1_676_882), (850_000, 1_976_620), (900_000, 2_399_076),
    (930_000, 2_770_698), (950_000, 3_121_270), (970_000, 3_653_502), (980_000, 4_075_959),
    (990_000, 4_798_152), (995_000, 5_520_346), (998_000, 6_475_035), (999_000, 7_197_229),
    (999_500, 7_919_423), (999_900, 9_596_305), (1_000_000, 14_394_457),
  ]

  /// exp(z(u)), scaled so that the piecewise-linear table has mean 2^20.
  private static let lognormalPoints: [(Int64, Int64)] = [
    (0, 0), (20_000, 80_762), (50_000, 121_559), (100_000, 174_810), (200_000, 271_410),
    (300_000, 372_729), (400_000, 488_777), (500_000, 629_706), (600_000, 811_269),
    (700_000, 1_063_854), (800_000, 1_460_996), (850_000, 1_775_231), (900_000, 2_268_342),
    (930_000, 2_754_645), (950_000, 3_262_034), (970_000, 4_130_056), (980_000, 4_909_864),
    (990_000, 6_448_485), (995_000, 8_275_727), (998_000, 11_197_149), (999_000, 13_842_308),
    (999_500, 16_912_012), (999_900, 25_958_884), (1_000_000, 44_808_068),
  ]

  /// (1 - u)^(-2/3), at most 300, scaled so that the piecewise-linear table has mean 2^20.
  private static let paretoPoints: [(Int64, Int64)] = [
    (0, 357_237), (20_000, 362_081), (50_000, 369_664), (100_000, 383_231), (200_000, 414_536),
    (300_000, 453_131), (400_000, 502_175), (500_000, 567_078), (600_000, 658_035),
    (700_000, 797_153), (800_000, 1_044_566), (850_000, 1_265_402), (900_000, 1_658_146),
    (930_000, 2_103_249), (950_000, 2_632_142), (970_000, 3_700_057), (980_000, 4_848_447),
    (990_000, 7_696_430), (995_000, 12_217_321), (998_000, 22_504_497), (999_000, 35_723_662),
    (999_500, 56_707_779), (999_900, 107_170_987), (1_000_000, 107_170_987),
  ]
}
