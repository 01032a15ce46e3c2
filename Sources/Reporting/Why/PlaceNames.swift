import Results

/// How clusters and regions are called over columns.
struct PlaceNames {
  private let prefix: String
  private let namesClusters: Bool

  init(_ outcome: Outcome, _ splits: [WhySplit]) {
    prefix = Self.commonProvider(outcome.regions)
    let clusters = Set(splits.map(\.cluster))
    namesClusters =
      clusters.count > 1
      && Set(splits.map(\.region)).count != splits.count
      || splits.contains { split in clusters.count > 1 && !split.region.hasSuffix(split.cluster) }
  }

  /// "aws:" when every region begins so; else nothing.
  static func commonProvider(_ regions: [String]) -> String {
    guard let first = regions.first, let colon = first.firstIndex(of: ":") else { return "" }
    let prefix = String(first[...colon])
    return regions.allSatisfy { $0.hasPrefix(prefix) } ? prefix : ""
  }

  func region(_ split: WhySplit) -> String { String(split.region.dropFirst(prefix.count)) }

  /// One or two lines over a column; a provider has a line of its own where they differ.
  func titles(_ split: WhySplit) -> [String] {
    if namesClusters { return [split.cluster, region(split)] }
    guard let colon = split.region.firstIndex(of: ":"), prefix.isEmpty else {
      return [region(split)]
    }
    return [String(split.region[...colon]), String(split.region[colon...].dropFirst())]
  }

  func sentencePlace(_ split: WhySplit) -> String {
    namesClusters ? "\(region(split)) to \(split.cluster)" : region(split)
  }
}
