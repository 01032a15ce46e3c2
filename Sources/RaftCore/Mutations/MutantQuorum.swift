/// What a group with a mutation counts as a quorum.
struct MutantQuorum {
  enum Purpose { case elect, commit, check, read }

  private struct Half {
    var members: [MemberID]
    var needed: Int
  }

  private let mutations: CoreMutations
  private let halves: [Half]

  init(_ raft: borrowing Raft, for purpose: Purpose) {
    let (configuration, mutations) = (raft.members.configuration, raft.options.mutations)
    let incomingDecides =
      switch purpose {
      case .elect: mutations.contains(.jointElectsByHalf)
      case .commit: mutations.contains(.jointCommitsByHalf)
      case .check: mutations.contains(.jointChecksByHalf)
      case .read: false
      }
    let sets =
      incomingDecides
      ? [configuration.voters.incoming]
      : [configuration.voters.incoming, configuration.voters.outgoing]
    let (id, isLeader) = (raft.id, raft.role == .leader)
    self.mutations = mutations
    halves = sets.filter { !$0.isEmpty }.map { set in
      var half = Half(members: set.members, needed: set.quorumSize)
      if mutations.contains(.halfIsQuorum) { half.needed = max(1, set.count / 2) }
      if mutations.contains(.countLearners) { half.members += configuration.learners.members }
      if mutations.contains(.countRemovedLeader), isLeader, !set.contains(id) {
        half.members.append(id)
      }
      return half
    }
  }

  /// The highest index that each half has acknowledged as far as it needs to.
  func committedIndex(_ acked: (MemberID) -> LogIndex) -> LogIndex {
    halves.map { half in
      let all = half.members.map(acked)
      let place = all.count - half.needed
      if mutations.contains(.unsortedCommitIndex) { return all[place] }
      return all.sorted()[place]
    }.min() ?? 0
  }

  func result(of votes: some CastVotes) -> VoteResult {
    let results = halves.map { half -> VoteResult in
      let cast = half.members.map { votes.vote(of: $0) }
      let granted = cast.count { $0 == true }
      if granted >= half.needed { return .won }
      return granted + cast.count { $0 == nil } >= half.needed ? .pending : .lost
    }
    if results.contains(.lost) { return .lost }
    return results.contains(.pending) ? .pending : .won
  }
}

extension Raft {
  /// Whether a quorum is what it should be.
  @inline(__always)
  var countsQuorumsAsTold: Bool { options.mutations.isDisjoint(with: .ofQuorums) }

  /// How an election or a check stands.
  func result(of votes: some CastVotes, for purpose: MutantQuorum.Purpose) -> VoteResult {
    if countsQuorumsAsTold { return members.configuration.voters.result(of: votes) }
    return MutantQuorum(self, for: purpose).result(of: votes)
  }

  /// The highest index that a quorum holds.
  @inline(__always)
  func quorumIndex() -> LogIndex {
    if countsQuorumsAsTold {
      return members.configuration.voters.committedIndex(members.progress)
    }
    return mutantQuorumIndex()
  }

  @inline(never)
  private func mutantQuorumIndex() -> LogIndex {
    MutantQuorum(self, for: .commit).committedIndex { member in
      if let acked = members.progress.ackedIndex(of: member) { return acked }
      return member == id ? log.lastIndex : 0
    }
  }
}
