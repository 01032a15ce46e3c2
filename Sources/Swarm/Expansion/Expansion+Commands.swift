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
      if choices.isEmpty { choices = profile.commands }
      let choice = draws.pick(choices)
      let value = choice.values.isEmpty ? 0 : draws.pick(choice.values)
      let change = isBlind ? nil : group.apply(choice.effect, &draws)
      let node = change?.node ?? NodeID(Int(draws.below(UInt64(trial.nodes))))
      trial.faults.faults[place].words = [choice.name]
      trial.faults.faults[place].target = .nodes([node])
      let number = change?.other.map { Int64($0.index) } ?? value
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

  init(members: Int, nodes: Int) {
    voters = (0..<members).map { NodeID($0) }
    spares = (members..<max(members, nodes)).map { NodeID($0) }
  }

  func allows(_ effect: CommandChoice.Effect) -> Bool {
    switch effect {
    case .addVoter, .addLearner: !spares.isEmpty
    case .promote: !learners.isEmpty
    case .demote, .transfer: voters.count > 1
    case .remove: voters.count > 2 || !learners.isEmpty
    case .replace: !spares.isEmpty && voters.count > 1
    case .other: true
    }
  }

  /// Carries `effect` out; the node it is for, and the other one of a replacement.
  mutating func apply(
    _ effect: CommandChoice.Effect, _ draws: inout Draws
  ) -> (node: NodeID, other: NodeID?)? {
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
      return (new, old)
    case .transfer: return (draws.pick(voters), nil)
    case .other: return nil
    }
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
