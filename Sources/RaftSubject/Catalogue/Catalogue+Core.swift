// What can be wrong with elections, logs, commits and members.

import Invariants
import RaftCore
import RaftHost

extension Catalogue {
  /// Votes.
  static let elections: [Mutant] = [
    Mutant(
      "B02a", "forgetVoteOnRestart", "B02a, 1", [.r2, .s1, .r1],
      "A member that restarts does not know whom it voted for."
    ).core(.forgetVoteOnRestart),
    Mutant(
      "B02a2", "forgetTermOnRestart", "B02a", [.s1, .r2, .r9],
      "A member that restarts is in the term of its last entry."
    ).core(.forgetTermOnRestart),
    Mutant(
      "B02a3", "voteWithoutSync", "B02a, 2", [.s2, .r2, .s1],
      "A new term or vote does not ask for a sync."
    ).core(.voteWithoutSync),
    Mutant(
      "B02b", "voteBeforeSync", "B02b, 2", [.s2],
      "Answers a candidate before the vote is durable."
    ).host(.voteBeforeSync),
    Mutant(
      "B02c", "ignoreEarlierVote", "B02c, 4", [.r2, .r1],
      "Votes although it voted for another in the same term."
    ).core(.ignoreEarlierVote),
    Mutant(
      "M05", "countDuplicateVotes", "5", [.c3, .r1],
      "A repeated vote counts for a voter that has not answered."
    ).core(.countDuplicateVotes),
    Mutant(
      "B09", "skipUpToDateCheck", "B09, 6", [.r5],
      "Votes for candidates whatever their log."
    ).core(.skipUpToDateCheck),
    Mutant(
      "B09a", "compareIndexFirst", "B09a", [.r5],
      "Compares the lengths of logs, and their last terms only if those are equal."
    ).core(.compareIndexFirst),
    Mutant(
      "B09b", "compareIndexOnly", "B09b", [.r5],
      "Compares the lengths of logs and not their last terms."
    ).core(.compareIndexOnly),
    Mutant(
      "B10b", "countStaleVotes", "B10b", [.c3, .r1],
      "A candidate counts votes of an earlier term."
    ).core(.countStaleVotes),
    Mutant(
      "B08c", "halfIsQuorum", "B08c, 8", [.c3, .r7, .r1],
      "Half of the voters, rounded down, is a quorum."
    ).core(.halfIsQuorum),
    Mutant(
      "M14", "leaderIgnoresHigherTerm", "14", [.r1, .c3],
      "A leader that meets a higher term leads on in it."
    ).core(.leaderIgnoresHigherTerm),
  ]

  /// Leaders that are disturbed, or that nobody can replace.
  static let protection: [Mutant] = [
    Mutant(
      "B20a", "ignoreLowTermPreVote", "B20a", [.l3],
      "Gives no answer to a pre-vote of a lower term."
    ).core(.ignoreLowTermPreVote),
    Mutant(
      "B20b", "preVoteGrantOwnTerm", "B20b", [.l3],
      "Grants a pre-vote under its own term, not the one asked for."
    ).core(.preVoteGrantOwnTerm),
    Mutant(
      "B20c", "preCandidateKeepsLead", "B20c", [.l3],
      "A pre-candidate goes on knowing its old leader."
    ).core(.preCandidateKeepsLead),
    Mutant(
      "B21a", "noLowTermAnswer", "B21a, 30", [.l3],
      "Gives no answer to a leader of a lower term."
    ).core(.noLowTermAnswer),
    Mutant(
      "B21b", "noVoteLease", "B21b", [.l5],
      "Follows a candidate though it hears its leader."
    ).core(.noVoteLease),
    Mutant(
      "B22", "learnerRefusesVote", "B22, 31", [.l3],
      "Whoever believes to be a learner does not vote."
    ).core(.learnerRefusesVote),
    Mutant(
      "M29", "noLeaderProtection", "29", [.l5],
      "Neither pre-vote nor check-quorum, whatever the options say."
    ).core(.noLeaderProtection),
  ]

  /// What followers do to their logs.
  static let logs: [Mutant] = [
    Mutant(
      "B11", "truncateOnMatch", "B11, 9", [.r10, .s1, .r7],
      "Cuts the log after an append's last entry though nothing conflicts."
    ).core(.truncateOnMatch),
    Mutant(
      "M10", "ignorePreviousTerm", "10", [.r4],
      "Takes an append after a previous entry of any term."
    ).core(.ignorePreviousTerm),
    Mutant(
      "B12a", "commitBeyondMatched", "B12a, 11", [.r6, .r7],
      "A follower commits up to its own last entry, not the append's."
    ).core(.commitBeyondMatched),
    Mutant(
      "B12b", "fullCommitInHeartbeats", "B12b", [.l4, .r7],
      "Heartbeats carry the commit index whatever the receiver holds."
    ).core(.fullCommitInHeartbeats),
    Mutant(
      "B15a", "storageAckWithoutTerm", "B15a, 32", [.s1, .r4], needs: ["asyncStorage"],
      "The end of a write counts though the term has changed since."
    ).core(.storageAckWithoutTerm),
    Mutant(
      "B15b", "storageAckByBatch", "B15b", [.s1, .r4], needs: ["asyncStorage"],
      "The end of a write vouches for its own last entry, not for the log's."
    ).core(.storageAckByBatch),
    Mutant(
      "B15c", "storageAckOnlyWithEntries", "B15c", [.l4], needs: ["asyncStorage"],
      "Writes without entries do not vouch for those before."
    ).core(.storageAckOnlyWithEntries),
  ]

  /// What leaders take for committed.
  static let commits: [Mutant] = [
    Mutant(
      "B01", "commitPriorTermByCount", "B01, 7", [.r8, .r6, .r5],
      "Commits an entry of an earlier term as soon as a quorum holds it."
    ).core(.commitPriorTermByCount),
    Mutant(
      "B07a", "jointElectsByHalf", "B07a", [.c3, .r1], needs: ["joint"],
      "In a joint configuration the incoming half alone elects."
    ).core(.jointElectsByHalf),
    Mutant(
      "B07b", "jointCommitsByHalf", "B07b", [.r7], needs: ["joint"],
      "In a joint configuration the incoming half alone commits."
    ).core(.jointCommitsByHalf),
    Mutant(
      "B07c", "jointChecksByHalf", "B07c", [.l3], needs: ["joint"],
      "In a joint configuration a leader needs to hear the incoming half only."
    ).core(.jointChecksByHalf),
    Mutant(
      "B08a", "countLearners", "B08a, 27", [.c3, .r7],
      "Learners' answers count like voters'."
    ).core(.countLearners),
    Mutant(
      "B08b", "countRemovedLeader", "B08b, 28", [.r7, .c3],
      "A leader that was removed counts its own copies."
    ).core([.countRemovedLeader, .removedLeaderLeads]),
    Mutant(
      "B08d", "unsortedCommitIndex", "B08d", [.r7],
      "Takes the acknowledgement in the middle without sorting them first."
    ).core(.unsortedCommitIndex),
    Mutant(
      "B10a", "countStaleAcks", "B10a, 12", [.r7],
      "A leader counts acknowledgements of an earlier term."
    ).core(.countStaleAcks),
  ]

  /// Changes of the configuration.
  static let membership: [Mutant] = [
    Mutant(
      "B05a", "noConfChangeBarrier", "B05a", [.c1],
      "A new leader does not wait for the changes that may be in its log."
    ).core(.noConfChangeBarrier),
    Mutant(
      "B05b", "noPendingConfChangeCheck", "B05b, 25", [.c1],
      "A leader makes a change while another is not applied."
    ).core(.noPendingConfChangeCheck),
    Mutant(
      "B06a", "campaignUnapplied", "B06a, 26", [.c2, .r1], needs: ["slowApply"],
      "Campaigns with a committed change it has not applied."
    ).core(.campaignUnapplied),
    Mutant(
      "B06b", "unappliedSeesOneKind", "B06b", [.c2], needs: ["slowApply"],
      "Looks only for changes of the new kind before it campaigns."
    ).core(.unappliedSeesOneKind),
    Mutant(
      "B06c", "campaignUnappliedOnTransfer", "B06c", [.c2], needs: ["slowApply"],
      "Campaigns with a committed change it has not applied when leadership is handed to it."
    ).core(.campaignUnappliedOnTransfer),
    Mutant(
      "B23a", "repeatAutoLeave", "B23a", [.l4], needs: ["joint"],
      "Proposes to leave a joint configuration with each applied entry."
    ).core(.repeatAutoLeave),
    Mutant(
      "B23b", "newLeaderNeverLeaves", "B23b", [.l2], needs: ["joint"],
      "Only the leader that entered a joint configuration leaves it."
    ).core(.newLeaderNeverLeaves),
    Mutant(
      "M24", "configAtAppend", "24", [.c1, .r1],
      "Followers put a configuration in force when they append it."
    ).core(.configAtAppend),
  ]

  /// What costs time or traffic.
  static let progress: [Mutant] = [
    Mutant(
      "B24a", "snapshotStateSticks", "B24a", [.l4], mustFind: false,
      "Sends entries again only when the snapshot it sent, or more, is there."
    ).core(.snapshotStateSticks),
    Mutant(
      "B24b", "probeSticks", "B24b", [.l4], mustFind: false,
      "A member that is caught up stays in the probe state."
    ).core(.probeSticks),
    Mutant(
      "B24c", "noProbeOfFullWindow", "B24c", [.l4], mustFind: false,
      "Sends nothing to a member whose window is full."
    ).core(.noProbeOfFullWindow),
    Mutant(
      "B24d", "windowLeaks", "B24d", [.l4], mustFind: false,
      "Appends under way are still counted after a change of state."
    ).core(.windowLeaks),
    Mutant(
      "K1", "nextBelowMatch", "nextBelowMatch, 13", [.p1, .l4], mustFind: false,
      "A refusal moves `next` down, below what is known to match too."
    ).core(.nextBelowMatch),
    Mutant(
      "M13", "matchGoesDown", "13", [.l4], mustFind: false,
      "An old acknowledgement takes back what a newer one told."
    ).core(.matchGoesDown),
    Mutant(
      "K2", "uncommittedSizeLeak", "uncommittedSizeLeak", [.l2],
      needs: ["uncommittedLimit"], mustFind: false,
      "What is applied still counts as uncommitted."
    ).core(.uncommittedSizeLeak),
    Mutant(
      "K3", "skipEmptyEntry", "skipEmptyEntry", [.l2, .l4], mustFind: false,
      "A new leader appends no empty entry."
    ).core(.skipEmptyEntry),
    Mutant(
      "K4", "snapshotToInactive", "snapshotToInactive", [.p1], mustFind: false,
      "Snapshots go to members that were not heard from."
    ).core(.snapshotToInactive),
  ]
}
