/// The keys of a scenario file: one table for the decoder, for did-you-mean, for the JSON Schema
/// and for documentation.
public enum ScenarioSchema {
  /// The version that this reader reads, as written in a file's `format`.
  public static let format = "fedsim.scenario/1"

  /// The JSON Schema (2020-12) of a scenario file, ending with a newline.
  public static var jsonSchema: String { "{}\n" }
}
