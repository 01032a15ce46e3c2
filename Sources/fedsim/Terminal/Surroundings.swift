/// What the process was started in: environment variables, and what its streams are.
///
/// A value, so that every decision taken from it is a pure function and can be tested as a table.
struct Surroundings: Sendable {
  struct Stream: Sendable, Hashable {
    var isTerminal: Bool
    /// Columns of the terminal's window; nil when unknown.
    var columns: Int?

    static let pipe = Stream(isTerminal: false, columns: nil)
  }

  var variables: [String: String] = [:]
  var output = Stream.pipe
  var error = Stream.pipe

  /// The variable's value when it is set and not empty.
  func filled(_ name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }
}

/// The words of `--color`.
enum When: String, CaseIterable, Sendable { case auto, always, never }
/// The words of `--theme`.
enum Theme: String, CaseIterable, Sendable { case dark, light, mono }
/// The words of `--charset`.
enum CharsetChoice: String, CaseIterable, Sendable { case auto, braille, block, ascii }
/// The words of `--time-unit`.
enum TimeUnitChoice: String, CaseIterable, Sendable { case auto, us, ms, s }
/// The words of `--progress`.
enum ProgressChoice: String, CaseIterable, Sendable { case auto, never, plain, json }
