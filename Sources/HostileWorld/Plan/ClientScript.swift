import SimKernel

/// What one client does in a run: call after call, each written down before the run begins.
public struct ClientScript: Hashable, Sendable, Codable {
  /// Unique in its trial, 0 to `ClientScript.limit - 1`; it stays when other clients go.
  public var id: Int
  /// Where the client lives.
  public var region: Int
  /// Whom it asks first.
  public var first: NodeID
  /// It gives up waiting after this; the outcome then stays unknown.
  public var timeout: SimDuration
  public var operations: [PlannedOperation]

  public init(
    id: Int, region: Int = 0, first: NodeID = NodeID(0), timeout: SimDuration = .seconds(1),
    operations: [PlannedOperation] = []
  ) {
    self.id = id
    self.region = region
    self.first = first
    self.timeout = timeout
    self.operations = operations
  }

  /// One more than the largest ID.
  public static var limit: Int { 200 }

  private enum CodingKeys: String, CodingKey {
    case id, region, first
    case timeout = "timeoutNs"
    case operations
  }
}

/// One call of a script.
public struct PlannedOperation: Hashable, Sendable {
  /// When it starts. A client has one call at a time: a call that is due waits for the last.
  public enum Start: Hashable, Sendable {
    /// This long after the call before ended.
    case think(SimDuration)
    case at(SimTime)
  }

  public var start: Start
  public var command: ClientCommand

  public init(_ command: ClientCommand, _ start: Start) {
    self.command = command
    self.start = start
  }
}

extension PlannedOperation: Codable {
  private enum Key: String, CodingKey {
    case think = "thinkNs"
    case at = "atNs"
    case get, put, cas, value, expected, admin, node, custom
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let time = try container.decodeIfPresent(SimTime.self, forKey: .at) {
      start = .at(time)
    } else {
      start = .think(try container.decodeIfPresent(SimDuration.self, forKey: .think) ?? .zero)
    }
    if let key = try container.decodeIfPresent(Int.self, forKey: .get) {
      command = .get(key: key)
    } else if let key = try container.decodeIfPresent(Int.self, forKey: .put) {
      command = .put(key: key, value: try container.decode(Int64.self, forKey: .value))
    } else if let key = try container.decodeIfPresent(Int.self, forKey: .cas) {
      command = .compareAndSwap(
        key: key, expected: try container.decodeIfPresent(Int64.self, forKey: .expected),
        value: try container.decode(Int64.self, forKey: .value))
    } else if let name = try container.decodeIfPresent(String.self, forKey: .admin) {
      command = .admin(
        name: name, node: try container.decode(NodeID.self, forKey: .node),
        value: try container.decodeIfPresent(Int64.self, forKey: .value) ?? 0)
    } else {
      command = .custom(
        try container.decode(Int64.self, forKey: .custom),
        argument: try container.decodeIfPresent(Int64.self, forKey: .value) ?? 0)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch start {
    case .think(let time): try container.encode(time, forKey: .think)
    case .at(let time): try container.encode(time, forKey: .at)
    }
    switch command {
    case .get(let key): try container.encode(key, forKey: .get)
    case .put(let key, let value):
      try container.encode(key, forKey: .put)
      try container.encode(value, forKey: .value)
    case .compareAndSwap(let key, let expected, let value):
      try container.encode(key, forKey: .cas)
      try container.encodeIfPresent(expected, forKey: .expected)
      try container.encode(value, forKey: .value)
    case .admin(let name, let node, let value):
      try container.encode(name, forKey: .admin)
      try container.encode(node, forKey: .node)
      if value != 0 { try container.encode(value, forKey: .value) }
    case .custom(let code, let argument):
      try container.encode(code, forKey: .custom)
      try container.encode(argument, forKey: .value)
    }
  }
}
