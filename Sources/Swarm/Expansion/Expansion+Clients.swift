import HostileWorld
import SimKernel

extension Expansion {
  /// Scripts whose calls cover phase 1.
  mutating func drawClients() {
    var draws = draws("clients")
    let count = max(1, draws.count(in: profile.clients))
    let total = max(count, draws.count(in: profile.operations))
    let keys = max(1, draws.count(in: profile.keys))
    let kinds = operationKinds(&draws)
    let pace = trial.duration * Int64(count) / Int64(total)
    trial.clients = (0..<count).map { id in
      script(id, operations: total / count + (id < total % count ? 1 : 0), keys, kinds, pace)
    }
  }

  /// Each kind with probability 1/2, at least one that writes.
  private func operationKinds(_ draws: inout Draws) -> [OperationKind] {
    let writes = profile.operationKinds.filter { $0 != .get && $0 != .custom }
    var kinds = draws.some(profile.operationKinds)
    if let write = writes.first, !kinds.contains(where: { $0 != .get && $0 != .custom }) {
      kinds.append(writes.count > 1 ? draws.pick(writes) : write)
    }
    return kinds
  }

  private func script(
    _ id: Int, operations: Int, _ keys: Int, _ kinds: [OperationKind], _ pace: SimDuration
  ) -> ClientScript {
    var draws = draws("client", id)
    var script = ClientScript(
      id: id, region: Int(draws.below(UInt64(trial.network.oneWay.count))),
      first: NodeID(Int(draws.below(UInt64(trial.members)))),
      timeout: draws.duration(of: timescale, perMille: 2_000...10_000))
    // One client in three comes at set times, whatever became of its last call.
    let isTimed = draws.isOne(in: 3)
    let think = pace * Int64(3 + draws.below(6)) / 10
    let usual = draws.isOne(in: 2) ? draws.pick(kinds) : nil
    for n in 0..<operations {
      var draws = Draws(seed: draws.draw(UInt64(n)), .operations, UInt64(id))
      let kind = draws.isOne(in: 2) ? usual ?? draws.pick(kinds) : draws.pick(kinds)
      let command = command(kind, client: id, n, key: Int(draws.below(UInt64(keys))), &draws)
      let start: PlannedOperation.Start
      if isTimed {
        let time = pace.nanoseconds * Int64(n) + Int64(draws.below(UInt64(pace.nanoseconds + 1)))
        start = .at(SimTime(nanoseconds: time))
      } else {
        start = .think(draws.exponential(mean: think))
      }
      script.operations.append(PlannedOperation(command, start))
    }
    return script
  }

  /// Values are unique: (client + 1) * 1,000,000 + n. A compare-and-swap expects what its own or
  /// another client may have written lately, or nothing.
  private func command(
    _ kind: OperationKind, client: Int, _ n: Int, key: Int, _ draws: inout Draws
  ) -> ClientCommand {
    let value = Int64(client + 1) * 1_000_000 + Int64(n)
    switch kind {
    case .get: return .get(key: key)
    case .custom:
      guard !profile.customCodes.isEmpty else { return .get(key: key) }
      return .custom(
        draws.pick(profile.customCodes), argument: Int64(draws.below(1 << 40)))
    case .put: return .put(key: key, value: value)
    case .compareAndSwap:
      let back = Int64(draws.below(5))
      let writer = Int64(draws.below(UInt64(client + 1))) + 1
      let expected: Int64? = back == 0 ? nil : writer * 1_000_000 + max(0, Int64(n) - back)
      return .compareAndSwap(key: key, expected: expected, value: value)
    }
  }
}
