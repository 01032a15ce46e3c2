/// Changes to an object's template for some clusters (federation-model.md section 8).
public struct OverridePolicy: Hashable, Sendable {
  public enum Edit: Hashable, Sendable {
    case set(Symbol, Scalar)
    case remove(Symbol)
    /// Sets a field that is there; else changes nothing.
    case replace(Symbol, Scalar)
  }

  public var name: String
  /// Cluster-wide policies come before namespaced ones.
  public var isClusterWide: Bool
  public var clusters: ClusterSet
  public var edits: [Edit]

  public init(name: String, isClusterWide: Bool, clusters: ClusterSet, edits: [Edit]) {
    self.name = name
    self.isClusterWide = isClusterWide
    self.clusters = clusters
    self.edits = edits
  }

  /// What `cluster` shall hold of `template`: cluster-wide policies first, then namespaced, each by
  /// name. Always from the template, never from a copy; applying it to its own result changes
  /// nothing more.
  public static func desired(
    _ template: Fields, at cluster: ClusterID, under policies: [OverridePolicy]
  ) -> Fields {
    let order = policies.filter { $0.clusters.contains(cluster) }.sorted { a, b in
      a.isClusterWide != b.isClusterWide ? a.isClusterWide : a.name < b.name
    }
    var result = template
    for policy in order {
      for edit in policy.edits {
        switch edit {
        case .set(let path, let value): result[path] = value
        case .remove(let path): result[path] = nil
        case .replace(let path, let value): if result[path] != nil { result[path] = value }
        }
      }
    }
    return result
  }
}

/// What a copy may keep of its own.
public struct DriftRule: Hashable, Sendable {
  /// Paths the member owns: cluster address, node ports, finalizers, owners; replicas only when a
  /// local autoscaler owns them. In order.
  public var retained: [Symbol]
  /// Paths that are merged: what the member added stays (labels, annotations). In order.
  public var merged: [Symbol]

  public init(retained: [Symbol] = [], merged: [Symbol] = []) {
    self.retained = retained.sorted()
    self.merged = merged.sorted()
  }

  /// The edits that make `actual` what is `desired`, in order of paths; none when it has not
  /// drifted. O(fields).
  public func corrections(of actual: Fields, to desired: Fields) -> [FieldEdit] {
    var edits: [FieldEdit] = []
    var (a, d) = (actual.entries[...], desired.entries[...])
    while let path = [a.first?.path, d.first?.path].compactMap({ $0 }).min() {
      let here = a.first?.path == path ? a.removeFirst().value : nil
      let wanted = d.first?.path == path ? d.removeFirst().value : nil
      guard here != wanted, !retained.contains(path) else { continue }
      if wanted == nil && merged.contains(path) { continue }
      edits.append(FieldEdit(path, wanted))
    }
    return edits
  }
}
