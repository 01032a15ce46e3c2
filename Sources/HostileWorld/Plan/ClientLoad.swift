import SimKernel

/// A mix of operations from which scripts are written: closed loops with random think times.
public struct ClientLoad: Hashable, Sendable {
  public var operations: Int
  public var keys: Int
  /// Weights of gets, puts and compare-and-swaps.
  public var getWeight: Int
  public var putWeight: Int
  public var swapWeight: Int
  /// Every compare-and-swap expects a key that holds nothing: registers are written once.
  public var writesOnce = false
  /// Mean of the exponential time between calls.
  public var think: SimDuration
  public var timeout: SimDuration

  public init(
    operations: Int = 40, keys: Int = 2, getWeight: Int = 4, putWeight: Int = 4,
    swapWeight: Int = 2, think: SimDuration = .milliseconds(150),
    timeout: SimDuration = .seconds(1)
  ) {
    self.operations = operations
    self.keys = keys
    self.getWeight = getWeight
    self.putWeight = putWeight
    self.swapWeight = swapWeight
    self.think = think
    self.timeout = timeout
  }

  /// The script of client `id`. Its n-th operation depends on the seed, the client and n alone,
  /// and every value written is unique: (client + 1) * 1,000,000 + n. A compare-and-swap expects
  /// a value that some client may have written lately, or nothing.
  public func script(client id: Int, nodes: Int, regions: Int = 1, seed: UInt64) -> ClientScript {
    let choices = Draws(seed: seed, .operations, UInt64(id))
    let pauses = Draws(seed: seed, .think, UInt64(id))
    let total = UInt64(max(1, getWeight + putWeight + swapWeight))
    var script = ClientScript(
      id: id, region: id % max(1, regions), first: NodeID(id % max(1, nodes)), timeout: timeout)
    for n in 0..<operations {
      var choice = Draws(seed: choices.draw(UInt64(n)), .operations, UInt64(id))
      let key = Int(choice.below(UInt64(max(1, keys))))
      let value = Int64(id + 1) * 1_000_000 + Int64(n)
      let kind = Int(choice.below(total))
      let command: ClientCommand
      if kind < getWeight {
        command = .get(key: key)
      } else if kind < getWeight + putWeight {
        command = .put(key: key, value: value)
      } else {
        let other = Int64(choice.below(3)) + Int64(choice.below(UInt64(n + 1))) * 3
        let expected = writesOnce || other % 3 == 0 ? nil : Int64(id + 1) * 1_000_000 + other / 3
        command = .compareAndSwap(key: key, expected: expected, value: value)
      }
      var pause = Draws(seed: pauses.draw(UInt64(n)), .think, UInt64(id))
      script.operations.append(PlannedOperation(command, .think(pause.exponential(mean: think))))
    }
    return script
  }
}
