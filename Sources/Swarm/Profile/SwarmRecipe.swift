/// Courses of events that have broken consensus before, drawn with random details.
public enum SwarmRecipe: String, Hashable, Sendable, Codable, CaseIterable {
  /// Two nodes lose each other while others reach both (Cloudflare, November 2020).
  case partialLink
  /// Nodes are clogged one by one and released in another order (FoundationDB).
  case swizzle
  /// Every node sees another majority, or only its neighbours (Jepsen).
  case majoritiesRing
  /// All nodes restart one after the other, more than once.
  case rollingRestart
  /// A region goes down or is cut off.
  case regionLoss
  /// Whoever leads is far from the others, and slow.
  case leaderFarAway
  /// Tiny snapshot thresholds and followers that fall behind.
  case snapshotStorm
  /// Leaders are cut off or stopped shortly before their lease ends, with drifting clocks.
  case leaseBoundary
  /// Nodes change one by one between elections with and without pre-votes (etcd issue 8501).
  case preVoteMigration
  /// Leaders crash with partly replicated entries, one entry a message (Raft, figure 8).
  case figureEight
  /// Membership changes while some nodes apply late (etcd-io/raft issue 469).
  case applyLag
  /// The network splits while a change of the membership is not yet applied.
  case heldJoint
  /// Leadership goes back and forth above followers with slow disks (etcd-io/raft PR 8).
  case slowDisks
  /// Copies of messages arrive long after, and leaders are lost meanwhile.
  case lateDuplicate
  /// A deposed leader's mail is held back and released to the next.
  case lateMail
}
