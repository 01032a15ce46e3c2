import SimKernel

/// What the larger operations of a load are like.
public struct LoadShape: Hashable, Sendable {
  /// For `txn`: keys it puts.
  public var puts = 1
  /// For ranges, `deleteRange` and `watch`: keys from the chosen one on; nil for all of a region,
  /// or of everybody where any object is meant.
  public var span: Int?
  /// For ranges: most records returned; 0 for all.
  public var limit = 0
  /// For `lease`: time to live in whole seconds, and keys that hang on each lease.
  public var ttl: SimDuration = .seconds(10)
  public var leaseKeys = 1
  /// For `watch`: what a client takes for each event before it reads on.
  public var processing: SimDuration = .zero
  /// For `watch`: how often the member tells of progress when nothing happens (etcd
  /// WithProgressNotify, --experimental-watch-progress-notify-interval); nil: not at all.
  public var progressEvery: SimDuration?
  /// For `watch`: whether a member without a leader ends the watch (clientv3 WithRequireLeader).
  public var requiresLeader = true
  /// For `watch`: whether events bring what the key held before (etcd WithPrevKV).
  public var wantsPrevious = false

  public init() {}
}

extension LoadPlan.Operation {
  /// Whether the request carries a value.
  public var writesValue: Bool {
    switch self {
    case .put, .compareAndSwap, .txn, .update, .lease: true
    case .linearizableGet, .serializableGet, .delete, .resolve, .linearizableRange,
      .serializableRange, .deleteRange, .watch:
      false
    }
  }

  /// Whether it changes the store.
  public var isWrite: Bool { writesValue || self == .delete || self == .deleteRange }

  /// Whether its answer shows what was acknowledged when it began.
  public var isLinearizableRead: Bool { self == .linearizableGet || self == .linearizableRange }

  /// Whether one member answers it from what it has.
  public var isSerializableRead: Bool { self == .serializableGet || self == .serializableRange }

  /// Whether each client does it all the time, so that nothing else can stand beside it in a load.
  public var isHeld: Bool { self == .lease || self == .watch }
}
