import Results
import SimNetwork

/// `fedsim list`: what names there are to be used in scenarios and options.
struct ListCommand: Command {
  private static let topics = ListTopic.allCases.map(\.rawValue).joined(separator: ", ")

  static let spec = CommandSpec(
    name: "list",
    summary: "List \(topics).",
    overview: "List the names that scenarios and options can use.",
    usage: "[<topic>] [<provider>]",
    arguments: [
      .init("<topic>", "\(topics). (default: the topics)"),
      .init(
        "<provider>",
        "With regions: \(CloudProvider.allCases.map(\.rawValue).joined(separator: ", ")). "
          + "(default: all)"),
    ],
    count: 0...2,
    examples: ["fedsim list metrics", "fedsim list regions gcp --format csv"])

  private let topic: ListTopic?
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
    let listing =
      topic?.listing(provider: provider)
      ?? Listing(["topic", "summary"], ListTopic.allCases.map { [$0.rawValue, $0.summary] })
    try context.publish { format, isFile in
      listing.rendered(as: format, width: context.width(isFile: isFile))
    }
    return .done
  }
}
