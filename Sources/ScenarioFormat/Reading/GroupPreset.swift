import SimKernel

/// Defaults of a group, named after what they were taken from.
struct GroupPreset: Sendable {
  let name: String
  let summary: String
  let heartbeat: SimDuration
  let electionTimeout: SimDuration
  let snapshotEvery: Int
  let snapshotKeep: Int
  let machine: MachinePlan
  let readRetryReusesContext: Bool

  init(
    _ name: String, heartbeat: Int64 = 100, electionTimeout: Int64 = 1_000,
    snapshotEvery: Int = 10_000, machine: MachinePlan = .assumed,
    readRetryReusesContext: Bool = false, _ summary: String
  ) {
    self.name = name
    self.summary = summary
    self.heartbeat = .milliseconds(heartbeat)
    self.electionTimeout = .milliseconds(electionTimeout)
    self.snapshotEvery = snapshotEvery
    // Entries kept for slow followers (etcd server/etcdserver/server.go).
    snapshotKeep = 5_000
    self.machine = machine
    self.readRetryReusesContext = readRetryReusesContext
  }

  /// The first is the default. Times are etcd's (server/embed/config.go) unless said otherwise.
  static let all = [
    GroupPreset(
      "etcd-3.6", "etcd 3.6 as it comes: 100 ms and 1 s, a snapshot every 10,000 entries"),
    GroupPreset(
      "etcd-3.5-small", snapshotEvery: 100_000, machine: .small, readRetryReusesContext: true,
      "etcd 3.5 on a small machine: a snapshot every 100,000 entries; measured"),
    GroupPreset(
      "cloud", machine: .cloud,
      "etcd on 8 virtual cores of a cloud, after published benchmarks (etcd.io, performance)"),
    GroupPreset(
      "openshift-slower", heartbeat: 500, electionTimeout: 2_500,
      "OpenShift's Slower profile (openshift-docs, etcd-tuning-parameters)"),
    GroupPreset(
      "rancher", heartbeat: 500, electionTimeout: 5_000,
      "what Rancher users report over wide areas (rancher/docs#1400)"),
    GroupPreset(
      "cozystack", heartbeat: 1_000, electionTimeout: 10_000,
      "Cozystack's stretched control plane (cozystack.io)"),
  ]

  static func named(_ name: String) -> GroupPreset? { all.first { $0.name == name } }
}
