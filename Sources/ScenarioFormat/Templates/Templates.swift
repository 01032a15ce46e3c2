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
  public static let all: [Template] = []

  /// The template called `name`, if there is one.
  public static func named(_ name: String) -> Template? { all.first { $0.name == name } }
}
