import Foundation
import TestSupport

/// The external data that the tables were taken from.
enum SharedData {
  /// The decoded file of that name in `data/latency`; the test is skipped where it is missing.
  static func latency<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    let file = try SharedFolder.item(at: "data/latency/\(name)")
    return try JSONDecoder().decode(T.self, from: Data(contentsOf: file))
  }
}

extension Decimal {
  /// The number times `scale`; nil unless that is whole.
  func whole(times scale: Int64) -> Int64? {
    Int64("\(self * Decimal(scale))")
  }
}
