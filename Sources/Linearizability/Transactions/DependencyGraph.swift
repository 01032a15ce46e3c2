/// Which transaction must come before which, and why.
///
/// The nodes from the number of transactions on are junctions: a dependency that leads through them
/// has the kind of its first edge and the cause of its last. They keep the graph linear in the
/// history where everything before some point precedes everything after it.
struct DependencyGraph {
  enum Kind: UInt8 {
    case writeWrite = 1
    case writeRead = 2
    case readWrite = 4
    case realTime = 8
    /// From a junction.
    case onward = 16
  }

  struct Kinds: OptionSet {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }
    init(_ kinds: Kind...) { rawValue = kinds.reduce(0) { $0 | $1.rawValue } }

    func contains(_ kind: Kind) -> Bool { rawValue & kind.rawValue != 0 }
  }

  struct Edge {
    var target: Int
    var kind: Kind
    /// The element that shows it; -1 for time.
    var cause: Int
  }

  private(set) var edges: [[Edge]]

  init(transactionCount: Int) { edges = Array(repeating: [], count: transactionCount) }

  mutating func addJunction() -> Int {
    edges.append([])
    return edges.count - 1
  }

  /// A dependency of a transaction on itself is none.
  mutating func connect(_ source: Int, _ target: Int, _ kind: Kind, cause: Int = -1) {
    guard source != target else { return }
    edges[source].append(Edge(target: target, kind: kind, cause: cause))
  }

  /// The strongly connected parts of more than one node if only edges of `kinds` count, each
  /// ascending, in the order of their first nodes; and each node's part, or -1 (Tarjan 1972).
  func parts(of kinds: Kinds) -> (parts: [[Int]], partOfNode: [Int]) {
    var walk = Tarjan(nodeCount: edges.count)
    for node in edges.indices { walk.visit(node, edges, kinds) }
    let parts = walk.parts.map { $0.sorted() }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    var partOfNode = Array(repeating: -1, count: edges.count)
    for (i, part) in parts.enumerated() {
      for node in part { partOfNode[node] = i }
    }
    return (parts, partOfNode)
  }
}

/// Tarjan's walk without recursion.
private struct Tarjan {
  private var order: [Int]
  private var low: [Int]
  private var isOpen: [Bool]
  private var open: [Int] = []
  private var path: [(node: Int, edge: Int)] = []
  private var count = 0
  private(set) var parts: [[Int]] = []

  init(nodeCount: Int) {
    order = Array(repeating: -1, count: nodeCount)
    low = order
    isOpen = Array(repeating: false, count: nodeCount)
  }

  mutating func visit(
    _ start: Int, _ edges: [[DependencyGraph.Edge]], _ kinds: DependencyGraph.Kinds
  ) {
    guard order[start] < 0 else { return }
    enter(start)
    while let (node, next) = path.last {
      guard next < edges[node].count else {
        leave(node)
        continue
      }
      path[path.count - 1].edge += 1
      let edge = edges[node][next]
      guard kinds.contains(edge.kind) else { continue }
      if order[edge.target] < 0 {
        enter(edge.target)
      } else if isOpen[edge.target] {
        low[node] = min(low[node], order[edge.target])
      }
    }
  }

  private mutating func enter(_ node: Int) {
    order[node] = count
    low[node] = count
    count += 1
    isOpen[node] = true
    open.append(node)
    path.append((node, 0))
  }

  private mutating func leave(_ node: Int) {
    path.removeLast()
    if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
    guard low[node] == order[node] else { return }
    var part: [Int] = []
    repeat {
      let member = open.removeLast()
      isOpen[member] = false
      part.append(member)
    } while part.last != node
    if part.count > 1 { parts.append(part) }
  }
}
