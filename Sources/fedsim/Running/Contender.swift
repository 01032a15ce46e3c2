import Results
import ScenarioFormat

/// One side of a comparison: a scenario still to be simulated, or a result that was saved.
struct Contender: Sendable {
  enum Origin: Sendable {
    case scenario(Plan)
    case saved(Outcome)
  }

  /// As the user gave it.
  let argument: String
  /// Unique among the sides.
  var name: String
  var origin: Origin

  var plan: Plan? {
    if case .scenario(let plan) = origin { plan } else { nil }
  }

  var savedSeeds: [UInt64]? {
    if case .saved(let outcome) = origin { outcome.runs.map(\.seed) } else { nil }
  }

  /// Everything but the runs.
  func head(_ simulator: Simulator) -> Outcome {
    switch origin {
    case .saved(let outcome): outcome
    case .scenario(let plan): simulator.outcome(plan, [])
    }
  }

  /// Reads all sides, or fails after everything wrong in any scenario was shown.
  static func load(
    _ sources: [ScenarioSource], _ loader: ScenarioLoader
  ) throws(CommandFailure) -> [Contender] {
    var found: [Contender] = []
    for source in sources {
      loader.context.explain("reading \(source.argument)")
      let bytes = try source.bytes(in: loader.context.terminal)
      if SavedResult.isOne(bytes) {
        let outcome = try SavedResult.read(bytes, path: source.argument)
        found.append(.init(argument: source.argument, name: outcome.name, origin: .saved(outcome)))
      } else if let plan = loader.show(
        source.read(bytes, overrides: loader.overrides), of: source)
      {
        found.append(.init(argument: source.argument, name: plan.name, origin: .scenario(plan)))
      }
    }
    guard found.count == sources.count else { throw CommandFailure(.badInput) }
    return named(found)
  }

  /// Sides of the same name get a number: "eu", "eu-2".
  private static func named(_ contenders: [Contender]) -> [Contender] {
    var taken: [String] = []
    return contenders.map { contender in
      var contender = contender
      var number = 1
      while taken.contains(contender.name) {
        number += 1
        contender.name = "\(contender.origin.name)-\(number)"
      }
      taken.append(contender.name)
      contender.origin = contender.origin.renamed(contender.name)
      return contender
    }
  }
}

extension Contender.Origin {
  fileprivate var name: String {
    switch self {
    case .scenario(let plan): plan.name
    case .saved(let outcome): outcome.name
    }
  }

  fileprivate func renamed(_ name: String) -> Contender.Origin {
    switch self {
    case .scenario(var plan):
      plan.name = name
      return .scenario(plan)
    case .saved(var outcome):
      outcome.name = name
      return .saved(outcome)
    }
  }
}
