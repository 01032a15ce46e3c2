/// A region of a cloud provider; found in a `RegionCatalogue`, never made elsewhere.
public struct CloudRegion: Sendable, Hashable, CustomStringConvertible {
  public let provider: CloudProvider
  /// The provider's own name, unique only within the provider: `us-east-1`.
  public let name: String
  /// The provider's display name where it has one (Azure: `East US`), else `name`.
  public let title: String
  /// The city or area nearest to the region's buildings: `Ashburn, Virginia`.
  public let city: String
  /// Where that is, to a hundredth of a degree.
  public let coordinates: GeoPoint
  /// The place of the region in its provider's table.
  let rank: Int

  /// The name that is unique over all providers: `aws:us-east-1`.
  public var description: String { "\(provider.rawValue):\(name)" }
}
