import ScenarioFormat
import SimKernel

/// Listings taken from the table that scenarios are checked by.
extension ListTopic {
  /// The kinds of faults with their own keys.
  static var faultListing: Listing {
    let field = ScenarioSchema.root.fields.first { $0.key == "faults" }
    guard case .list(.object(let fault), _)? = field?.type, let variants = fault.variants else {
      preconditionFailure("the schema declares no kinds of faults")
    }
    return Listing(
      ["kind", "keys", "summary"],
      variants.cases.map { kind in
        [kind.value, kind.fields.map(\.key).joined(separator: " "), kind.summary]
      })
  }

  /// The presets with what they stand for, as a group that uses them has it.
  static var presetListing: Listing {
    let groups = ScenarioSchema.root.fields.first { $0.key == "groups" }
    guard case .list(.object(let group), _)? = groups?.type,
      case .choice(let names)? = group.fields.first(where: { $0.key == "preset" })?.type
    else { preconditionFailure("the schema declares no presets") }
    return Listing(
      ["name", "heartbeat", "electionTimeout", "snapshotEvery"],
      names.compactMap { name in
        presetGroup(name).map { group in
          [
            name, DurationText.exact(group.heartbeat.nanoseconds),
            DurationText.exact((group.heartbeat * Int64(group.electionTicks)).nanoseconds),
            "\(group.snapshotEvery)",
          ]
        }
      })
  }

  /// A group that says nothing but its preset.
  private static func presetGroup(_ preset: String) -> GroupPlan? {
    let scenario = """
      {
        "duration": "1s", "regions": ["aws:us-east-1"],
        "groups": [{ "name": "g", "members": { "aws:us-east-1": 1 }, "preset": "\(preset)" }]
      }
      """
    return ScenarioReader.read(bytes: Array(scenario.utf8), name: "preset").plan?.groups.first
  }
}
