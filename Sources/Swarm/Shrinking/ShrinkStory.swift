import HostileWorld
import SimKernel

/// What a shrinker reads in the story of a failing run.
struct ShrinkStory {
  /// Faults that began, in their order.
  var begun: [Int] = []
  /// When each client called, in the order of its calls.
  var calls: [(client: Int, time: SimTime)] = []
  /// Moments that a trigger would recognise.
  var moments: [(time: SimTime, trigger: FaultTrigger)] = []

  init(_ records: [TraceRecord]) {
    var elections = 0
    var commit: UInt64 = 0
    for record in records {
      switch record.kind {
      case .faultBegin:
        if let id = Int(record.text.dropFirst().prefix { $0.isNumber }) { begun.append(id) }
      case .call:
        if let client = record.client { calls.append((client, record.time)) }
      case .role where record.text.hasPrefix(NodeRole.leader.letter):
        elections += 1
        moments.append((record.time, .leaderElected(elections)))
      case .commit:
        guard let index = UInt64(record.text), index > commit else { continue }
        commit = index
        moments.append((record.time, .commitAdvanced(index)))
      default: break
      }
    }
  }

  /// `trial` with every call at the time at which it came, so that calls do not move when others
  /// go; calls that never came are left out.
  func timed(_ trial: Trial) -> Trial {
    var trial = trial
    for i in trial.clients.indices {
      let times = calls.filter { $0.client == trial.clients[i].id }.map(\.time)
      let count = min(times.count, trial.clients[i].operations.count)
      trial.clients[i].operations = (0..<count).map {
        PlannedOperation(trial.clients[i].operations[$0].command, .at(times[$0]))
      }
    }
    trial.clients.removeAll(where: \.operations.isEmpty)
    return trial
  }
}
