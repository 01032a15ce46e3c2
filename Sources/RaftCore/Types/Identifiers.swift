/// The identity of one member of a Raft group; 0 stands for nobody.
@frozen
public struct MemberID: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  public var rawValue: UInt64

  @inlinable
  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  @inlinable
  public init(integerLiteral value: UInt64) { rawValue = value }

  /// Nobody: no leader known, no vote cast (etcd raft.go, None).
  @inlinable
  public static var none: MemberID { MemberID(0) }

  /// The address of the local thread that writes the log (etcd raft.go, LocalAppendThread).
  @inlinable
  public static var appendThread: MemberID { MemberID(.max) }

  /// The address of the local thread that applies entries (etcd raft.go, LocalApplyThread).
  @inlinable
  public static var applyThread: MemberID { MemberID(.max - 1) }

  /// Whether this is one of the two storage threads rather than a member.
  @inlinable
  public var isStorageThread: Bool { rawValue >= .max - 1 }

  @inlinable
  public static func < (left: MemberID, right: MemberID) -> Bool { left.rawValue < right.rawValue }
}

/// A term: the logical time of a Raft group, one leader at most in each (Raft §5.1).
@frozen
public struct Term: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  public var rawValue: UInt64

  @inlinable
  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  @inlinable
  public init(integerLiteral value: UInt64) { rawValue = value }

  @inlinable
  public static func < (left: Term, right: Term) -> Bool { left.rawValue < right.rawValue }

  @inlinable
  public static func + (term: Term, count: UInt64) -> Term { Term(term.rawValue + count) }
}

/// The position of an entry in a replicated log; the first entry has index 1 (Raft §5.3).
@frozen
public struct LogIndex: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  public var rawValue: UInt64

  @inlinable
  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  @inlinable
  public init(integerLiteral value: UInt64) { rawValue = value }

  /// Above every index that a log can hold; what an empty quorum has committed.
  @inlinable
  public static var infinity: LogIndex { LogIndex(.max) }

  @inlinable
  public static func < (left: LogIndex, right: LogIndex) -> Bool { left.rawValue < right.rawValue }

  @inlinable
  public static func + (index: LogIndex, count: UInt64) -> LogIndex {
    LogIndex(index.rawValue + count)
  }

  @inlinable
  public static func - (index: LogIndex, count: UInt64) -> LogIndex {
    LogIndex(index.rawValue - count)
  }

  /// How many entries lie from `earlier` up to, not including, this index; `earlier <= self`.
  @inlinable
  public func distance(from earlier: LogIndex) -> Int { Int(rawValue - earlier.rawValue) }
}

/// What names one entry for all members: no two entries of one group share index and term but
/// differ in content (Raft §5.3, log matching).
@frozen
public struct EntryID: Hashable, Sendable {
  public var term: Term
  public var index: LogIndex

  @inlinable
  public init(term: Term, index: LogIndex) {
    self.term = term
    self.index = index
  }
}
