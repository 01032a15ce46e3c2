import SimKernel

/// What nodes send to each other.
public protocol SimPayload: Sendable {
  /// Folds in whatever tells one message from another, so that two runs that differ have
  /// different digests.
  func combine(into digest: inout RunDigest)

  /// Bytes on the wire, for links of limited bandwidth. 64 by default.
  var wireBytes: Int { get }

  /// What kind of message it is, such as "append": message filters and diagrams go by it.
  /// "message" by default.
  var kindName: String { get }
}

extension SimPayload {
  @inlinable public var wireBytes: Int { 64 }
  @inlinable public var kindName: String { "message" }
}
