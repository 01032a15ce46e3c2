/// What full-state objects cost when clusters watch each other, counted message by message.
///
/// Each of the other clusters watches the origin; plain Cilium does so from every node, KVStoreMesh
/// once a cluster, and its nodes then watch the cache at home.
public struct WatchFanOut: Hashable, Sendable {
  public enum Watchers: Hashable, Sendable {
    case perNode, perCluster
  }

  /// Bytes around one message (assumed, federation-model.md section 15).
  public static let frameBytes: UInt64 = 100

  public let watchers: Watchers
  /// By cluster.
  public let nodes: [Int]
  /// Between clusters.
  public private(set) var wanMessages: UInt64 = 0
  public private(set) var wanBytes: UInt64 = 0
  /// Inside the watching clusters.
  public private(set) var localMessages: UInt64 = 0
  public private(set) var localBytes: UInt64 = 0

  /// A mesh of clusters with so many nodes each.
  public init(_ watchers: Watchers, nodes: [Int]) {
    self.watchers = watchers
    self.nodes = nodes
  }

  /// `origin` writes an object of `bytes`, and everyone who watches gets it whole.
  public mutating func publish(from origin: ClusterID, bytes: UInt64) {
    for cluster in nodes.indices where cluster != Int(origin.index) {
      let nodeCount = UInt64(nodes[cluster])
      switch watchers {
      case .perNode: sendAcross(nodeCount, bytes)
      case .perCluster:
        sendAcross(1, bytes)
        localMessages += nodeCount
        localBytes += nodeCount * (bytes + Self.frameBytes)
      }
    }
  }

  private mutating func sendAcross(_ messages: UInt64, _ bytes: UInt64) {
    wanMessages += messages
    wanBytes += messages * (bytes + Self.frameBytes)
  }
}
