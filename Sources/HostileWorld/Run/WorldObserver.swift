import SimKernel

/// Watches a run. It may not influence it: nothing it does reaches the world, except that a
/// finding ends the run.
public protocol WorldObserver {
  /// The first broken promise.
  var finding: Finding? { get }
  /// Why no progress was possible in phase 2, once the run is over; nil if it was, or nobody knows.
  var unavailability: String? { get }

  /// A node starts, for the `incarnation`-th time from 0, with what its disk holds.
  mutating func started(_ node: NodeID, incarnation: Int, image: DurableImage, at time: SimTime)
  /// A node is gone, with all that it had in memory.
  mutating func stopped(_ node: NodeID, at time: SimTime)
  /// A node's probe changed; `before` is nil after a start.
  mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime)
  /// A node noted something, in order with what it sends and writes.
  mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime)
  /// A client calls.
  mutating func called(_ operation: OperationRecord)
  /// A call has ended.
  mutating func ended(_ operation: OperationRecord, at time: SimTime)
  /// A fault begins, on these nodes if it hits nodes.
  mutating func faultBegan(_ fault: Fault, nodes: NodeSet, at time: SimTime)
  /// A clock's rate or reading changed; this is the clock from now on.
  mutating func clockChanged(_ node: NodeID, _ clock: NodeClock, at time: SimTime)
  /// Phase 2 begins with this core.
  mutating func healed(core: NodeSet, at time: SimTime)
  /// Every client was served in phase 2, and the time to settle is over.
  mutating func settled(at time: SimTime)
  /// The run is over.
  mutating func finished(at time: SimTime)
}

extension WorldObserver {
  @inlinable public var unavailability: String? { nil }
  @inlinable public mutating func started(
    _ node: NodeID, incarnation: Int, image: DurableImage, at time: SimTime
  ) {}
  @inlinable public mutating func stopped(_ node: NodeID, at time: SimTime) {}
  @inlinable public mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime
  ) {}
  @inlinable public mutating func noted(
    _ note: NodeObservation, by node: NodeID, at time: SimTime
  ) {}
  @inlinable public mutating func called(_ operation: OperationRecord) {}
  @inlinable public mutating func ended(_ operation: OperationRecord, at time: SimTime) {}
  @inlinable public mutating func faultBegan(_ fault: Fault, nodes: NodeSet, at time: SimTime) {}
  @inlinable public mutating func clockChanged(
    _ node: NodeID, _ clock: NodeClock, at time: SimTime
  ) {}
  @inlinable public mutating func healed(core: NodeSet, at time: SimTime) {}
  @inlinable public mutating func settled(at time: SimTime) {}
  @inlinable public mutating func finished(at time: SimTime) {}
}

/// Watches nothing.
public struct NoObserver: WorldObserver {
  @inlinable public init() {}
  @inlinable public var finding: Finding? { nil }
}

/// Two observers as one.
public struct BothObservers<First: WorldObserver, Second: WorldObserver>: WorldObserver {
  public var first: First
  public var second: Second

  @inlinable public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable public var finding: Finding? { first.finding ?? second.finding }
  @inlinable public var unavailability: String? { first.unavailability ?? second.unavailability }

  @inlinable public mutating func started(
    _ node: NodeID, incarnation: Int, image: DurableImage, at time: SimTime
  ) {
    first.started(node, incarnation: incarnation, image: image, at: time)
    second.started(node, incarnation: incarnation, image: image, at: time)
  }

  @inlinable public mutating func stopped(_ node: NodeID, at time: SimTime) {
    first.stopped(node, at: time)
    second.stopped(node, at: time)
  }

  @inlinable public mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime
  ) {
    first.probed(node, before: before, after: after, at: time)
    second.probed(node, before: before, after: after, at: time)
  }

  @inlinable public mutating func noted(
    _ note: NodeObservation, by node: NodeID, at time: SimTime
  ) {
    first.noted(note, by: node, at: time)
    second.noted(note, by: node, at: time)
  }

  @inlinable public mutating func called(_ operation: OperationRecord) {
    first.called(operation)
    second.called(operation)
  }

  @inlinable public mutating func ended(_ operation: OperationRecord, at time: SimTime) {
    first.ended(operation, at: time)
    second.ended(operation, at: time)
  }

  @inlinable public mutating func faultBegan(_ fault: Fault, nodes: NodeSet, at time: SimTime) {
    first.faultBegan(fault, nodes: nodes, at: time)
    second.faultBegan(fault, nodes: nodes, at: time)
  }

  @inlinable public mutating func clockChanged(
    _ node: NodeID, _ clock: NodeClock, at time: SimTime
  ) {
    first.clockChanged(node, clock, at: time)
    second.clockChanged(node, clock, at: time)
  }

  @inlinable public mutating func healed(core: NodeSet, at time: SimTime) {
    first.healed(core: core, at: time)
    second.healed(core: core, at: time)
  }

  @inlinable public mutating func settled(at time: SimTime) {
    first.settled(at: time)
    second.settled(at: time)
  }

  @inlinable public mutating func finished(at time: SimTime) {
    first.finished(at: time)
    second.finished(at: time)
  }
}
