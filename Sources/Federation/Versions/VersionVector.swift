/// How many writes of each cluster a version has seen, itself included; clusters without writes are
/// left out. Most objects have one writer, so one entry.
public struct VersionVector: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var cluster: ClusterID
    /// At least 1.
    public var count: UInt32
  }

  /// In order of clusters.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// The vector with these counts; zero means none. The last of several for one cluster stands.
  public init(_ counts: [(cluster: ClusterID, count: UInt32)]) {
    for (cluster, count) in counts { self[cluster] = count }
  }

  /// Writes seen of `cluster`. O(log entries).
  public subscript(cluster: ClusterID) -> UInt32 {
    get {
      let i = position(of: cluster)
      return i < entries.count && entries[i].cluster == cluster ? entries[i].count : 0
    }
    set {
      let i = position(of: cluster)
      let isPresent = i < entries.count && entries[i].cluster == cluster
      switch (isPresent, newValue) {
      case (true, 0): entries.remove(at: i)
      case (true, _): entries[i].count = newValue
      case (false, 0): break
      case (false, _): entries.insert(Entry(cluster: cluster, count: newValue), at: i)
      }
    }
  }

  /// Whether every count here is at least the other's. O(entries).
  public func dominates(_ other: VersionVector) -> Bool {
    var i = 0
    for entry in other.entries {
      while i < entries.count && entries[i].cluster < entry.cluster { i += 1 }
      guard i < entries.count, entries[i].cluster == entry.cluster, entries[i].count >= entry.count
      else { return false }
    }
    return true
  }

  /// Whether neither has seen the other: a conflict, under every policy.
  public func isConcurrent(with other: VersionVector) -> Bool {
    !dominates(other) && !other.dominates(self)
  }

  /// Becomes the least vector that dominates both. O(entries).
  public mutating func join(_ other: VersionVector) {
    guard !dominates(other) else { return }
    for entry in other.entries where self[entry.cluster] < entry.count {
      self[entry.cluster] = entry.count
    }
  }

  private func position(of cluster: ClusterID) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].cluster < cluster { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
