/// Round trips measured between regions of different providers: 12 of Google Cloud by 8 of AWS.
enum CrossCloudTable {
  static let provenance = Provenance(
    source: """
      github.com/aptos-labs/aptos-core testsuite/testcases/src/data/latency_table.csv: virtual \
      machines of Google Cloud probing those of AWS (file of commit 229bc41f)
      """,
    date: "2023", statistic: "mean", note: "measured in that direction only")

  static let estimatorProvenance = Provenance(
    source: """
      4.0 ms and 1.8 times light in fibre over the great circle, fitted to the 96 measured pairs \
      of Google Cloud and AWS
      """,
    date: "2023", statistic: "mean",
    note: "pairs of one city measured 2.3 ms (Singapore) to 4.1 ms (London)")

  /// For the pairs of different providers that nobody measured, and for places of one's own.
  static let estimator = DistanceEstimator(
    baseMicroseconds: 4000, stretchPercent: 180, fittedPairs: 96, errorBand: nil)

  /// The columns: regions of AWS.
  static let columns = [
    "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "ap-northeast-1", "ap-southeast-1",
    "ap-southeast-2", "sa-east-1",
  ]

  /// The rows: a region of Google Cloud, and the round trip to each column in microseconds.
  static let rows: [(name: String, microseconds: [Int64])] = [
    ("us-central1", [103400, 96700, 102300, 124100, 134000, 191100, 185500, 145500]),
    ("northamerica-northeast2", [94200, 85200, 92300, 116200, 146700, 209100, 202000, 133700]),
    ("europe-west4", [21000, 14800, 18000, 26700, 230500, 200600, 282600, 198700]),
    ("europe-west3", [23500, 16300, 11500, 28200, 227700, 194500, 285200, 199300]),
    ("europe-west2", [12600, 4100, 10300, 32200, 222600, 199200, 274400, 189700]),
    ("europe-west1", [18900, 11000, 6300, 30900, 226100, 194600, 279600, 193900]),
    ("europe-north1", [48200, 40700, 37100, 12200, 250700, 221700, 304900, 216600]),
    ("australia-southeast2", [283600, 275000, 281400, 299000, 144300, 87200, 15500, 319100]),
    ("asia-southeast2", [225600, 213800, 212100, 235400, 88100, 14800, 105500, 343800]),
    ("asia-southeast1", [207500, 202300, 203400, 226200, 72800, 2300, 94500, 326700]),
    ("asia-south2", [179300, 172100, 160300, 190300, 140300, 69900, 162200, 375900]),
    ("asia-south1", [151600, 142600, 135800, 156400, 140500, 61900, 152300, 320100]),
  ]

  /// Microseconds between a region of Google Cloud and one of AWS, when measured.
  static func microseconds(gcp: String, aws: String) -> Int64? {
    guard let row = rows.first(where: { $0.name == gcp }),
      let column = columns.firstIndex(of: aws)
    else { return nil }
    return row.microseconds[column]
  }
}
