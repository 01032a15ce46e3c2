/// Starter scenarios for `fedsim new`.
public enum Templates {
  public struct Template: Hashable, Sendable {
    public let name: String
    /// One line for `list templates`.
    public let summary: String
    /// "json" or "jsonc".
    public let fileExtension: String
    /// The whole file, ending with a newline.
    public let text: String
  }

  /// In the order in which they are listed.
  public static let all: [Template] = [
    Template(
      name: "three-regions", summary: "One etcd stretched over three regions of three continents.",
      fileExtension: "json", text: threeRegions),
    Template(
      name: "three-zones", summary: "One etcd over three zones of a region, as most clusters run.",
      fileExtension: "json", text: threeZones),
    Template(
      name: "federation",
      summary: "A local cluster in each of three regions, mirrored to the others.",
      fileExtension: "json", text: federation),
    Template(
      name: "region-outage",
      summary: "The leader's region of a stretched etcd is cut off and heals.",
      fileExtension: "json", text: regionOutage),
    Template(
      name: "own-network",
      summary: "Regions and round trips of your own, and a link that degrades.",
      fileExtension: "json", text: ownNetwork),
    Template(
      name: "annotated", summary: "Every key of a scenario, explained where it stands.",
      fileExtension: "jsonc", text: annotated),
  ]

  /// The template called `name`, if there is one.
  public static func named(_ name: String) -> Template? { all.first { $0.name == name } }
}
