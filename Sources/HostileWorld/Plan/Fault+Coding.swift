import SimKernel

extension Fault: Codable {
  private enum Key: String, CodingKey {
    case id
    case at = "atNs"
    case when, kind, target, parameters, words
    case duration = "durationNs"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    id = try container.decode(Int.self, forKey: .id)
    kind = try container.decode(FaultKind.self, forKey: .kind)
    if let time = try container.decodeIfPresent(SimTime.self, forKey: .at) {
      start = .at(time)
    } else {
      start = .when(try container.decode(FaultTrigger.self, forKey: .when))
    }
    target = try container.decodeIfPresent(FaultTarget.self, forKey: .target) ?? .all
    numbers = try container.decodeIfPresent(FaultNumbers.self, forKey: .parameters) ?? [:]
    words = try container.decodeIfPresent([String].self, forKey: .words) ?? []
    duration = try container.decodeIfPresent(SimDuration.self, forKey: .duration)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    switch start {
    case .at(let time): try container.encode(time, forKey: .at)
    case .when(let trigger): try container.encode(trigger, forKey: .when)
    }
    try container.encode(kind, forKey: .kind)
    try container.encode(target, forKey: .target)
    if !numbers.entries.isEmpty { try container.encode(numbers, forKey: .parameters) }
    if !words.isEmpty { try container.encode(words, forKey: .words) }
    try container.encodeIfPresent(duration, forKey: .duration)
  }
}

extension FaultTrigger: Codable {
  private enum Key: String, CodingKey {
    case leaderElected, entryAppended, commitAdvanced, snapshotSending, configEntryUnapplied
    case leaseWithin = "leaseWithinNs"
    case after
    case delay = "delayNs"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if container.contains(.after) {
      self = .after(
        fault: try container.decode(Int.self, forKey: .after),
        try container.decodeIfPresent(SimDuration.self, forKey: .delay) ?? .zero)
      return
    }
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a trigger is one thing"))
    }
    switch key {
    case .leaderElected: self = .leaderElected(try container.decode(Int.self, forKey: key))
    case .entryAppended: self = .entryAppended(try container.decode(UInt64.self, forKey: key))
    case .commitAdvanced: self = .commitAdvanced(try container.decode(UInt64.self, forKey: key))
    case .snapshotSending: self = .snapshotSending
    case .configEntryUnapplied: self = .configEntryUnapplied
    case .leaseWithin:
      self = .leaseWithin(try container.decode(SimDuration.self, forKey: key))
    case .after, .delay:
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "a delay needs the fault it comes after")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .leaderElected(let count): try container.encode(count, forKey: .leaderElected)
    case .entryAppended(let index): try container.encode(index, forKey: .entryAppended)
    case .commitAdvanced(let index): try container.encode(index, forKey: .commitAdvanced)
    case .snapshotSending: try container.encode(true, forKey: .snapshotSending)
    case .configEntryUnapplied: try container.encode(true, forKey: .configEntryUnapplied)
    case .leaseWithin(let time): try container.encode(time, forKey: .leaseWithin)
    case .after(let fault, let delay):
      try container.encode(fault, forKey: .after)
      try container.encode(delay, forKey: .delay)
    }
  }
}

extension FaultTarget: Codable {
  private enum Key: String, CodingKey { case nodes, links, groups, regions }

  public init(from decoder: any Decoder) throws {
    if let word = try? decoder.singleValueContainer().decode(String.self) {
      switch word {
      case "all": self = .all
      case "leader": self = .leader
      case "trigger": self = .trigger
      default:
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "nobody is called \(word)"))
      }
      return
    }
    let container = try decoder.container(keyedBy: Key.self)
    if let nodes = try container.decodeIfPresent([NodeID].self, forKey: .nodes) {
      self = .nodes(nodes)
    } else if let pairs = try container.decodeIfPresent([[NodeID]].self, forKey: .links) {
      guard pairs.allSatisfy({ $0.count == 2 }) else {
        throw DecodingError.dataCorruptedError(
          forKey: .links, in: container, debugDescription: "a link is a pair of nodes")
      }
      self = .links(pairs.map { Link(from: $0[0], to: $0[1]) })
    } else if let groups = try container.decodeIfPresent([[NodeID]].self, forKey: .groups) {
      self = .groups(groups)
    } else {
      self = .regions(try container.decode([Int].self, forKey: .regions))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    if let word = word {
      var container = encoder.singleValueContainer()
      return try container.encode(word)
    }
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .all, .leader, .trigger: break
    case .nodes(let nodes): try container.encode(nodes, forKey: .nodes)
    case .links(let links): try container.encode(links.map { [$0.from, $0.to] }, forKey: .links)
    case .groups(let groups): try container.encode(groups, forKey: .groups)
    case .regions(let regions): try container.encode(regions, forKey: .regions)
    }
  }

  private var word: String? {
    switch self {
    case .all: "all"
    case .leader: "leader"
    case .trigger: "trigger"
    default: nil
    }
  }
}
