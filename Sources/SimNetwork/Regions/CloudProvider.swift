/// Whose regions the catalogue holds; the raw value is the first part of a region's name.
public enum CloudProvider: String, Sendable, Hashable, CaseIterable {
  case aws, azure, gcp, ibm

  /// The provider's name as people write it.
  public var title: String {
    switch self {
    case .aws: "AWS"
    case .azure: "Azure"
    case .gcp: "Google Cloud"
    case .ibm: "IBM Cloud"
    }
  }
}
