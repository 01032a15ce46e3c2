import SimKernel

/// Faults under the names people know them by.
extension Fault {
  /// Splits the network: nodes of different groups do not reach each other.
  public static func partition(
    id: Int, _ groups: [[NodeID]], at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    Fault(id: id, .cut, .groups(groups), at: start, for: duration)
  }

  /// Cuts nodes off, both ways.
  public static func isolate(
    id: Int, _ target: FaultTarget, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    Fault(id: id, .cut, target, at: start, for: duration)
  }

  /// Nodes that send but do not hear.
  public static func deaf(
    id: Int, _ target: FaultTarget, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    Fault(id: id, .cut, target, at: start, for: duration, numbers: [.direction: 1])
  }

  /// Nodes that hear but do not reach anyone.
  public static func mute(
    id: Int, _ target: FaultTarget, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    Fault(id: id, .cut, target, at: start, for: duration, numbers: [.direction: 2])
  }

  /// Two halves that only `bridge` reaches (Jepsen's bridge).
  public static func bridge(
    id: Int, nodes: Int, bridge: NodeID, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    let others = (0..<nodes).map { NodeID($0) }.filter { $0 != bridge }
    let half = others.count / 2
    return partition(
      id: id, [Array(others[..<half]), Array(others[half...])], at: start, for: duration)
  }

  /// Each node reaches a majority around it, and no two the same one (Jepsen's majorities ring).
  public static func majoritiesRing(
    id: Int, nodes: Int, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    let reach = (nodes / 2 + 1) / 2
    return keepingLinks(id: id, nodes: nodes, at: start, for: duration) { a, b in
      min((a - b + nodes) % nodes, (b - a + nodes) % nodes) <= max(1, reach)
    }
  }

  /// Each node reaches only the one before and the one after it.
  public static func chain(
    id: Int, nodes: Int, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    keepingLinks(id: id, nodes: nodes, at: start, for: duration) { a, b in abs(a - b) <= 1 }
  }

  /// Two nodes lose each other; all others reach both (Cloudflare, November 2020).
  public static func partialPair(
    id: Int, _ a: NodeID, _ b: NodeID, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    Fault(
      id: id, .cut, .links([Link(from: a, to: b), Link(from: b, to: a)]), at: start,
      for: duration)
  }

  /// All nodes of a region lose power at once.
  public static func regionDown(
    id: Int, region: Int, at start: FaultStart, for duration: SimDuration? = nil
  ) -> Fault {
    Fault(id: id, .crash, .regions([region]), at: start, for: duration)
  }

  /// Power fails; the nodes return after `downtime`.
  public static func crash(
    id: Int, _ target: FaultTarget, at start: FaultStart, downtime: SimDuration? = nil
  ) -> Fault {
    Fault(id: id, .crash, target, at: start, for: downtime)
  }

  /// Power fails just before or after the `count`-th effect of a kind, of one of the handlers of
  /// `event` if that is given.
  public static func crashAtStep(
    id: Int, _ target: FaultTarget, _ point: StepPoint, armedAt start: FaultStart,
    downtime: SimDuration? = nil
  ) -> Fault {
    Fault(
      id: id, .crashAtStep, target, at: start, for: downtime,
      numbers: [.count: Int64(point.count)], words: point.words)
  }

  private static func keepingLinks(
    id: Int, nodes: Int, at start: FaultStart, for duration: SimDuration?,
    where isKept: (Int, Int) -> Bool
  ) -> Fault {
    var links: [Link] = []
    for a in 0..<nodes {
      for b in 0..<nodes where a != b && !isKept(a, b) {
        links.append(Link(from: NodeID(a), to: NodeID(b)))
      }
    }
    return Fault(id: id, .cut, .links(links), at: start, for: duration)
  }
}

/// A place in a handler at which a node can be made to crash.
public struct StepPoint: Hashable, Sendable {
  /// What a handler asks for.
  public enum Effect: String, CaseIterable, Hashable, Sendable {
    case send, write, sync, reply, timer
  }
  /// What a handler meets.
  public enum Handler: String, CaseIterable, Hashable, Sendable {
    case message, timer, disk, client, start
  }

  public var isBefore: Bool
  public var effect: Effect
  /// Nil for any.
  public var handler: Handler?
  /// Which occurrence since the fault began, from 1.
  public var count: Int

  public static func before(
    _ effect: Effect, in handler: Handler? = nil, count: Int = 1
  ) -> StepPoint {
    StepPoint(isBefore: true, effect: effect, handler: handler, count: count)
  }

  public static func after(
    _ effect: Effect, in handler: Handler? = nil, count: Int = 1
  ) -> StepPoint {
    StepPoint(isBefore: false, effect: effect, handler: handler, count: count)
  }

  /// As in a fault's `words`: "before", "send", "disk".
  var words: [String] {
    [isBefore ? "before" : "after", effect.rawValue] + (handler.map { [$0.rawValue] } ?? [])
  }

  private init(isBefore: Bool, effect: Effect, handler: Handler?, count: Int) {
    self.isBefore = isBefore
    self.effect = effect
    self.handler = handler
    self.count = count
  }

  /// The point that `fault` names; nil if its words are no point.
  init?(_ fault: Fault) {
    guard 2...3 ~= fault.words.count, ["before", "after"].contains(fault.words[0]),
      let effect = Effect(rawValue: fault.words[1])
    else { return nil }
    var handler: Handler?
    if fault.words.count == 3 {
      guard let named = Handler(rawValue: fault.words[2]) else { return nil }
      handler = named
    }
    self.init(
      isBefore: fault.words[0] == "before", effect: effect, handler: handler,
      count: Int(fault.number(.count)))
  }
}
