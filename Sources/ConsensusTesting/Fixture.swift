import Foundation
import Swarm

/// A failing trial as it is kept and replayed: what tests leave as fixtures, and `fedsim check` as
/// files. A value of the schema "fedsim.failure/1"; keys may be added to it, nothing else.
public struct FailureFile: Codable, Hashable, Sendable {
  public var schema: String
  /// The test that found it, or the name of the profile.
  public var test: String
  /// What it found: class, invariant and site.
  public var signature: String
  /// For people.
  public var message: String?
  public var trial: Trial
  /// Of the run, as it was then: another one means another build or a change of the subject.
  public var digest: String?
  /// Mistakes that the subject was made to make.
  public var mutations: [String]?
  /// How large the trial was that failed first.
  public var shrunkFrom: String?

  public static let currentSchema = "fedsim.failure/1"

  public init(
    test: String, signature: String, message: String? = nil, trial: Trial, digest: String? = nil,
    mutations: [String]? = nil, shrunkFrom: String? = nil
  ) {
    schema = Self.currentSchema
    self.test = test
    self.signature = signature
    self.message = message
    self.trial = trial
    self.digest = digest
    self.mutations = mutations
    self.shrunkFrom = shrunkFrom
  }

  /// What a campaign has found.
  public init(
    test: String, finding: Finding, trial: Trial, digest: RunDigest, shrunk: ShrunkTrial? = nil,
    mutations: [String] = []
  ) {
    self.init(
      test: test, signature: finding.signature, message: finding.message, trial: trial,
      digest: "\(digest)", mutations: mutations.isEmpty ? nil : mutations,
      shrunkFrom: shrunk?.original.sizeText)
  }
}

extension FailureFile {
  /// The text of its file: JSON with sorted keys.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Reads a file's text; throws `FixtureError`.
  public init(json: String) throws {
    do {
      self = try JSONDecoder().decode(FailureFile.self, from: Data(json.utf8))
    } catch let error as DecodingError {
      throw FixtureError(error)
    }
    guard schema == Self.currentSchema else {
      throw FixtureError(
        message: "schema \(schema); this version reads \(Self.currentSchema)")
    }
  }
}

/// A fixture that cannot be read.
public struct FixtureError: Error, CustomStringConvertible {
  public var message: String
  public var description: String { "not a fixture: \(message)" }

  init(message: String) { self.message = message }

  init(_ error: DecodingError) {
    let (context, what): (DecodingError.Context, String?) =
      switch error {
      case .keyNotFound(let key, let context): (context, "\(key.stringValue) is missing")
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        (context, nil)
      @unknown default: (.init(codingPath: [], debugDescription: "\(error)"), nil)
      }
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
    message = path.joined() + (path.isEmpty ? "" : ": ") + (what ?? context.debugDescription)
  }
}

/// Where failing trials are kept.
public enum FixtureFolder: Hashable, Sendable {
  /// `Fixtures/<test file>/` beside the file of the test.
  case besideTest
  /// A folder of one's own.
  case folder(String)
  /// Nowhere.
  case none

  /// Its path for a test in the file at `filePath`; nil for nowhere.
  func path(besides filePath: String) -> String? {
    switch self {
    case .none: return nil
    case .folder(let path): return path
    case .besideTest:
      let file = URL(fileURLWithPath: filePath)
      let name = file.deletingPathExtension().lastPathComponent
      return file.deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
    }
  }
}

/// Keeps fixtures in files.
struct FixtureStore {
  let folder: String

  /// The fixtures that the test `name` has left, by file name.
  func fixtures(of name: String) throws -> [(file: String, fixture: FailureFile)] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return try files.filter { $0.hasPrefix(name + "-") && $0.hasSuffix(".json") }.sorted().map {
      (folder + "/" + $0, try Self.read(folder + "/" + $0))
    }
  }

  /// Writes `fixture` and returns its path; nil if the folder takes no files.
  func save(_ fixture: FailureFile, test name: String) -> String? {
    let invariant = fixture.signature.split(separator: "/").dropFirst().first ?? "failure"
    let path = "\(folder)/\(name)-\(invariant)-\(fixture.trial.seed).json"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(fixture.json.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      return path
    } catch {
      return nil
    }
  }

  static func read(_ path: String) throws -> FailureFile {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FixtureError(message: "there is no file \(path)")
    }
    return try FailureFile(json: String(decoding: data, as: UTF8.self))
  }
}
