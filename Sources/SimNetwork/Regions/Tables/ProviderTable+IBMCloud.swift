extension ProviderTable {
  /// IBM Cloud: 13 regions, mean over the 30 days to 2026-08-16 (IBM).
  static let ibm = ProviderTable(
    provider: .ibm,
    provenance: Provenance(
      source: """
        IBM Cloud VPC network latency dashboards: netperf TCP_RR between virtual machines; \
        github.com/ibm-cloud-docs/vpc _include-segments/network-latency.md
        """,
      date: "2026-07-18 to 2026-08-16", statistic: "mean over 30 days",
      note: "the two directions differ by up to 10 ms (in-che, jp-osa)"),
    interZoneProvenance: Provenance(
      source: "IBM Cloud VPC network latency dashboards, zone to zone",
      date: "2026-07-18 to 2026-08-16",
      statistic: "median over pairs of zones of the mean over 30 days"),
    intraZone: IntraZone(
      range: 70...110,
      provenance: Provenance(
        source: "IBM Cloud VPC network latency dashboards, within a zone",
        date: "2026-07-18 to 2026-08-16", statistic: "the region's own mean over 30 days")),
    estimator: DistanceEstimator(
      baseMicroseconds: 3250, stretchPercent: 152, fittedPairs: 78,
      errorBand: .init(614, 969, 1192)),
    rows: [
      Row("us-south", "Dallas", 32_78, -96_80, intraZone: 100),
      Row("ca-tor", "Toronto", 43_65, -79_38, intraZone: 100),
      Row("us-east", "Washington DC", 38_90, -77_04, intraZone: 90),
      Row("eu-de", "Frankfurt", 50_11, 8_68, intraZone: 100),
      Row("eu-gb", "London", 51_51, -0_13, intraZone: 80),
      Row("eu-es", "Madrid", 40_42, -3_70, intraZone: 100),
      Row("ca-mon", "Montreal", 45_50, -73_57, intraZone: 70),
      Row("in-che", "Chennai", 13_08, 80_27, intraZone: 80),
      Row("in-mum", "Mumbai", 19_08, 72_88, intraZone: 80),
      Row("jp-osa", "Osaka", 34_69, 135_50, intraZone: 100),
      Row("au-syd", "Sydney", -33_87, 151_21, intraZone: 100),
      Row("jp-tok", "Tokyo", 35_68, 139_65, intraZone: 100),
      Row("br-sao", "Sao Paulo", -23_55, -46_63, intraZone: 100),
    ],
    lowerTriangle: [
      // us-south
      1680,
      // ca-tor
      34500, 1640,
      // us-east
      31500, 19000, 690,
      // eu-de
      123500, 93000, 86000, 680,
      // eu-gb
      113000, 83000, 76000, 13000, 740,
      // eu-es
      118500, 109000, 88500, 29000, 26000, 660,
      // ca-mon
      42500, 10500, 15500, 89000, 79000, 105000, 130,
      // in-che
      248000, 222000, 242000, 141000, 140500, 153000, 219000, 140,
      // in-mum
      248500, 200500, 218500, 119500, 119000, 129500, 196500, 24000, 740,
      // jp-osa
      152000, 142000, 147000, 236000, 245500, 260500, 150000, 117000, 139000, 1370,
      // au-syd
      186500, 215000, 215500, 249500, 260500, 275500, 223000, 126000, 152000, 108000, 1720,
      // jp-tok
      145000, 135000, 140500, 228500, 238500, 253000, 143000, 104500, 131500, 9000, 101000, 1460,
      // br-sao
      141500, 125500, 123000, 191500, 181000, 213000, 122000, 366000, 340500, 290000, 326000,
      283500, 1570,
    ],
    diagonalMarks: "zzzzzzzzzzzzz",
    oneWayPairs: []
  )
}
