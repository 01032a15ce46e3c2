import ScenarioFormat

extension LoadPlan.Operation {
  /// A constant of each kind, for the digest.
  var code: UInt64 {
    switch self {
    case .put: 1
    case .linearizableGet: 2
    case .serializableGet: 3
    case .delete: 4
    case .compareAndSwap: 5
    case .resolve: 6
    case .txn: 7
    case .update: 8
    case .linearizableRange: 9
    case .serializableRange: 10
    case .deleteRange: 11
    case .lease: 12
    case .watch: 13
    }
  }

  /// Whether repeating it changes nothing.
  var isRead: Bool {
    switch self {
    case .linearizableGet, .serializableGet, .resolve, .linearizableRange, .serializableRange,
      .watch:
      true
    case .put, .delete, .compareAndSwap, .txn, .update, .deleteRange, .lease: false
    }
  }
}
