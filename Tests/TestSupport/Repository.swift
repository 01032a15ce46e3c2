import Foundation
import XCTest

/// The package's own files, found from where this file was compiled.
public enum Repository {
  /// The folder of Package.swift.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The files below `folder` with the extension, as paths relative to the root, sorted.
  public static func files(below folder: String, withExtension fileExtension: String) -> [String] {
    let base = root.appending(path: folder).path
    let found = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix("." + fileExtension) }.map { folder + "/" + $0 }.sorted()
  }

  /// The text of a file named by its path relative to the root.
  public static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}

/// The folder of external data, which is no part of the package: `FEDSIM_SHARED`, or `shared`
/// beside the package.
public enum SharedFolder {
  /// Where the folder is or would be.
  public static var url: URL {
    ProcessInfo.processInfo.environment["FEDSIM_SHARED"].map { URL(filePath: $0) }
      ?? Repository.root.deletingLastPathComponent().appending(path: "shared")
  }

  /// The file or folder at `path` in it; the test is skipped where it is missing.
  public static func item(at path: String) throws -> URL {
    let item = url.appending(path: path)
    guard FileManager.default.fileExists(atPath: item.path) else {
      throw XCTSkip("no \(path) in the external data; FEDSIM_SHARED names its folder")
    }
    return item
  }
}
