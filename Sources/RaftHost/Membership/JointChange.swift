import RaftCore
import SimKernel

/// A change of several members at once (Raft §6; etcd raft, ConfChangeV2), for checking the core:
/// etcd's server proposes single changes only.
public enum JointChange: Hashable, Sendable {
  /// These are to be the voters. Voters that are not among them are removed, or become learners if
  /// `demotes`. Raft completes the change by itself, or holds it until `leave`.
  case voters([MemberID], demotes: Bool = false, isHeld: Bool = false)
  /// Completes a change that is held.
  case leave

  /// The change as Raft has it, from the members of `roster`; nil if there is nothing to change.
  func confChange(from roster: Roster, head: [UInt8]) -> ConfChange? {
    let context = head + [0]
    guard case .voters(let wanted, let demotes, let isHeld) = self else {
      return ConfChange(context: context)
    }
    let voters = roster.voters.map(\.id)
    var steps = wanted.filter { !voters.contains($0) }.map { ConfChangeSingle(.addNode, $0) }
    for id in voters where !wanted.contains(id) {
      steps.append(ConfChangeSingle(demotes ? .addLearnerNode : .removeNode, id))
    }
    if steps.isEmpty { return nil }
    return ConfChange(
      transition: isHeld ? .jointExplicit : .jointImplicit, steps, context: context)
  }
}

extension Member {
  /// Proposes a joint change. The answer comes as a `membership` output: an error at once, or nil
  /// when it is applied here.
  public mutating func propose(
    _ change: JointChange, request: RequestID, at now: SimTime, books: inout GroupBooks,
    output: inout MemberOutput
  ) {
    let head = EntryHead.encode(request, server: id, incarnation: incarnation, capacity: 1)
    guard let proposal = change.confChange(from: roster, head: head) else {
      output.membership.append((request, .memberExists))
      return
    }
    if let problem = roster.problem(of: proposal) {
      output.membership.append((request, problem))
      return
    }
    let last = node.lastIndex
    do throws(StepError) {
      try node.proposeConfChange(proposal)
    } catch {
      output.membership.append((request, .proposalDropped))
    }
    if keepsNotes { note(.request(Message(.propose, entries: [proposal.entry]))) }
    noteProposals(after: last, at: now, books: &books)
    runLoop(at: now, books: &books, output: &output)
  }
}
