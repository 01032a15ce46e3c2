/// A set of clusters, walked in order of their numbers.
public struct ClusterSet: Hashable, Sendable {
  private var words: [UInt64] = []

  public init() {}

  public init(_ clusters: [ClusterID]) {
    for cluster in clusters { insert(cluster) }
  }

  /// O(1).
  public func contains(_ cluster: ClusterID) -> Bool {
    let i = Int(cluster.index)
    return i / 64 < words.count && words[i / 64] >> UInt64(i % 64) & 1 == 1
  }

  public mutating func insert(_ cluster: ClusterID) {
    let i = Int(cluster.index)
    while words.count <= i / 64 { words.append(0) }
    words[i / 64] |= 1 << UInt64(i % 64)
  }

  public mutating func remove(_ cluster: ClusterID) {
    let i = Int(cluster.index)
    guard i / 64 < words.count else { return }
    words[i / 64] &= ~(1 << UInt64(i % 64))
    while words.last == 0 { words.removeLast() }
  }

  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// In order of numbers. O(largest number / 64 + count).
  public var members: [ClusterID] {
    var result: [ClusterID] = []
    for (i, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        result.append(ClusterID(i * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return result
  }
}
