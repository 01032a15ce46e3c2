import SimKernel

/// How long a disk takes to make a write durable: one fsync or fdatasync of a write-ahead log.
public struct DiskProfile: Sendable, Hashable {
  /// The name in a scenario.
  public let name: String
  /// The quantiles of one fsync, in nanoseconds.
  public let fsync: [QuantilePoint]
  /// What is published, and what is filled in.
  public let basis: String
  /// The published mean of one fsync, when there is one; the quantiles' own mean differs.
  public let mean: SimDuration?
  /// Published quantiles of the commit of etcd's backend, in nanoseconds; often none.
  public let backendCommit: [QuantilePoint]
  /// What happens too rarely for the quantiles; often none.
  public let rareStall: RareStall?

  /// A stall beyond the quantiles.
  public struct RareStall: Sendable, Hashable {
    /// The share of fsyncs that stall, in parts per million.
    public let partsPerMillion: Int64
    /// The shortest and the longest stall.
    public let duration: ClosedRange<SimDuration>
  }

  init(
    _ name: String, fsync: [(Int64, Int64)], basis: String, mean: SimDuration? = nil,
    backendCommit: [(Int64, Int64)] = [], rareStall: RareStall? = nil
  ) {
    self.name = name
    self.fsync = points(fsync)
    self.basis = basis
    self.mean = mean
    self.backendCommit = points(backendCommit)
    self.rareStall = rareStall
  }

  /// The profile of that name, if there is one.
  public static func named(_ name: String) -> DiskProfile? {
    all.first { $0.name == name }
  }
}
