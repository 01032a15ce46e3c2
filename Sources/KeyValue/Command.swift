/// Everything a log entry can ask of a store (etcd InternalRaftRequest).
///
/// Reads, keep-alives and watches are no commands: they are answered without an entry.
public enum Command: Hashable, Sendable {
  /// All or nothing: one transaction whose comparisons stand beside its changes.
  case mutations([Mutation])
  case put(PutRequest)
  case deleteRange(DeleteRangeRequest)
  case txn(TxnRequest)
  /// Forgets what was superseded up to and including the revision.
  case compact(Revision)
  /// Grants a lease of so many seconds; less than the least is raised to it
  /// (`StoreOptions.minimumLeaseTTL`). Whoever proposes chooses the ID.
  case leaseGrant(KeyLeaseID, ttl: Int64)
  /// Ends a lease and deletes its keys.
  case leaseRevoke(KeyLeaseID)
  /// Notes how many seconds leases have left, for the next leader; 0 is all of them.
  case leaseCheckpoint([KeyLeaseCheckpoint])
  case alarm(AlarmRequest)
}

/// etcd PutRequest.
public struct PutRequest: Hashable, Sendable {
  public var key: KeyID
  public var value: Value
  /// The lease the key hangs on from now on; none detaches it.
  public var lease: KeyLeaseID
  /// Answer with what the key held (etcd prev_kv).
  public var wantsPrevious: Bool
  /// Keep the value, and change only the lease (etcd ignore_value); `value` must be of no bytes.
  public var keepsValue: Bool
  /// Keep the lease (etcd ignore_lease); `lease` must be none.
  public var keepsLease: Bool

  public init(
    _ key: KeyID, _ value: Value, lease: KeyLeaseID = .none, wantsPrevious: Bool = false,
    keepsValue: Bool = false, keepsLease: Bool = false
  ) {
    self.key = key
    self.value = value
    self.lease = lease
    self.wantsPrevious = wantsPrevious
    self.keepsValue = keepsValue
    self.keepsLease = keepsLease
  }
}

/// etcd DeleteRangeRequest.
public struct DeleteRangeRequest: Hashable, Sendable {
  public var range: KeyRange
  /// Answer with what was deleted (etcd prev_kv).
  public var wantsPrevious: Bool

  public init(_ range: KeyRange, wantsPrevious: Bool = false) {
    self.range = range
    self.wantsPrevious = wantsPrevious
  }
}

/// etcd RangeRequest.
public struct RangeRequest: Hashable, Sendable {
  public enum SortTarget: UInt8, Hashable, Sendable, CaseIterable {
    case key, version, createRevision, modRevision, value
  }
  public enum SortOrder: UInt8, Hashable, Sendable, CaseIterable {
    case none, ascending, descending
  }

  public var range: KeyRange
  /// 0 or less: as things are now.
  public var revision = Revision(0)
  /// At most so many records; 0 or less: all.
  public var limit: Int64 = 0
  /// Only how many there are.
  public var countOnly = false
  /// Values are left out: their identities and sizes are 0.
  public var keysOnly = false
  /// Bounds on what is returned, both included; 0: none. They do not change `RangeResult.count`.
  public var modRevisions = RevisionBounds()
  public var createRevisions = RevisionBounds()
  public var sortOrder = SortOrder.none
  public var sortTarget = SortTarget.key

  public init(_ range: KeyRange) { self.range = range }
  public init(_ key: KeyID) { range = KeyRange(key) }

  /// etcd min_mod_revision and max_mod_revision, and their like for creation; 0 is no bound.
  public struct RevisionBounds: Hashable, Sendable {
    public var minimum = Revision(0)
    public var maximum = Revision(0)
    public init(minimum: Revision = Revision(0), maximum: Revision = Revision(0)) {
      self.minimum = minimum
      self.maximum = maximum
    }
    var isSet: Bool { minimum.rawValue != 0 || maximum.rawValue != 0 }
    func contains(_ revision: Revision) -> Bool {
      (minimum.rawValue == 0 || revision >= minimum)
        && (maximum.rawValue == 0 || revision <= maximum)
    }
  }
}

/// etcd Compare: one field of one key, or of every key of a range, against a constant.
public struct Compare: Hashable, Sendable {
  public enum Relation: UInt8, Hashable, Sendable, CaseIterable {
    case equal, greater, less, notEqual
  }
  /// The field and what it is held against.
  public enum Target: Hashable, Sendable {
    case version(Int64)
    case createRevision(Revision)
    case modRevision(Revision)
    /// Identities of values; their order stands for that of contents.
    case value(UInt64)
    case lease(KeyLeaseID)
  }

  public var range: KeyRange
  public var relation: Relation
  public var target: Target

  public init(_ range: KeyRange, _ relation: Relation, _ target: Target) {
    self.range = range
    self.relation = relation
    self.target = target
  }
  public init(_ key: KeyID, _ relation: Relation, _ target: Target) {
    self.init(KeyRange(key), relation, target)
  }
}

/// One operation inside a transaction (etcd RequestOp).
public enum TxnOperation: Hashable, Sendable {
  case put(PutRequest)
  case deleteRange(DeleteRangeRequest)
  case range(RangeRequest)
}

/// etcd TxnRequest: if all of `compares` hold, `success` is done, otherwise `failure`.
///
/// Deviation: no transaction inside a transaction.
public struct TxnRequest: Hashable, Sendable {
  public var compares: [Compare]
  public var success: [TxnOperation]
  public var failure: [TxnOperation]

  public init(
    compares: [Compare] = [], success: [TxnOperation] = [], failure: [TxnOperation] = []
  ) {
    self.compares = compares
    self.success = success
    self.failure = failure
  }

  /// Whether it changes nothing in either branch; etcd answers such a one without a log entry
  /// (etcd v3_server.go, isTxnReadonly).
  public var isReadOnly: Bool {
    for operation in success + failure {
      guard case .range = operation else { return false }
    }
    return true
  }
}

/// What a lease has left (etcd LeaseCheckpoint).
public struct KeyLeaseCheckpoint: Hashable, Sendable {
  public var lease: KeyLeaseID
  /// Seconds; 0 clears an earlier note.
  public var remainingTTL: Int64
  public init(_ lease: KeyLeaseID, remainingTTL: Int64) {
    self.lease = lease
    self.remainingTTL = remainingTTL
  }
}

/// etcd AlarmType.
public enum AlarmKind: UInt8, Hashable, Sendable, CaseIterable {
  case noSpace = 1
  case corrupt
}

/// An alarm one member has raised (etcd AlarmMember).
public struct StoreAlarm: Hashable, Sendable {
  public var member: UInt64
  public var kind: AlarmKind
  public init(member: UInt64, _ kind: AlarmKind) {
    self.member = member
    self.kind = kind
  }
}

/// etcd AlarmRequest; listing needs no entry.
public struct AlarmRequest: Hashable, Sendable {
  public var alarm: StoreAlarm
  /// Raise it; otherwise take it back.
  public var isRaised: Bool
  public init(_ alarm: StoreAlarm, isRaised: Bool) {
    self.alarm = alarm
    self.isRaised = isRaised
  }
}
