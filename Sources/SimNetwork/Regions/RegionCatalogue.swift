/// The regions of four cloud providers and the round trips between them, as published.
///
/// Nothing here is computed per packet: a world asks once for each pair it needs.
public struct RegionCatalogue: Sendable {
  /// The catalogue as compiled in: AWS 32 regions, Azure 39, Google Cloud 40, IBM Cloud 13.
  public static let builtIn = RegionCatalogue(tables: [.aws, .azure, .gcp, .ibm])

  /// Every region, by provider and then in the provider's own order.
  public let regions: [CloudRegion]

  /// In the order of `CloudProvider.allCases`.
  private let tables: [ProviderTable]

  private init(tables: [ProviderTable]) {
    precondition(tables.map(\.provider) == CloudProvider.allCases)
    self.tables = tables
    self.regions = tables.flatMap { table in
      table.rows.enumerated().map { rank, row in CloudRegion(row, rank, of: table.provider) }
    }
  }

  /// The providers, in order of name.
  public var providers: [CloudProvider] { CloudProvider.allCases }

  /// The regions of one provider, in its own order. O(regions).
  public func regions(of provider: CloudProvider) -> [CloudRegion] {
    regions.filter { $0.provider == provider }
  }

  /// Where the round trips between regions of one provider come from.
  public func provenance(of provider: CloudProvider) -> Provenance {
    table(of: provider).provenance
  }

  /// The estimator fitted to the pairs of one provider.
  public func estimator(of provider: CloudProvider) -> DistanceEstimator {
    table(of: provider).estimator
  }

  /// The region written `provider:name`, such as `gcp:us-east1`. O(regions).
  public func region(named qualified: String) throws(RegionLookupError) -> CloudRegion {
    guard let colon = qualified.firstIndex(of: ":") else {
      let namesakes = regions.filter { $0.name == qualified }
      throw .noProvider(regions: namesakes.map(\.description))
    }
    let prefix = String(qualified[..<colon])
    guard let provider = CloudProvider(rawValue: prefix) else {
      throw .unknownProvider(prefix, providers: providers.map(\.rawValue))
    }
    let name = String(qualified[qualified.index(after: colon)...])
    let candidates = regions(of: provider)
    guard let found = candidates.first(where: { $0.name == name }) else {
      throw .unknownRegion(name, of: provider, regions: candidates.map(\.description))
    }
    return found
  }

  /// The full name of the region that a name without a region was most likely meant to be.
  ///
  /// That is the region called so, of the provider named if there is such a one, and otherwise the
  /// one that `nearest` finds among the regions' own names. O(regions), and the cost of `nearest`.
  public func suggestion(
    for qualified: String, nearest: (_ name: String, _ names: [String]) -> String?
  ) -> String? {
    let parts = qualified.lowercased().split(separator: ":", maxSplits: 1)
    guard let last = parts.last.map(String.init) else { return nil }
    let provider = parts.count == 2 ? CloudProvider(rawValue: String(parts[0])) : nil
    let pool = provider.map(regions(of:)) ?? regions
    let names = pool.map(\.name)
    let meant = names.contains(last) ? last : nearest(last, names)
    return pool.first { $0.name == meant }?.description
  }

  func table(of provider: CloudProvider) -> ProviderTable {
    switch provider {
    case .aws: tables[0]
    case .azure: tables[1]
    case .gcp: tables[2]
    case .ibm: tables[3]
    }
  }
}

extension CloudRegion {
  fileprivate init(_ row: ProviderTable.Row, _ rank: Int, of provider: CloudProvider) {
    guard
      let coordinates = GeoPoint(
        latitudeMicrodegrees: row.latitude * 10_000, longitudeMicrodegrees: row.longitude * 10_000)
    else { preconditionFailure("\(row.name) lies at \(row.latitude), \(row.longitude)") }
    self.provider = provider
    self.name = row.name
    self.title = row.title ?? row.name
    self.city = row.city
    self.coordinates = coordinates
    self.rank = rank
  }
}
