import HostileWorld
import SimKernel

extension Expansion {
  /// Gives the operator's faults commands that make sense one after the other: what is added was
  /// a spare, what is removed was a member. One in six is drawn blindly, to be refused.
  mutating func giveCommands() {
    let places = trial.faults.faults.indices.filter { trial.faults.faults[$0].kind == .admin }
      .sorted { order(of: trial.faults.faults[$0]) < order(of: trial.faults.faults[$1]) }
    guard !places.isEmpty, !profile.commands.isEmpty else { return }
    var group = GroupModel(members: trial.members, nodes: trial.nodes)
    for place in places {
      var draws = draws("command", trial.faults.faults[place].id)
      let isBlind = draws.isOne(in: 6)
      var choices = profile.commands.filter { isBlind || group.allows($0.effect) }
      if family == .recipe(.heldJoint), !isBlind {
        let joint = choices.filter(\.effect.isJoint)
        if !joint.isEmpty { choices = joint }
      }
      if choices.isEmpty { choices = profile.commands }
      let choice = draws.pick(choices)
      let value = choice.values.isEmpty ? 0 : draws.pick(choice.values)
      let change = isBlind ? nil : group.apply(choice.effect, &draws)
      let node = change?.node ?? NodeID(Int(draws.below(UInt64(trial.nodes))))
      trial.faults.faults[place].words = [choice.name]
      trial.faults.faults[place].target = .nodes([node])
      let number = change?.value ?? value
      trial.faults.faults[place].numbers = number == 0 ? [:] : [.value: number]
    }
  }

  /// When a fault will begin, about: those that wait come in the middle.
  private func order(of fault: Fault) -> (Int64, Int) {
    guard case .at(let time) = fault.start else {
      return (trial.duration.nanoseconds / 3, fault.id)
    }
    return (time.nanoseconds, fault.id)
  }
}

/// Who belongs to the group, as far as its operator believes.
struct GroupModel {
  private var voters: [NodeID]
  private var learners: [NodeID] = []
  private var spares: [NodeID]
  /// A joint change waits for `leaveJoint`.
  private var isHeld = false

  init(members: Int, nodes: Int) {
    voters = (0..<members).map { NodeID($0) }
    spares = (members..<max(members, nodes)).map { NodeID($0) }
  }

  func allows(_ effect: CommandChoice.Effect) -> Bool {
    if isHeld { return effect == .leaveJoint || effect == .transfer && voters.count > 1 }
    return switch effect {
    case .addVoter, .addLearner: !spares.isEmpty
    case .promote: !learners.isEmpty
    case .demote, .transfer: voters.count > 1
    case .remove: voters.count > 2 || !learners.isEmpty
    case .replace: !spares.isEmpty && voters.count > 1
    case .joint, .jointDemote, .jointHeld: voters.count + learners.count + spares.count > 2
    case .leaveJoint: false
    case .other: true
    }
  }

  /// Carries `effect` out; the node it is for, and the command's value.
  mutating func apply(
    _ effect: CommandChoice.Effect, _ draws: inout Draws
  ) -> (node: NodeID, value: Int64?)? {
    guard allows(effect) else { return nil }
    switch effect {
    case .addVoter: return (move(from: \.spares, to: \.voters, &draws), nil)
    case .addLearner: return (move(from: \.spares, to: \.learners, &draws), nil)
    case .promote: return (move(from: \.learners, to: \.voters, &draws), nil)
    case .demote: return (move(from: \.voters, to: \.learners, &draws), nil)
    case .remove:
      let isLearner = voters.count <= 2 || (!learners.isEmpty && draws.isOne(in: 2))
      return (move(from: isLearner ? \.learners : \.voters, to: \.spares, &draws), nil)
    case .replace:
      let new = move(from: \.spares, to: \.voters, &draws)
      let old = voters.remove(at: Int(draws.below(UInt64(voters.count - 1))))
      spares.append(old)
      return (new, Int64(old.index))
    case .joint, .jointDemote, .jointHeld: return replaceSome(effect, &draws)
    case .leaveJoint:
      isHeld = false
      return (voters[0], nil)
    case .transfer: return (draws.pick(voters), nil)
    case .other: return nil
    }
  }

  /// Draws who votes from now on: two at least, most often as many as before.
  private mutating func replaceSome(
    _ effect: CommandChoice.Effect, _ draws: inout Draws
  ) -> (node: NodeID, value: Int64?) {
    let all = (voters + learners + spares).sorted()
    var size = voters.count
    if draws.isOne(in: 3) { size += draws.isOne(in: 2) ? 1 : -1 }
    size = min(max(size, 2), all.count)
    var chosen = all
    while chosen.count > size { chosen.remove(at: Int(draws.below(UInt64(chosen.count)))) }
    let dropped = voters.filter { !chosen.contains($0) }
    learners.removeAll { chosen.contains($0) }
    spares.removeAll { chosen.contains($0) }
    if effect == .jointDemote { learners += dropped } else { spares += dropped }
    voters = chosen
    isHeld = effect == .jointHeld
    return (chosen[0], Int64(bitPattern: NodeSet(chosen).bits))
  }

  private mutating func move(
    from source: WritableKeyPath<GroupModel, [NodeID]>,
    to target: WritableKeyPath<GroupModel, [NodeID]>, _ draws: inout Draws
  ) -> NodeID {
    let node = self[keyPath: source].remove(
      at: Int(draws.below(UInt64(self[keyPath: source].count))))
    self[keyPath: target].append(node)
    return node
  }
}
