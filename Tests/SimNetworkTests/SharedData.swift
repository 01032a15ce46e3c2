import Foundation
import XCTest

/// The folder of external data: FEDSIM_SHARED, or `shared` beside the package.
enum SharedData {
  /// The decoded file of that name in `data/latency`; the test is skipped where it is missing.
  static func latency<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    let environment = ProcessInfo.processInfo.environment["FEDSIM_SHARED"]
    let beside = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "shared")
    let folder = environment.map { URL(filePath: $0) } ?? beside
    let file = folder.appending(path: "data/latency/\(name)")
    guard let bytes = try? Data(contentsOf: file) else {
      throw XCTSkip("no \(file.path): set FEDSIM_SHARED to the folder with the external data")
    }
    return try JSONDecoder().decode(T.self, from: bytes)
  }
}

extension Decimal {
  /// The number times `scale`; nil unless that is whole.
  func whole(times scale: Int64) -> Int64? {
    Int64("\(self * Decimal(scale))")
  }
}
