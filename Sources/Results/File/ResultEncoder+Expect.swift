extension ResultEncoder {
  /// A rule with its verdict. `pass` is null until it is decided.
  func expectation(_ item: Judgement.Item) -> JSONText {
    let rule = item.rule
    let isDecided = item.verdict == .met || item.verdict == .failed
    var members: [(String, JSONText)] = [
      ("index", .integer(Int64(item.index))),
      ("pass", isDecided ? .bool(item.verdict == .met) : .null),
      ("decided", .bool(isDecided)),
      ("verdict", .string(item.verdict.rawValue)),
      ("reason", .string(item.reason)),
      ("actual", .optional(item.actual)),
      ("samples", .integer(item.samples)),
      ("failedSeeds", .seeds(item.failedSeeds)),
      ("undecidedSeeds", .seeds(item.undecidedSeeds)),
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
