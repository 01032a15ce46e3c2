import KeyValue
import RaftCore

/// A client's request as a member knows it, and as the log entry that carries it names it.
@frozen public struct RequestID: Hashable, Sendable {
  public var rawValue: UInt64
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
  /// A request nobody waits for.
  @inlinable public static var none: RequestID { RequestID(.max) }
  /// A member makes itself known; nobody waits.
  static var publish: RequestID { RequestID(.max - 1) }
  /// The leader revokes an expired lease; nobody waits.
  static var revoke: RequestID { RequestID(.max - 2) }
}

/// The head of every log entry a member proposes: who asked, and which life of which member
/// answers. The mutations follow (`CommandCoding`).
enum EntryHead {
  static let size = 16

  static func encode(
    _ request: RequestID, server: MemberID, incarnation: UInt32, capacity: Int
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + capacity)
    CommandCoding.append(request.rawValue, count: 8, to: &bytes)
    CommandCoding.append(server.rawValue, count: 4, to: &bytes)
    CommandCoding.append(UInt64(incarnation), count: 4, to: &bytes)
    return bytes
  }

  static func request(in bytes: [UInt8]) -> RequestID {
    RequestID(CommandCoding.word(bytes, 0, 8))
  }

  static func server(in bytes: [UInt8]) -> MemberID {
    MemberID(CommandCoding.word(bytes, 8, 4))
  }

  /// Whether this life of this member answers the entry's request.
  static func isAnswered(by server: MemberID, _ incarnation: UInt32, _ bytes: [UInt8]) -> Bool {
    CommandCoding.word(bytes, 8, 4) == server.rawValue
      && CommandCoding.word(bytes, 12, 4) == UInt64(incarnation)
  }
}
