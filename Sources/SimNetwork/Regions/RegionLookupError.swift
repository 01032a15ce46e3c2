/// Why the catalogue has no region of a name, with the names to choose a suggestion from.
public enum RegionLookupError: Error, Sendable, Hashable {
  /// No provider is named; `regions` are the full names of regions called so, perhaps none.
  case noProvider(regions: [String])
  /// The part before the colon is no provider's; `providers` are those there are.
  case unknownProvider(String, providers: [String])
  /// The provider has no such region; `regions` are the full names of those it has.
  case unknownRegion(String, of: CloudProvider, regions: [String])

  /// What is wrong, as a sentence without a full stop.
  public var message: String {
    switch self {
    case .noProvider: "a catalogued region is written provider:name, such as aws:us-east-1"
    case .unknownProvider(let name, _): "the catalogue has no provider \"\(name)\""
    case .unknownRegion(let name, let provider, _): "\(provider.title) has no region \"\(name)\""
    }
  }
}
