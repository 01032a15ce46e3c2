import SimKernel

extension MachinePlan {
  /// An assumption, for presets that nobody calibrated.
  static let assumed = MachinePlan(request: .microseconds(30), message: .microseconds(15))

  /// Every time of a machine with its name in a scenario.
  public static var times: [(name: String, path: WritableKeyPath<MachinePlan, SimDuration>)] {
    [
      ("request", \.request), ("message", \.message), ("clientHop", \.clientHop),
      ("peerHop", \.peerHop), ("walWrite", \.walWrite), ("wakeUp", \.wakeUp),
      ("idleAfter", \.idleAfter), ("backendCommit", \.backendCommit),
      ("apply", \.apply),
    ]
  }

  /// Fitted with `fedsim calibrate` to a real etcd 3.5.1 whose members shared two virtual cores.
  static let small = MachinePlan(
    request: .microseconds(65), message: .microseconds(58), clientHop: .microseconds(90),
    peerHop: .microseconds(115), hopSpread: skewed, walWrite: .microseconds(100),
    wakeUp: .microseconds(310), idleAfter: .microseconds(2_100), backendCommit: .milliseconds(1))

  /// After published benchmarks on 8 virtual cores (etcd-io/etcd#7156; etcd.io, performance;
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
      .init(750_000, 1_900_000), .init(900_000, 4_400_000), .init(970_000, 6_500_000),
      .init(990_000, 7_000_000), .init(998_000, 14_000_000), .init(1_000_000, 30_000_000),
    ])
}

extension PlanBuilder {
  /// The machine of a group: the preset's, with what `processing` says in its place.
  mutating func machine(_ view: ObjectView, _ preset: MachinePlan) -> MachinePlan {
    guard let own = view.view("processing", ScenarioSchema.processing) else { return preset }
    var machine = preset
    for (key, path) in MachinePlan.times {
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

extension MachinePlan {
  /// The machine of the group preset `name`.
  public static func preset(_ name: String) -> MachinePlan? { GroupPreset.named(name)?.machine }

  /// This machine with one time changed, as a scenario would write it; nil when the name or the
  /// duration means nothing.
  public func setting(_ name: String, to text: String) -> MachinePlan? {
    guard let path = Self.times.first(where: { $0.name == name })?.path,
      let time = try? UnitTable.duration.reading(text).get(), DurationRange.cost.contains(time)
    else { return nil }
    var changed = self
    changed[keyPath: path] = SimDuration(nanoseconds: time)
    return changed
  }
}
