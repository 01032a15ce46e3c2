extension ProviderTable {
  /// AWS: 32 regions, p50 over a year to 2025-05-29 (cloudping.co), less 2.5 ms for the endpoint.
  static let aws = ProviderTable(
    provider: .aws,
    provenance: Provenance(
      source: """
        cloudping.co: TCP exchanges from a function in one region to an endpoint in the other; \
        kept in github.com/oaustegard/oaustegard.github.io web-utilities/aws-ping-p50-1y.json
        """,
      date: "the year to 2025-05-29", statistic: "p50",
      note: """
        2.5 ms, the endpoint's share, are taken off (found against pings of 2020 and averages of \
        2023); the two directions differ by up to 11.8 ms (il-central-1, ap-south-1)
        """,
      correctionMicroseconds: 2500),
    interZoneProvenance: Provenance(
      source: "github.com/solarkennedy/cloud-zone-analysis: 50 pings per ordered pair of zones",
      date: "2020-04", statistic: "median over pairs of zones of the median",
      note: "measured in 18 regions; the other 14 have about the median of those"),
    intraZone: IntraZone(
      range: 80...300,
      provenance: Provenance(
        source: "github.com/vitorenesduarte/fantoch latency_aws: pings within a region",
        date: "2020-06-05", statistic: "middle of the range over regions",
        note: "the range is 0.08 to 0.30 ms")),
    estimator: DistanceEstimator(
      baseMicroseconds: 3250, stretchPercent: 160, fittedPairs: 496,
      errorBand: .init(549, 969, 1293)),
    rows: [
      Row("us-east-1", "Ashburn, Virginia", 39_04, -77_49),
      Row("us-east-2", "Columbus, Ohio", 39_96, -83_00),
      Row("us-west-1", "San Jose, California", 37_34, -121_89),
      Row("us-west-2", "Boardman, Oregon", 45_84, -119_70),
      Row("ca-central-1", "Montréal, Québec", 45_50, -73_57),
      Row("ca-west-1", "Calgary, Alberta", 51_04, -114_07),
      Row("mx-central-1", "Querétaro, Mexico", 20_59, -100_39),
      Row("sa-east-1", "São Paulo, Brazil", -23_55, -46_63),
      Row("eu-west-1", "Dublin, Ireland", 53_35, -6_26),
      Row("eu-west-2", "London, United Kingdom", 51_51, -0_13),
      Row("eu-west-3", "Paris, France", 48_86, 2_35),
      Row("eu-central-1", "Frankfurt, Germany", 50_11, 8_68),
      Row("eu-central-2", "Zürich, Switzerland", 47_38, 8_54),
      Row("eu-north-1", "Stockholm, Sweden", 59_33, 18_07),
      Row("eu-south-1", "Milan, Italy", 45_46, 9_19),
      Row("eu-south-2", "Zaragoza, Spain", 41_65, -0_88),
      Row("il-central-1", "Tel Aviv, Israel", 32_09, 34_78),
      Row("me-south-1", "Manama, Bahrain", 26_23, 50_59),
      Row("me-central-1", "Dubai, United Arab Emirates", 25_20, 55_27),
      Row("af-south-1", "Cape Town, South Africa", -33_92, 18_42),
      Row("ap-south-1", "Mumbai, India", 19_08, 72_88),
      Row("ap-south-2", "Hyderabad, India", 17_39, 78_49),
      Row("ap-southeast-1", "Singapore", 1_35, 103_82),
      Row("ap-southeast-2", "Sydney, Australia", -33_87, 151_21),
      Row("ap-southeast-3", "Jakarta, Indonesia", -6_21, 106_85),
      Row("ap-southeast-4", "Melbourne, Australia", -37_81, 144_96),
      Row("ap-southeast-5", "Kuala Lumpur, Malaysia", 3_14, 101_69),
      Row("ap-southeast-7", "Bangkok, Thailand", 13_76, 100_50),
      Row("ap-east-1", "Hong Kong", 22_32, 114_17),
      Row("ap-northeast-1", "Tokyo, Japan", 35_68, 139_65),
      Row("ap-northeast-2", "Seoul, South Korea", 37_57, 126_98),
      Row("ap-northeast-3", "Osaka, Japan", 34_69, 135_50),
    ],
    lowerTriangle: [
      // us-east-1
      890,
      // us-east-2
      12900, 1000,
      // us-west-1
      61400, 50200, 1150,
      // us-west-2
      61600, 48400, 19400, 660,
      // ca-central-1
      13800, 24700, 77300, 58100, 1010,
      // ca-west-1
      48300, 37800, 38100, 19000, 46900, 1000,
      // mx-central-1
      55300, 48500, 71800, 89100, 69400, 75400, 1000,
      // sa-east-1
      112800, 123000, 172500, 172200, 123000, 190900, 167500, 2810,
      // eu-west-1
      67100, 77800, 127400, 115800, 66600, 134400, 122900, 175700, 840,
      // eu-west-2
      75100, 85800, 145300, 126300, 76600, 145000, 130800, 184400, 11200, 1030,
      // eu-west-3
      81400, 92200, 141700, 132800, 83100, 151600, 137600, 193200, 17500, 8800, 990,
      // eu-central-1
      90300, 101100, 150600, 140000, 90400, 158900, 146400, 201900, 24600, 15300, 9900, 940,
      // eu-central-2
      89200, 99900, 149700, 140700, 91100, 159800, 145600, 200500, 25300, 16900, 9200, 6600, 1000,
      // eu-north-1
      109800, 120600, 170100, 152900, 103300, 171100, 165900, 220100, 38000, 29100, 29300, 20300,
      25500, 1200,
      // eu-south-1
      99200, 109800, 159300, 148900, 99300, 167700, 155800, 210800, 33400, 24800, 18500, 10000,
      4600, 29000, 1000,
      // eu-south-2
      104600, 115400, 166400, 156200, 107600, 176400, 162300, 217100, 28300, 33000, 20100, 31800,
      29500, 52200, 24400, 1000,
      // il-central-1
      134800, 142800, 196300, 183100, 137800, 206500, 192800, 247300, 71700, 63200, 51200, 65300,
      43100, 85300, 46400, 59900, 1000,
      // me-south-1
      158900, 169400, 218700, 214900, 160000, 252800, 214900, 270500, 95400, 86100, 84000, 83800,
      88600, 102700, 110700, 85400, 112600, 460,
      // me-central-1
      191500, 202100, 252900, 254900, 193800, 267800, 249600, 303400, 127800, 119900, 112000,
      113200, 107500, 133100, 103900, 118500, 144100, 12900, 1000,
      // af-south-1
      224400, 235100, 284600, 271700, 221600, 289300, 279300, 335800, 156800, 147600, 143100,
      152800, 149400, 172000, 185300, 133300, 228400, 246400, 284400, 650,
      // ap-south-1
      188500, 199500, 228700, 219100, 189600, 240200, 243400, 298900, 123200, 114900, 106600,
      126500, 113000, 145900, 107300, 111100, 138600, 35900, 27700, 269300, 630,
      // ap-south-2
      203300, 213800, 214700, 204400, 205700, 223100, 271300, 314800, 139800, 131600, 122500,
      143800, 129900, 162700, 125300, 129400, 153300, 53800, 45200, 294900, 22900, 1000,
      // ap-southeast-1
      216400, 200900, 167600, 158000, 212100, 175000, 239600, 324900, 179700, 170000, 164700,
      158400, 152400, 178100, 149100, 169900, 204400, 95600, 87700, 314600, 61100, 46300, 1230,
      // ap-southeast-2
      197200, 185700, 136600, 138500, 195700, 156300, 210800, 309600, 253100, 263600, 277800,
      249100, 243600, 269100, 240000, 279900, 296500, 186100, 178400, 406700, 151900, 138100, 92200,
      1240,
      // ap-southeast-3
      232300, 217500, 184000, 172600, 229900, 191700, 256700, 342400, 196500, 188300, 182400,
      174100, 169200, 194100, 165200, 186100, 221800, 112600, 103500, 348300, 77800, 61700, 15600,
      108300, 1000,
      // ap-southeast-4
      207000, 195600, 147400, 149200, 206900, 167900, 222200, 320900, 264300, 275200, 288400,
      260700, 255100, 280100, 251300, 290800, 308000, 198000, 189500, 418500, 163200, 147800,
      102900, 11200, 119100, 1000,
      // ap-southeast-5
      220700, 207900, 173400, 163000, 219100, 181700, 248600, 331700, 186900, 178300, 172200,
      164100, 158400, 183700, 154700, 175900, 211100, 101400, 92500, 339000, 68100, 52000, 6200,
      97600, 22100, 108300, 1000,
      // ap-southeast-7
      242700, 228600, 195000, 185600, 240200, 203200, 269700, 353300, 208100, 199200, 193900,
      186200, 180700, 205300, 176400, 196700, 232700, 122100, 114100, 360100, 89000, 72500, 27000,
      119300, 42700, 129000, 22300, 1000,
      // ap-east-1
      195000, 182400, 152600, 142600, 194200, 159700, 211700, 306500, 227200, 204200, 198400,
      191300, 185700, 210900, 181900, 204900, 238000, 129000, 123900, 352200, 95000, 79000, 34900,
      125600, 51000, 137400, 41900, 61900, 670,
      // ap-northeast-1
      146800, 132500, 105900, 95800, 142700, 110400, 165500, 255200, 198500, 209200, 215600, 224900,
      219200, 244600, 215600, 238000, 272200, 172300, 166900, 354800, 131300, 115000, 68100, 104400,
      83900, 125700, 73600, 96400, 49300, 1000,
      // ap-northeast-2
      176100, 162500, 130800, 120800, 172800, 136900, 193200, 285800, 229400, 239800, 246000,
      229000, 221900, 247900, 219500, 241300, 274800, 164700, 164800, 384200, 131700, 115600, 71400,
      142900, 87000, 153300, 76800, 97100, 36500, 33700, 1060,
      // ap-northeast-3
      150500, 138500, 107200, 97200, 148500, 114600, 169700, 261000, 204400, 214900, 221600, 231600,
      225800, 250800, 222300, 241300, 278500, 168100, 161200, 367500, 134700, 118500, 74200, 117900,
      90000, 129100, 79700, 100000, 43700, 7400, 22500, 1000,
    ],
    diagonalMarks: "zzzzzddzzzzzdzdddzdzzdzzddddzdzd",
    oneWayPairs: []
  )
}
