import SimKernel

extension MachinePlan {
  /// An assumption, for presets that nobody calibrated.
  static let assumed = MachinePlan(request: .microseconds(30), message: .microseconds(15))

  /// Fitted by `fedsim calibrate --fit` to a real etcd 3.5.1 whose members shared two virtual cores.
  static let small = MachinePlan(
    request: .microseconds(40), message: .microseconds(25), clientHop: .microseconds(95),
    peerHop: .microseconds(120), hopSpread: skewed, walWrite: .microseconds(100),
    wakeUp: .microseconds(300), idleAfter: .milliseconds(1), backendCommit: .milliseconds(1))

  /// Fitted to published benchmarks on 8 virtual cores (etcd-io/etcd#7156; etcd.io performance page;
  /// gardener/etcd-druid etcd-network-latency; etcd-io/etcd#12232).
  static let cloud = MachinePlan(
    request: .microseconds(18), message: .microseconds(2), clientHop: .microseconds(100),
    peerHop: .microseconds(60), hopSpread: skewed, walWrite: .microseconds(30),
    backendCommit: .milliseconds(2))

  /// Most hops near the median, few much longer.
  static let skewed = DistributionPlan(
    name: "skewed",
    points: [
      .init(0, 500_000), .init(100_000, 700_000), .init(500_000, 1_000_000),
      .init(750_000, 1_400_000), .init(900_000, 2_200_000), .init(970_000, 4_000_000),
      .init(990_000, 7_000_000), .init(998_000, 14_000_000), .init(1_000_000, 30_000_000),
    ])
}

extension PlanBuilder {
  /// The machine of a group: the preset's, with what `processing` says in its place.
  mutating func machine(_ view: ObjectView, _ preset: MachinePlan) -> MachinePlan {
    guard let own = view.view("processing", ScenarioSchema.processing) else { return preset }
    var machine = preset
    let keys: [(String, WritableKeyPath<MachinePlan, SimDuration>)] = [
      ("request", \.request), ("message", \.message), ("clientHop", \.clientHop),
      ("peerHop", \.peerHop), ("walWrite", \.walWrite), ("wakeUp", \.wakeUp),
      ("idleAfter", \.idleAfter), ("backendCommit", \.backendCommit),
    ]
    for (key, path) in keys {
      if let time = own.duration(key) { machine[keyPath: path] = time }
    }
    if let node = own.node("hopSpread"),
      let points = points(node, .decimal(0...100_000_000))
    {
      machine.hopSpread = DistributionPlan(name: "own points", points: points)
    }
    return machine
  }
}
