/// Why a configuration change cannot be carried out (etcd confchange/confchange.go).
public enum ConfChangeError: Error, Hashable, Sendable {
  case simpleInJoint
  case manyVotersWithoutJoint
  case alreadyJoint
  case zeroVoterJoint
  case notJoint
  case allVotersRemoved
  case unknownType(UInt64)
  case invariant(ConfigurationFlaw)
}

/// What is wrong with a configuration and its progress.
public enum ConfigurationFlaw: Hashable, Sendable {
  case noProgress(MemberID)
  case stagedLearnerNotOutgoing(MemberID)
  case stagedLearnerAlreadyMarked(MemberID)
  case learnerAmongOutgoing(MemberID)
  case learnerAmongIncoming(MemberID)
  case learnerNotMarked(MemberID)
  case learnersNextWithoutJoint
  case autoLeaveWithoutJoint
}
