import SimKernel

extension PlanBuilder {
  /// What the larger operations of a load are like.
  mutating func shape(_ view: ObjectView, _ mix: [LoadPlan.Share]) -> LoadShape {
    let operations = mix.map(\.operation)
    requireClients(view, operations)
    var shape = LoadShape()
    if let node = shapeNode(view, "txn", for: [.txn], operations) {
      shape.puts = node.view("txn", ScenarioSchema.txn)?.integer("puts") ?? 1
    }
    let ranged: [LoadPlan.Operation] = [
      .linearizableRange, .serializableRange, .deleteRange, .watch,
    ]
    if let range = shapeNode(view, "range", for: ranged, operations)?
      .view("range", ScenarioSchema.range)
    {
      shape.span = range.integer("keys")
      shape.limit = range.integer("limit") ?? 0
    }
    if let lease = shapeNode(view, "lease", for: [.lease], operations)?
      .view("lease", ScenarioSchema.lease)
    {
      shape.ttl = lease.duration("ttl") ?? shape.ttl
      shape.leaseKeys = lease.integer("keys") ?? 1
      if shape.ttl.nanoseconds % 1_000_000_000 != 0 {
        findings.add(
          .outOfRange, "a lease lives for whole seconds", at: lease.caret("ttl"),
          label: "etcd counts its TTL in seconds")
      }
    }
    if let watch = shapeNode(view, "watch", for: [.watch], operations)?
      .view("watch", ScenarioSchema.watch)
    {
      shape.processing = watch.duration("processing") ?? .zero
      shape.progressEvery = watch.duration("progressEvery")
      shape.requiresLeader = watch.flag("requireLeader") ?? true
      shape.wantsPrevious = watch.flag("previousValue") ?? false
    }
    return shape
  }

  /// As many keys as leases hold; nil for a load without any.
  func leaseKeys(
    _ arrivals: LoadPlan.Arrivals, _ mix: [LoadPlan.Share], _ shape: LoadShape
  ) -> Int? {
    guard mix.contains(where: { $0.operation == .lease }), case .closed(let clients, _) = arrivals
    else { return nil }
    return max(1, clients * shape.leaseKeys)
  }

  /// `view` when it has `key`; says so when no operation heeds it.
  private mutating func shapeNode(
    _ view: ObjectView, _ key: String, for users: [LoadPlan.Operation],
    _ operations: [LoadPlan.Operation]
  ) -> ObjectView? {
    guard let node = view.node(key) else { return nil }
    if !operations.contains(where: users.contains) {
      let names = users.map { quoted($0.rawValue) }.joined(separator: ", ")
      findings.add(.withoutEffect, "\"\(key)\" counts only for \(names)", at: node.caret)
    }
    return view
  }

  /// A lease or a watch is held by a client all the time.
  private mutating func requireClients(_ view: ObjectView, _ operations: [LoadPlan.Operation]) {
    guard let held = operations.first(where: \.isHeld) else { return }
    if operations.count > 1 {
      findings.add(
        .conflictingKeys, "\(quoted(held.rawValue)) cannot be mixed with other operations",
        at: view.caret("mix"), help: "give it a load of its own")
    }
    if let arrivals = view.node("arrivals") {
      findings.add(
        .conflictingKeys, "\(quoted(held.rawValue)) is held, and does not arrive",
        at: arrivals.caret, help: "say by how many: \"clients\": 10")
    }
    if let think = view.node("think") {
      findings.add(
        .withoutEffect, "a client that holds a \(held.rawValue) does not think", at: think.caret)
    }
  }
}
