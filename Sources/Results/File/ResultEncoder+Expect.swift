extension Judgement.Item {
  /// A rule with its verdict. `pass` is null until it is decided.
  package var encoded: JSONText {
    let isDecided = verdict == .met || verdict == .failed
    var members: [(String, JSONText)] = [
      ("index", .integer(Int64(index))),
      ("pass", isDecided ? .bool(verdict == .met) : .null),
      ("decided", .bool(isDecided)),
      ("verdict", .string(verdict.rawValue)),
      ("reason", .string(reason)),
      ("actual", .optional(actual)),
      ("samples", .integer(samples)),
      ("failedSeeds", .seeds(failedSeeds)),
      ("undecidedSeeds", .seeds(undecidedSeeds)),
      ("where", rule.filter.encoded),
      ("op", .string(rule.comparison.rawValue)),
      ("limit", .integer(rule.limit)),
      ("during", rule.window?.encoded ?? .null),
      ("minSamples", .integer(rule.minSamples)),
      ("level", .string(rule.level.rawValue)),
      ("hold", .string(rule.hold.text)),
      ("versus", rule.versus.map { .string($0) } ?? .null),
      ("line", .integer(Int64(rule.line))),
      ("column", .integer(Int64(rule.column))),
    ]
    switch rule.subject {
    case .metric(let metric, let statistic):
      let unit = rule.versus == nil ? metric.entry.unit : .ratio
      members += [
        ("metric", .string(metric.rawValue)), ("stat", .string(statistic.rawValue)),
        ("unit", .string(unit.rawValue)),
      ]
    case .invariant(let name):
      members += [
        ("invariant", .string(name)), ("unit", .string(Metric.Unit.count.rawValue)),
      ]
    }
    return .object(members)
  }
}

extension ExpectRule.Hold {
  /// As `expect` writes it: "every seed", "median" or "90% of seeds".
  public var text: String {
    switch self {
    case .everySeed: "every seed"
    case .median: "median"
    case .percent(let share): "\(share)% of seeds"
    }
  }

  /// The inverse of `text`.
  init?(text: String) {
    switch text {
    case "every seed": self = .everySeed
    case "median": self = .median
    default:
      let suffix = "% of seeds"
      guard text.hasSuffix(suffix), let share = Int(text.dropLast(suffix.count)) else {
        return nil
      }
      self = .percent(share)
    }
  }
}
