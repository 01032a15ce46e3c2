import HostileWorld
import SimKernel

/// What the checks know of the whole group, never visible to it.
struct Ghost: Sendable {
  var nodes: ContiguousArray<NodeGhost>
  var tree = EntryTree()
  /// What is committed, by index: places in the tree.
  var committed: ContiguousArray<Int32> = [0]
  /// The term in which each index was first known to be committed.
  var committedIn: ContiguousArray<UInt64> = [0]
  /// Highest commit that any probe or note claimed.
  var highestCommit: UInt64 = 0
  /// What subjects of lesser depth do not tell is not checked.
  var seesDurability = false
  var seesDurableVotes = false
  var seesVotes = false

  init(nodes count: Int, members: Int) {
    let initial = NodeConfiguration(voters: .first(members))
    nodes = ContiguousArray(repeating: NodeGhost(initial), count: count)
  }

  var lastCommitted: UInt64 { UInt64(committed.count - 1) }

  /// "index@term", for people.
  func text(_ place: Int32) -> String { "\(tree[place].index)@\(tree[place].term)" }

  /// Whether node `i` holds `place` durably. O(1) unless its log was overwritten lately.
  func holdsDurably(_ i: Int, _ place: Int32) -> Bool {
    let (head, index) = (nodes[i].durable, tree[place].index)
    guard tree[head].index >= index else { return false }
    if nodes[i].entry(at: tree[head].index) == head { return nodes[i].log[Int(index)] == place }
    return tree.ancestor(of: head, at: index) == place
  }

  /// Makes the log of node `i` the path to `place`. O(entries changed).
  mutating func setLog(_ i: Int, to place: Int32) {
    let last = Int(tree[place].index)
    let surplus = nodes[i].log.count - (last + 1)
    if surplus > 0 { nodes[i].log.removeLast(surplus) }
    while nodes[i].log.count <= last { nodes[i].log.append(0) }
    var place = place
    while place != 0, nodes[i].log[Int(tree[place].index)] != place {
      nodes[i].log[Int(tree[place].index)] = place
      place = tree[place].parent
    }
    dropConfigured(i, from: UInt64(last) + 1)
  }

  /// Forgets changes of members from `index` on.
  mutating func dropConfigured(_ i: Int, from index: UInt64) {
    while let last = nodes[i].configured.last, last >= index { nodes[i].configured.removeLast() }
  }

  /// Whether the nodes for which `holds` is true are a quorum of what node `i` acts by, or acted
  /// by until this very instant: a handler may commit before it applies, and tell after.
  func hasQuorum(_ i: Int, at time: SimTime, _ holds: NodeSet) -> Bool {
    if nodes[i].configuration.hasQuorum(holds) { return true }
    return nodes[i].configuredAt == time && nodes[i].formerConfiguration.hasQuorum(holds)
  }

  /// The nodes that hold `place` durably.
  func holders(of place: Int32) -> NodeSet {
    var found = NodeSet()
    for i in nodes.indices where holdsDurably(i, place) { found.insert(NodeID(i)) }
    return found
  }
}

extension NodeConfiguration {
  /// Whether `nodes` are a majority of the voters, and of the outgoing ones if joint (Raft §6).
  func hasQuorum(_ nodes: NodeSet) -> Bool {
    Self.isMajority(nodes, of: voters) && (outgoing.isEmpty || Self.isMajority(nodes, of: outgoing))
  }

  static func isMajority(_ nodes: NodeSet, of voters: NodeSet) -> Bool {
    2 * NodeSet(bits: nodes.bits & voters.bits).count > voters.count
  }

  /// Whether every quorum of this shares a node with every quorum of `other`. Halves of joint
  /// configurations are compared: one pair that always intersects is enough.
  func intersects(_ other: NodeConfiguration) -> Bool {
    for mine in [voters, outgoing] where !mine.isEmpty {
      for theirs in [other.voters, other.outgoing] where !theirs.isEmpty {
        if Self.majoritiesIntersect(mine, theirs) { return true }
      }
    }
    return false
  }

  static func majoritiesIntersect(_ a: NodeSet, _ b: NodeSet) -> Bool {
    let common = NodeSet(bits: a.bits & b.bits).count
    let fromA = max(0, a.count / 2 + 1 - (a.count - common))
    let fromB = max(0, b.count / 2 + 1 - (b.count - common))
    return fromA + fromB > common
  }

  /// "n1 n2 n3", "n1 n2 & n1 n3", "n1 (learns: n4)".
  var text: String {
    func names(_ nodes: NodeSet) -> String {
      nodes.nodes.map { "\($0)" }.joined(separator: " ")
    }
    return names(voters) + (outgoing.isEmpty ? "" : " & " + names(outgoing))
      + (learners.isEmpty ? "" : " (learns: " + names(learners) + ")")
  }
}

extension NodeSet {
  /// "n1 n2", or "nobody".
  var text: String {
    isEmpty ? "nobody" : nodes.map { "\($0)" }.joined(separator: " ")
  }
}
