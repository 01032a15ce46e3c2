// What can be wrong with disks, snapshots, reads and the store.

import Invariants
import KeyValue
import RaftCore
import RaftHost

extension Catalogue {
  /// What is said before it is durable, and what a restart makes of it.
  static let durability: [Mutant] = [
    Mutant(
      "B04a", "ackBeforeSync", "B04a, 3", [.s2, .r7],
      "Acknowledges appends before their entries are durable."
    ).host(.ackBeforeSync),
    Mutant(
      "B04a2", "entriesWithoutSync", "B04a, 3", [.s2, .s1],
      "New entries do not ask for a sync."
    ).core(.entriesWithoutSync),
    Mutant(
      "B04b", "leaderCountsUnsynced", "B04b", [.r7],
      "A leader counts its own copy of an entry before that is durable."
    ).core(.leaderCountsUnsynced),
    Mutant(
      "B04c", "singleVoterCommitsUnsynced", "B04c, 37", [.r7, .s1],
      "A single voter commits an entry before it is durable."
    ).core(.singleVoterCommitsUnsynced),
    Mutant(
      "B25a", "reapplyAfterRestart", "B25a", [.m2, .x1],
      "What a store reflects already is applied once more after a restart."
    ).host(.reapplyAfterRestart),
    Mutant(
      "B25b", "skipAfterRestart", "B25b", [.m2, .s3],
      "After a restart one entry too many is taken for applied."
    ).host(.skipAfterRestart),
  ]

  /// Snapshots.
  static let snapshots: [Mutant] = [
    Mutant(
      "B14a", "snapshotKeepsConfig", "B14a", [.c1, .r1, .c3],
      "Taking a snapshot in leaves the old configuration in force."
    ).core(.snapshotKeepsConfig),
    Mutant(
      "B14b", "snapshotConfOfOtherIndex", "B14b", [.c1, .r1],
      "A snapshot carries the node's configuration, not that of its index."
    ).host(.snapshotConfOfOtherIndex),
    Mutant(
      "M22", "snapshotIndexOffByOne", "22", [.s3, .m2],
      "A snapshot taken in counts for one entry more than its state reflects."
    ).host(.snapshotIndexOffByOne),
    Mutant(
      "M23", "snapshotKeepsSuffix", "23", [.r4, .s3],
      "Taking a snapshot in keeps the entries behind it."
    ).core(.snapshotKeepsSuffix),
  ]

  /// Linearizable reads.
  static let reads: [Mutant] = [
    Mutant(
      "B17", "readBeforeTermCommit", "B17, 16", [.q1],
      "A leader answers reads before it committed in its term."
    ).core(.readBeforeTermCommit),
    Mutant(
      "M15", "readWithoutQuorum", "15", [.q1],
      "A leader answers reads without hearing of a quorum."
    ).core(.readWithoutQuorum),
    Mutant(
      "B18", "staleReadContext", "B18", [.q1],
      "Asks a read again under the same context, and Raft tells reads by their context."
    ).host(.staleReadContext),
    Mutant(
      "B19", "leaseReads", "B19", [.q1],
      "Reads rest on the reference's lease wherever quorums are checked."
    ).core(.leaseReads),
    Mutant(
      "H1", "readBeforeApply", "thesis, section 6.4, step 4", [.q1],
      "Serves a read as soon as its index is known, applied or not."
    ).host(.readBeforeApply),
  ]

  /// The store and its watches.
  static let stores: [Mutant] = [
    Mutant(
      "M33", "compactionDropsDeletes", "33", [.w4], needs: ["watch"],
      "Compaction forgets a deletion at the compacted revision that a watch may begin at."
    ).store(.compactionDropsDeletes),
    Mutant(
      "M34", "watchResends", "34", [.w2, .w5], needs: ["watch"],
      "A watch of the past begins one revision too early."
    ).store(.watchResends),
    Mutant(
      "M35", "watchGoesBack", "35", [.w1, .w2], needs: ["watch"],
      "A watch goes back to its beginning when a snapshot replaces the store."
    ).store(.watchGoesBack),
    Mutant(
      "M36", "noticeAheadOfEvents", "36", [.w6, .w9], needs: ["watch"],
      "A notice of progress tells the newest revision, also with events on their way."
    ).store(.noticeAheadOfEvents),
    Mutant(
      "M38", "compactionLowersRevision", "38", [.m1, .w1],
      "Compaction sets the revision back to that of the newest key that is left."
    ).store(.compactionLowersRevision),
    Mutant(
      "M39", "starvedWatcherLosesEvents", "39", [.w4], needs: ["watch"],
      "A watcher that is told in batches loses what did not fit in the first."
    ).store(.starvedWatcherLosesEvents),
  ]

  /// Faults of the harness: with them some of the others must survive.
  static let harness: [Mutant] = [
    Mutant(
      "G1", "generatorNeverCuts", "G1", [], mustFind: false,
      "The generator never cuts the network."
    ).harness(.generatorNeverCuts),
    Mutant(
      "G2", "noMessageLoss", "G2", [], mustFind: false,
      "No message is ever lost."
    ).harness(.noMessageLoss),
    Mutant(
      "G3", "checksAlwaysPass", "G3", [], mustFind: false,
      "The checks find nothing."
    ).harness(.checksAlwaysPass),
    Mutant(
      "G5", "clocksNeverDrift", "G5", [], mustFind: false,
      "Clocks do not drift."
    ).harness(.clocksNeverDrift),
  ]
}
