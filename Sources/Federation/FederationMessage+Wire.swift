import KeyValue

/// Why bytes cross the WAN (federation-model.md section 15).
public enum TrafficCause: UInt8, CaseIterable, Hashable, Sendable {
  case change, list, heartbeat, control, retry
}

extension FederationMessage {
  /// Bytes of any message on an open stream (federation-model.md section 15, assumed).
  public static let frameBytes = 100
  /// Bytes of a request (same).
  public static let requestBytes = 500
  /// Bytes of setting up a connection (same).
  public static let connectionBytes = 6_000
  /// Bytes naming the object of an event or list entry: a key path (assumed).
  public static let keyBytes = 64

  /// Bytes it takes on the wire. O(its events).
  public var wireBytes: Int {
    switch self {
    case .open(_, let request):
      Self.requestBytes + (request.isNewConnection ? Self.connectionBytes : 0)
    case .nextPage:
      Self.requestBytes
    case .events(_, let frame), .bookmark(_, let frame):
      frame.events.reduce(Self.frameBytes) { sum, event in
        sum + Self.keyBytes + Int(event.value?.sizeInBytes ?? 0)
      }
    case .page(_, let page):
      page.entries.reduce(Self.frameBytes) { sum, entry in
        sum + Self.keyBytes + Int(entry.value.sizeInBytes)
      }
    case .acknowledge, .ping, .opened, .gone, .pong, .closed:
      Self.frameBytes
    }
  }

  /// What it is for, when sent the first time.
  public var cause: TrafficCause {
    switch self {
    case .events: .change
    case .page, .nextPage: .list
    case .ping, .pong, .bookmark: .heartbeat
    case .acknowledge, .opened, .gone, .closed: .control
    case .open(_, let request): request.start == .list ? .list : .control
    }
  }
}
