/// The test that asks, for reports and file names.
public struct TestSite: Hashable, Sendable {
  /// Such as "testSafeUnderSwarm()".
  public var function: String
  /// Module and file.
  public var fileID: String
  public var filePath: String
  public var line: Int

  public init(function: String, fileID: String, filePath: String, line: Int) {
    self.function = function
    self.fileID = fileID
    self.filePath = filePath
    self.line = line
  }

  /// The name without what does not belong into a file's.
  public var name: String {
    String(function.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }

  /// From which seeds are derived.
  var key: String { "\(fileID).\(name)" }
}
