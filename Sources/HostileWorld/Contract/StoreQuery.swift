/// A number that a key has.
@frozen public enum StoreField: Hashable, Sendable {
  case key, version, createRevision, modRevision, value, lease
}

/// A read of a range with all that one may ask for (etcd RangeRequest).
@frozen public struct StoreQuery: Hashable, Sendable {
  public var keys: StoreKeys
  /// 0 for the present.
  public var revision: Int64 = 0
  /// 0 for all.
  public var limit = 0
  public var countOnly = false
  /// Values are told as 0.
  public var keysOnly = false
  /// What the answer is sorted by, equal ones by key; nil for the order of keys.
  public var sort: StoreField?
  public var isDescending = false
  /// Bounds on what is answered with, not on what counts; 0 for none.
  public var leastModRevision: Int64 = 0
  public var greatestModRevision: Int64 = 0
  public var leastCreateRevision: Int64 = 0
  public var greatestCreateRevision: Int64 = 0

  public init(_ keys: StoreKeys) { self.keys = keys }
}

/// What a query found.
@frozen public struct StoreFinding: Hashable, Sendable {
  public var items: [StoreItem]
  /// Keys of the range, whatever the limit and the bounds.
  public var count: Int
  /// The limit cut something off.
  public var hasMore: Bool
  /// The store's revision, not the one that was asked for.
  public var revision: Int64

  public init(items: [StoreItem], count: Int, hasMore: Bool, revision: Int64) {
    self.items = items
    self.count = count
    self.hasMore = hasMore
    self.revision = revision
  }
}

extension StoreItem {
  /// One of its numbers.
  public func number(_ field: StoreField) -> Int64 {
    switch field {
    case .key: key
    case .version: version
    case .createRevision: createRevision
    case .modRevision: modRevision
    case .value: value
    case .lease: lease
    }
  }
}
