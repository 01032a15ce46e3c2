import RaftCore
import RaftHost
import SimKernel

extension World {
  /// Tells the probe of a change of role of member `m`.
  mutating func watch(_ change: MemberOutput.RoleChange, _ m: Int) {
    let (kind, term): (Probe.Role.Kind, Term)
    switch change {
    case .leader(let at): (kind, term) = (.leader, at)
    case .candidate(let at): (kind, term) = (.candidate, at)
    case .preCandidate(let at): (kind, term) = (.preCandidate, at)
    case .steppedDown: return
    }
    let now = now
    probe?.roles.append(Probe.Role(time: now, member: m, kind: kind, term: term.rawValue))
  }

  /// Tells the probe whom member `m` takes for the leader, when that changed.
  mutating func watchLeader(_ m: Int) {
    let known = members[m].knownLeader
    let leader = known == .none ? nil : groups[runtimes[m].group].member(of: known)
    guard runtimes[m].leaderSeen != leader else { return }
    runtimes[m].leaderSeen = leader
    let now = now
    let count = members.count
    probe?.note(
      Probe.LeaderKnown(member: m, leader: leader, time: now), memberCount: count)
  }

  /// Tells the probe that member `m` applied an entry: when a watcher beside it may hear of it.
  mutating func watchApplied(_ index: LogIndex, _ m: Int) {
    let now = now
    probe?.applied.append(Probe.Applied(member: m, index: index.rawValue, time: now))
  }
}
