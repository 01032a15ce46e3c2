import KeyValue
import SimKernel

/// A guarded update under way: a read, then transactions that put if the key is as it was read, and
/// read it anew otherwise (Kubernetes etcd3 store, GuaranteedUpdate).
struct GuardedUpdate: Sendable {
  /// Whether the read is done, so that the next request is a transaction.
  var hasRead = false
  /// Revision of the key's last change as read; 0 when it does not exist.
  var expected = Revision(0)
  /// The transaction just answered found the key changed.
  var foundConflict = false
  /// When the request under way was due.
  var since: SimTime
  /// Latency parts of the requests before it, by `LatencyPart.rawValue`; empty before the first.
  var earlier: [Int64] = []

  mutating func add(_ parts: [Int64]) {
    if earlier.isEmpty { return earlier = parts }
    for i in parts.indices { earlier[i] += parts[i] }
  }
}
