import Results

extension ResultSchema {
  static var attribution: JSONTree {
    let split = object([("latencyNs", whole), ("partsNs", parts)])
    return object([
      ("seed", seed), ("operation", oneOf(Attribution.Operation.allCases.map(\.rawValue))),
      ("cluster", string), ("region", string), ("count", whole), ("mean", split), ("p99", split),
      ("deciders", list(object([("member", string), ("sharePpm", whole)]))),
      (
        "floor",
        object([
          ("clientRoundTripNs", whole), ("leaderRoundTripNs", whole),
          ("quorumRoundTripNs", whole), ("diskNs", whole), ("leader", string),
          ("decider", string),
        ])
      ),
    ])
  }

  /// What a latency is made of.
  private static var parts: JSONTree {
    object(LatencyPart.allCases.map { ($0.name, integer) })
  }

  static var series: JSONTree {
    object([
      ("seed", seed), ("metric", oneOf(Metric.allCases.map(\.rawValue))), ("labels", labels),
      ("stat", statistic), ("stepNs", whole), ("values", list(optional(integer))),
    ])
  }

  static var timeline: JSONTree {
    object([
      ("seed", seed), ("tNs", whole),
      ("kind", oneOf(TimelineEvent.Kind.allCases.map(\.rawValue))), ("cluster", string),
      ("node", string), ("term", whole), ("fault", integer), ("text", string),
    ])
  }

  static var expectation: JSONTree {
    object(
      [
        ("index", whole),
        ("pass", described(optional(boolean), "Null until it is decided.")),
        ("decided", boolean),
        ("verdict", oneOf(Judgement.Verdict.allCases.map(\.rawValue))),
        ("reason", string), ("actual", optional(integer)), ("samples", whole),
        ("failedSeeds", list(seed)), ("undecidedSeeds", list(seed)), ("where", labels),
        ("op", oneOf(ExpectRule.Comparison.allCases.map(\.rawValue))), ("limit", integer),
        ("during", optional(list(whole))), ("minSamples", whole),
        ("level", oneOf(ExpectRule.Level.allCases.map(\.rawValue))), ("hold", string),
        ("versus", optional(string)), ("line", whole), ("column", whole), ("unit", string),
      ],
      optional: [("metric", string), ("stat", statistic), ("invariant", string)])
  }

  private static var statistic: JSONTree { oneOf(Statistic.allCases.map(\.rawValue)) }

  static var labels: JSONTree {
    object(optional: LabelName.allCases.map { ($0.rawValue, string) })
  }

  static var digest: JSONTree { ["type": "string", "pattern": "^[0-9a-f]*$"] }
  static var seed: JSONTree {
    ["type": "integer", "minimum": .number(0), "maximum": .number(9_007_199_254_740_991)]
  }
  static var whole: JSONTree { ["type": "integer", "minimum": .number(0)] }
  static var integer: JSONTree { ["type": "integer"] }
  static var number: JSONTree { ["type": "number"] }
  static var string: JSONTree { ["type": "string"] }
  static var boolean: JSONTree { ["type": "boolean"] }

  static func oneOf(_ words: [String]) -> JSONTree { ["enum": .list(words.map(JSONTree.text))] }
  static func list(_ element: JSONTree) -> JSONTree { ["type": "array", "items": element] }
  static func optional(_ value: JSONTree) -> JSONTree {
    ["anyOf": .list([value, ["type": "null"]])]
  }

  static func described(_ value: JSONTree, _ text: String) -> JSONTree {
    guard case .object(let members) = value else { return value }
    return .object(members + [("description", .text(text))])
  }

  static func object(
    _ required: [(key: String, value: JSONTree)] = [],
    optional: [(key: String, value: JSONTree)] = []
  ) -> JSONTree {
    [
      "type": "object", "required": .list(required.map { .text($0.key) }),
      "properties": .object(required + optional),
    ]
  }
}
