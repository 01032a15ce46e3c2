/// Looks for the shortest cycle of each kind of anomaly.
struct CycleSearch {
  typealias Kinds = DependencyGraph.Kinds

  /// A dependency between two transactions of a cycle, in whose order they come.
  struct Link {
    var source: Int
    var kind: DependencyGraph.Kind
    var cause: Int
  }

  /// One kind of cycle: an edge of the kind `pivot` that a path of the kinds `path` closes.
  private struct Pattern {
    var anomaly: TransactionAnomaly.Kind
    var pivot: DependencyGraph.Kind
    var path: Kinds
    /// Kinds that the path must hold, so that the cycle is not of a plainer pattern.
    var required: [DependencyGraph.Kind] = []
  }

  private static let plain = [
    Pattern(anomaly: .g0, pivot: .writeWrite, path: Kinds(.writeWrite)),
    Pattern(anomaly: .g1c, pivot: .writeRead, path: Kinds(.writeWrite, .writeRead)),
    Pattern(anomaly: .gSingle, pivot: .readWrite, path: Kinds(.writeWrite, .writeRead)),
    Pattern(
      anomaly: .g2, pivot: .readWrite, path: Kinds(.writeWrite, .writeRead, .readWrite),
      required: [.readWrite]),
  ]

  private static let strict = zip(
    plain, [TransactionAnomaly.Kind.g0RealTime, .g1cRealTime, .gSingleRealTime, .g2RealTime]
  ).map { pattern, anomaly in
    Pattern(
      anomaly: anomaly, pivot: pattern.pivot, path: pattern.path.union(Kinds(.realTime)),
      required: pattern.required + [.realTime])
  }

  private let graph: DependencyGraph
  private let transactionCount: Int
  private var distances: [Int]
  /// Whence each node was reached: the node and the place of the edge there.
  private var origins: [(node: Int, edge: Int)]
  /// How many more edges the search may look at in one part: there, shortest is best effort.
  private static var effort: Int { 4_000_000 }

  init(_ graph: DependencyGraph, transactionCount: Int) {
    self.graph = graph
    self.transactionCount = transactionCount
    distances = Array(repeating: -1, count: graph.edges.count)
    origins = Array(repeating: (-1, -1), count: graph.edges.count)
  }

  /// One cycle for each kind and strongly connected part that has any.
  func cycles(strict: Bool) -> [(TransactionAnomaly.Kind, [Link])] {
    var search = self
    var found: [(TransactionAnomaly.Kind, [Link])] = []
    for pattern in Self.plain + (strict ? Self.strict : []) {
      let kinds = pattern.path.union(Kinds(pattern.pivot)).union(Kinds(.onward))
      let (parts, partOfNode) = graph.parts(of: kinds)
      for part in parts {
        if let cycle = search.shortest(pattern, part, partOfNode) {
          found.append((pattern.anomaly, cycle))
        }
      }
    }
    return found
  }

  private mutating func shortest(
    _ pattern: Pattern, _ part: [Int], _ partOfNode: [Int]
  ) -> [Link]? {
    var best: [Link]?
    var effort = Self.effort
    for node in part where node < transactionCount {
      for pivot in pivots(of: node, pattern.pivot, partOfNode) where effort > 0 {
        let limit = (best?.count ?? .max) - 1
        let cycle = close(node, pivot, pattern, partOfNode, limit: limit, &effort)
        if let cycle { best = cycle }
      }
    }
    return best
  }

  /// The dependencies of a transaction of the kind, with junctions followed.
  private func pivots(
    of node: Int, _ kind: DependencyGraph.Kind, _ partOfNode: [Int]
  ) -> [DependencyGraph.Edge] {
    var found: [DependencyGraph.Edge] = []
    for edge in graph.edges[node] where edge.kind == kind {
      if edge.target < transactionCount {
        found.append(edge)
      } else {
        found += graph.edges[edge.target].map { onward in
          DependencyGraph.Edge(target: onward.target, kind: kind, cause: onward.cause)
        }
      }
    }
    return found.filter { $0.target != node && partOfNode[$0.target] == partOfNode[node] }
  }

  /// The shortest cycle that begins with `pivot` from `node`, of at most `limit` dependencies.
  private mutating func close(
    _ node: Int, _ pivot: DependencyGraph.Edge, _ pattern: Pattern, _ partOfNode: [Int],
    limit: Int, _ effort: inout Int
  ) -> [Link]? {
    let first = Link(source: node, kind: pivot.kind, cause: pivot.cause)
    guard
      let path = path(
        from: pivot.target, to: node, pattern.path, partOfNode, limit: limit - 1, &effort)
    else { return nil }
    let holdsAll = pattern.required.allSatisfy { kind in path.contains { $0.kind == kind } }
    return holdsAll ? [first] + path : nil
  }

  /// The shortest path within the part of `start`, by breadth first search; edges from junctions
  /// cost nothing.
  private mutating func path(
    from start: Int, to end: Int, _ kinds: Kinds, _ partOfNode: [Int], limit: Int,
    _ effort: inout Int
  ) -> [Link]? {
    var reached = [start]
    defer { for node in reached { distances[node] = -1 } }
    distances[start] = 0
    var (level, distance) = ([start], 0)
    while !level.isEmpty, distance <= limit, effort > 0 {
      var next: [Int] = []
      var i = 0
      while i < level.count {
        let node = level[i]
        i += 1
        guard distances[node] == distance else { continue }
        if node == end { return links(from: start, to: end) }
        let isJunction = node >= transactionCount
        for (place, edge) in graph.edges[node].enumerated()
        where isJunction || kinds.contains(edge.kind) {
          effort -= 1
          let cost = distance + (isJunction ? 0 : 1)
          guard partOfNode[edge.target] == partOfNode[start],
            distances[edge.target] < 0 || distances[edge.target] > cost
          else { continue }
          if distances[edge.target] < 0 { reached.append(edge.target) }
          distances[edge.target] = cost
          origins[edge.target] = (node, place)
          if isJunction { level.append(edge.target) } else { next.append(edge.target) }
        }
      }
      (level, distance) = (next, distance + 1)
    }
    return nil
  }

  private func links(from start: Int, to end: Int) -> [Link] {
    var links: [Link] = []
    var node = end
    var cause: Int?
    while node != start {
      let origin = origins[node]
      let edge = graph.edges[origin.node][origin.edge]
      cause = cause ?? edge.cause
      if origin.node < transactionCount {
        links.append(Link(source: origin.node, kind: edge.kind, cause: cause ?? -1))
        cause = nil
      }
      node = origin.node
    }
    return links.reversed()
  }
}
