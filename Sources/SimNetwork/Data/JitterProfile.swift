/// How the delays of single packets spread about the typical delay of their path.
///
/// One packet's one-way delay is half the round trip times a draw from `multipliers`.
public struct JitterProfile: Sendable, Hashable {
  /// The name in a scenario.
  public let name: String
  /// Delay over the typical one, in parts per million: 1,000,000 is no jitter.
  public let multipliers: [QuantilePoint]
  /// What is published, and what is filled in.
  public let basis: String

  /// Between zones of one region: 6,700 pings between the zones of 18 regions of AWS.
  public static let interZone = JitterProfile(
    name: "cloud-zone",
    multipliers: points([
      (0, 880_000), (50_000, 905_000), (500_000, 1_000_000), (900_000, 1_087_000),
      (950_000, 1_132_000), (990_000, 1_356_000), (999_000, 2_660_000), (1_000_000, 4_300_000),
    ]),
    basis: """
      5 % to 99.9 % from the pings of github.com/solarkennedy/cloud-zone-analysis, 2020-04 \
      (samples over the median of their pair); the ends are rounded from the least and largest
      """)

  /// Between regions: the spread of a month of round trips about its median.
  public static let interRegion = JitterProfile(
    name: "cloud-wan",
    multipliers: points([
      (0, 995_000), (500_000, 1_000_000), (900_000, 1_020_000), (950_000, 1_057_000),
      (990_000, 1_153_000), (999_000, 1_360_000), (1_000_000, 1_500_000),
    ]),
    basis: """
      a proposal put together from two published spreads, not itself published: P95 over P50 of a \
      month on 102 pairs of Azure (2026-07), and the deviation of ping runs between regions of \
      AWS (2020) and Google Cloud (2019)
      """)

  /// Every profile, in order of name.
  public static let all = [interRegion, interZone]

  /// The profile of that name, if there is one.
  public static func named(_ name: String) -> JitterProfile? {
    all.first { $0.name == name }
  }
}
