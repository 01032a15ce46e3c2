import Results
import ScenarioFormat
import SimNetwork

/// `fedsim list`: what names there are to be used in scenarios and options.
struct ListCommand: Command {
  enum Topic: String, CaseIterable, Sendable {
    case templates, metrics, codes, regions

    var summary: String {
      switch self {
      case .templates: "Starter scenarios, for 'fedsim new' and as 'builtin:<name>'."
      case .metrics: "What a run measures, for 'expect', --metric and --fail-on."
      case .codes: "Every diagnostic of a scenario file, by its code."
      case .regions: "Cloud regions with measured round trips, of all providers or one."
      }
    }
  }

  static let spec = CommandSpec(
    name: "list",
    summary: "List \(Topic.allCases.map(\.rawValue).joined(separator: ", ")).",
    overview: "List the names that scenarios and options can use.",
    usage: "[<topic>] [<provider>]",
    arguments: [
      .init(
        "<topic>",
        "\(Topic.allCases.map(\.rawValue).joined(separator: ", ")). (default: the topics)"),
      .init(
        "<provider>",
        "With regions: \(CloudProvider.allCases.map(\.rawValue).joined(separator: ", ")). "
          + "(default: all)"),
    ],
    count: 0...2,
    examples: ["fedsim list metrics", "fedsim list regions gcp --format csv"])

  private let topic: Topic?
  private let provider: CloudProvider?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let given = arguments.positional.count
    topic = given > 0 ? try arguments.word(at: 0) : nil
    if given > 1, topic != .regions {
      throw arguments.error("Unexpected argument '\(arguments.positional[1])'.")
    }
    provider = given > 1 ? try arguments.word(at: 1) : nil
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    let listing = listing
    try context.publish { format, isFile in
      listing.rendered(as: format, width: context.width(isFile: isFile))
    }
    return .done
  }

  private var listing: Listing {
    switch topic {
    case nil:
      Listing(
        columns: ["topic", "summary"],
        rows: Topic.allCases.map { ["\($0.rawValue)", $0.summary] })
    case .templates:
      Listing(
        columns: ["name", "summary"], rows: Templates.all.map { [$0.name, $0.summary] })
    case .codes:
      Listing(
        columns: ["code", "severity", "meaning"],
        rows: DiagnosticCode.allCases.map {
          [$0.rawValue, $0.severity.rawValue, $0.explanation]
        })
    case .metrics: Self.metrics
    case .regions: regions
    }
  }

  private static var metrics: Listing {
    Listing(
      columns: ["name", "unit", "kind", "better", "aliases", "meaning"],
      rows: Metric.allCases.map { metric in
        let entry = metric.entry
        return [
          metric.rawValue, entry.unit.rawValue, entry.kind.rawValue, entry.better.rawValue,
          entry.aliases.joined(separator: " "), entry.meaning,
        ]
      })
  }

  private var regions: Listing {
    let catalogue = RegionCatalogue.builtIn
    let regions = provider.map { catalogue.regions(of: $0) } ?? catalogue.regions
    return Listing(
      columns: ["region", "city"], rows: regions.map { [$0.description, $0.city] })
  }
}
