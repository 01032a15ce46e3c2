/// What can go wrong. Each kind has one row in `FaultKind.rule`.
public enum FaultKind: String, Codable, CaseIterable, Hashable, Sendable {
  // Links.
  case delay, loss, duplicate, corrupt, bandwidth, cut, clog, swizzle, filter
  // Clocks.
  case clockDrift, clockStep, clockJump, clockFreeze
  // Processes.
  case pause, slowCPU, crash, crashAtStep, restart
  // Disks.
  case diskStall, diskSlow, diskFull, diskReadError, diskLies
  // What operators and crowds do.
  case admin, upgrade, overload
}

/// A named number of a fault. Durations are nanoseconds, rates parts per million.
public enum FaultParameter: String, Codable, CaseIterable, Hashable, Comparable, Sendable {
  /// Fixed extra time of a message, or of each operation of a disk.
  case addNs
  /// The base latency of a link, or the duration of a disk's operations, times this.
  case scalePPM
  /// Mean of a random extra time.
  case meanNs
  /// Distribution of the random extra: see `LatencyShape`.
  case shape
  /// 1: later messages of a link wait for earlier ones, as in TCP, and loss becomes delay.
  case ordered
  /// How probable, per message or operation.
  case ratePPM
  /// Mean length of a burst, in messages; 0 for independent losses.
  case burst
  case bytesPerSecond
  case queueBytes
  /// Of links that touch a node: 0 both ways, 1 what it would hear, 2 what it sends.
  case direction
  /// Time between one node and the next.
  case staggerNs
  /// How much faster than true time a clock runs; below 0 slower.
  case driftPPM
  /// How far a clock moves.
  case stepNs
  /// How long each handler keeps its processor busy.
  case costNs
  /// 1: the power fails and unsynced writes are at risk; 0: the process alone ends.
  case power
  /// 1: the disk is empty afterwards.
  case wipe
  /// 1: sectors after a torn write hold garbage up to the end of their page.
  case garbage
  /// Which occurrence, from 1.
  case count
  /// Operations a second.
  case ratePerSecond
  /// The value of an option or of an operator's command.
  case value

  public static func < (a: FaultParameter, b: FaultParameter) -> Bool { a.rawValue < b.rawValue }
}

/// What a kind of fault accepts.
public struct FaultRule: Sendable {
  /// A number it takes: its range, and what it is when left out.
  public struct Number: Sendable {
    public var parameter: FaultParameter
    public var range: ClosedRange<Int64>
    public var byDefault: Int64
  }

  /// What its target names.
  public enum Subject: Sendable { case links, nodes }

  public var subject: Subject
  public var numbers: [Number]
  /// It happens at once; a duration, where allowed, says when its consequence is taken back.
  public var isInstant: Bool
  /// One line for people.
  public var summary: String
}

extension FaultKind {
  /// The row of this kind.
  public var rule: FaultRule {
    let ns: ClosedRange<Int64> = 0...3_600_000_000_000
    let ppm: ClosedRange<Int64> = 0...1_000_000
    func links(_ summary: String, _ numbers: [FaultRule.Number]) -> FaultRule {
      let direction = FaultRule.Number(parameter: .direction, range: 0...2, byDefault: 0)
      return FaultRule(
        subject: .links, numbers: numbers + [direction], isInstant: false, summary: summary)
    }
    func nodes(
      _ summary: String, _ numbers: [FaultRule.Number] = [], isInstant: Bool = false
    ) -> FaultRule {
      FaultRule(subject: .nodes, numbers: numbers, isInstant: isInstant, summary: summary)
    }
    func number(
      _ parameter: FaultParameter, _ range: ClosedRange<Int64>, _ byDefault: Int64 = 0
    ) -> FaultRule.Number {
      FaultRule.Number(parameter: parameter, range: range, byDefault: byDefault)
    }
    let crash = [number(.power, 0...1, 1), number(.garbage, 0...1), number(.wipe, 0...1)]
    switch self {
    case .delay:
      return links(
        "messages take longer, and overtake each other",
        [
          number(.addNs, ns), number(.scalePPM, 0...1_000_000_000, 1_000_000), number(.meanNs, ns),
          number(.shape, 0...Int64(LatencyShape.allCases.count - 1), 2), number(.ordered, 0...1),
        ])
    case .loss:
      return links(
        "messages are lost", [number(.ratePPM, ppm, 100_000), number(.burst, 0...10_000)])
    case .duplicate:
      return links(
        "messages arrive twice", [number(.ratePPM, ppm, 100_000), number(.meanNs, ns)])
    case .corrupt:
      return links(
        "messages are damaged, and dropped by their checksum", [number(.ratePPM, ppm, 10_000)])
    case .bandwidth:
      return links(
        "links carry few bytes",
        [
          number(.bytesPerSecond, 1...1_000_000_000_000, 1_000_000),
          number(.queueBytes, 0...1_000_000_000_000, 1_000_000),
        ])
    case .cut: return links("nothing passes", [])
    case .clog: return links("messages are held, then released all at once", [])
    case .swizzle:
      return nodes(
        "nodes are clogged one after the other and released in another order",
        [number(.staggerNs, ns, 100_000_000), number(.direction, 0...2)])
    case .filter: return links("messages of the kinds in `words` are dropped", [])
    case .clockDrift:
      return nodes("clocks run at another rate", [number(.driftPPM, -900_000...10_000_000)])
    case .clockStep:
      return nodes(
        "calendar clocks step", [number(.stepNs, -3_600_000_000_000...3_600_000_000_000)],
        isInstant: true)
    case .clockJump:
      return nodes("all clocks jump ahead", [number(.stepNs, ns)], isInstant: true)
    case .clockFreeze: return nodes("clocks stand still, then catch up")
    case .pause: return nodes("processes stand still, then meet all that piled up")
    case .slowCPU: return nodes("each handler takes time", [number(.costNs, ns, 1_000_000)])
    case .crash: return nodes("processes end, and return after the duration", crash)
    case .crashAtStep:
      return nodes(
        "processes end before or after one effect of a handler",
        crash + [number(.count, 1...1_000_000, 1)])
    case .restart:
      return nodes(
        "processes that are down start again", [number(.wipe, 0...1)], isInstant: true)
    case .diskStall: return nodes("disks complete nothing, then everything")
    case .diskSlow:
      return nodes(
        "disks are slow",
        [number(.addNs, ns), number(.scalePPM, 0...10_000_000_000, 10_000_000)])
    case .diskFull: return nodes("disks take no further bytes")
    case .diskReadError: return nodes("reads fail", [number(.ratePPM, ppm, 1_000_000)])
    case .diskLies: return nodes("syncs complete without making anything durable")
    case .admin:
      return nodes(
        "an operator asks for a change of the cluster, named by the word",
        [number(.value, .min...(.max))], isInstant: true)
    case .upgrade:
      return nodes(
        "nodes restart one by one with the option in `words` changed",
        [number(.value, .min...(.max)), number(.staggerNs, ns, 1_000_000_000)])
    case .overload:
      return nodes(
        "more operations than usual arrive", [number(.ratePerSecond, 1...1_000_000, 1_000)])
    }
  }
}
