import SimKernel

/// A stall of a disk that was reported from a real etcd, to replay as a fault.
public struct DiskIncident: Sendable, Hashable {
  public let name: String
  /// The longest fsync of the same disk otherwise, when it was reported.
  public let usualMaximum: SimDuration?
  /// How long one fsync was held up.
  public let stall: SimDuration
  /// The report.
  public let basis: String

  /// The incidents, in order of name.
  public static let all = [
    DiskIncident(
      name: "ebs-stall", usualMaximum: .milliseconds(40), stall: .milliseconds(4000),
      basis: "etcd-io/etcd#7970: five members on EBS disks of 3,000 operations per second"),
    DiskIncident(
      name: "slow-disk-warning", usualMaximum: nil, stall: .milliseconds(2670),
      basis: "etcd-io/etcd#11828"),
    DiskIncident(
      name: "snapshot-contention", usualMaximum: nil, stall: .milliseconds(4093),
      basis: "etcd-io/etcd#6753: the WAL waited while a large snapshot was written"),
  ]

  /// The incident of that name, if there is one.
  public static func named(_ name: String) -> DiskIncident? {
    all.first { $0.name == name }
  }
}
