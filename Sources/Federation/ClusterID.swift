/// A cluster of the federation, numbered densely from 0; indexes arrays.
@frozen public struct ClusterID: Hashable, Comparable, Sendable {
  /// 0 to `ClusterID.limit - 1`.
  public var index: UInt16

  @inlinable public init(_ index: Int) { self.index = UInt16(index) }

  /// One more than the largest index a federation may use; the last 16-bit number means "none".
  @inlinable public static var limit: Int { Int(UInt16.max) }
  @inlinable public static func < (a: ClusterID, b: ClusterID) -> Bool { a.index < b.index }
}
