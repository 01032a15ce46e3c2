import SimKernel

extension SwimMember {
  /// Takes a rumour in, and spreads on what is news (SWIM section 4.2; memberlist state.go).
  mutating func hear(_ rumour: SwimRumour, at now: SimTime, into effects: inout [SwimEffect]) {
    switch rumour {
    case .alive(let member, let incarnation):
      let i = Int(member.index)
      guard incarnation > incarnations[i] else { return }
      incarnations[i] = incarnation
      revive(member, into: &effects)
      effects.append(.spread(rumour))
    case .suspect(let member, let incarnation, let accuser):
      if member == id { return refute(incarnation, into: &effects) }
      suspect(member, incarnation, by: accuser, at: now, into: &effects)
    case .dead(let member, let incarnation):
      if member == id { return refute(incarnation, into: &effects) }
      let i = Int(member.index)
      guard incarnation >= incarnations[i], status[i] != .dead else { return }
      incarnations[i] = incarnation
      bury(member, into: &effects)
    }
  }

  /// Ends the suspicions whose time is over.
  mutating func expireSuspicions(at now: SimTime, into effects: inout [SwimEffect]) {
    while let over = suspicions.first(where: { $0.deadline <= now }) {
      bury(over.target, into: &effects)
    }
  }

  private mutating func refute(_ incarnation: UInt32, into effects: inout [SwimEffect]) {
    let i = Int(id.index)
    guard incarnation >= incarnations[i] else { return }
    incarnations[i] = incarnation + 1
    effects.append(.spread(.alive(id, incarnation: incarnations[i])))
  }

  private mutating func suspect(
    _ member: ClusterID, _ incarnation: UInt32, by accuser: ClusterID, at now: SimTime,
    into effects: inout [SwimEffect]
  ) {
    let i = Int(member.index)
    guard incarnation >= incarnations[i], status[i] != .dead else { return }
    incarnations[i] = incarnation
    if let known = suspicions.firstIndex(where: { $0.target == member }) {
      confirm(known, by: accuser, at: now, into: &effects)
    } else {
      status[i] = .suspect
      let deadline = now + rule.suspicion(confirmations: 0, members: memberCount)
      suspicions.append(
        Suspicion(target: member, since: now, deadline: deadline, accusers: [accuser]))
      effects.append(.spread(.suspect(member, incarnation: incarnation, by: accuser)))
      effects.append(.wake(at: deadline))
    }
  }

  /// A suspicion shortens with each further accuser, counted from when it arose.
  private mutating func confirm(
    _ known: Int, by accuser: ClusterID, at now: SimTime, into effects: inout [SwimEffect]
  ) {
    var suspicion = suspicions[known]
    let expected = rule.expectedConfirmations(members: memberCount)
    guard suspicion.accusers.count - 1 < expected, !suspicion.accusers.contains(accuser) else {
      return
    }
    suspicion.accusers.append(accuser)
    let length = rule.suspicion(
      confirmations: suspicion.accusers.count - 1, members: memberCount)
    suspicion.deadline = max(now, suspicion.since + length)
    suspicions[known] = suspicion
    let incarnation = incarnations[Int(suspicion.target.index)]
    effects.append(.spread(.suspect(suspicion.target, incarnation: incarnation, by: accuser)))
    effects.append(.wake(at: suspicion.deadline))
  }

  private mutating func bury(_ member: ClusterID, into effects: inout [SwimEffect]) {
    let i = Int(member.index)
    suspicions.removeAll { $0.target == member }
    status[i] = .dead
    effects.append(.spread(.dead(member, incarnation: incarnations[i])))
    effects.append(.verdict(member, .bad))
  }

  private mutating func revive(_ member: ClusterID, into effects: inout [SwimEffect]) {
    let i = Int(member.index)
    suspicions.removeAll { $0.target == member }
    let wasDead = status[i] == .dead
    status[i] = .alive
    if wasDead { effects.append(.verdict(member, .good)) }
  }
}
