/// The groups of operations that share keys, directly or through others.
struct Partitions {
  /// Indices into the history, ascending, in the order of first operations.
  private(set) var groups: [[Int]] = []

  /// O(n) look-ups.
  init<M: Model>(_ history: [M.Operation], model: M) {
    var nodes = DisjointSets()
    var nodeOfKey: [M.Key: Int] = [:]
    var touchesAll = false
    let nodeOfOperation = history.map { operation -> Int in
      let keys = model.keys(of: operation.input)
      if keys.isEmpty { touchesAll = true }
      let found = keys.map { key -> Int in
        if let node = nodeOfKey[key] { return node }
        let node = nodes.add()
        nodeOfKey[key] = node
        return node
      }
      for node in found.dropFirst() { nodes.join(found[0], node) }
      return found.first ?? -1
    }
    if touchesAll {
      groups = history.isEmpty ? [] : [Array(history.indices)]
      return
    }
    var groupOfRoot = Array(repeating: -1, count: nodes.count)
    for (i, node) in nodeOfOperation.enumerated() {
      let root = nodes.root(of: node)
      if groupOfRoot[root] < 0 {
        groupOfRoot[root] = groups.count
        groups.append([])
      }
      groups[groupOfRoot[root]].append(i)
    }
  }
}

/// Union-find with path halving.
private struct DisjointSets {
  private var parents: [Int] = []

  var count: Int { parents.count }

  mutating func add() -> Int {
    parents.append(parents.count)
    return parents.count - 1
  }

  mutating func root(of node: Int) -> Int {
    var node = node
    while parents[node] != node {
      parents[node] = parents[parents[node]]
      node = parents[node]
    }
    return node
  }

  mutating func join(_ a: Int, _ b: Int) {
    parents[root(of: b)] = root(of: a)
  }
}
