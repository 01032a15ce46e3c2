/// The safety properties that every run watches, by the names that violations carry.
enum InvariantTable {
  static let all: [(name: String, meaning: String)] = [
    ("raft.election-safety", "No term has two leaders (Raft section 5.2)."),
    (
      "raft.state-machine-safety",
      "No two members apply different entries at one index (Raft section 5.4.3)."
    ),
    ("raft.restart", "A member that restarts can go on from what its disk holds."),
    (
      "client.linearizable-read",
      "A linearizable read in one cluster lacks no write acknowledged before it began."
    ),
  ]
}
