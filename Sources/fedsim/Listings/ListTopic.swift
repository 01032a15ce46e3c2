import HostileWorld
import Invariants
import RaftSubject
import Reporting
import Results
import ScenarioFormat
import SimKernel
import SimNetwork

/// What `fedsim list` can list.
enum ListTopic: String, CaseIterable, Sendable {
  case templates, metrics, faults, charts, invariants, codes, regions, disks, jitters, presets
  case mutants, promises

  var summary: String {
    switch self {
    case .templates: "Starter scenarios, for 'fedsim new' and as 'builtin:<name>'."
    case .metrics: "What a run measures, for 'expect', --metric and --fail-on."
    case .faults: "What can go wrong in a scenario, with the keys each takes."
    case .charts: "What --chart draws."
    case .invariants: "Safety properties that every run watches."
    case .codes: "Every diagnostic of a scenario file, by its code."
    case .regions: "Cloud regions with measured round trips, of all providers or of one."
    case .disks: "Disks with measured fsync times, for a group's 'disk'."
    case .jitters: "How packet delays spread, for a link's 'jitter'."
    case .presets: "Defaults of a group, by the etcd they are taken from."
    case .mutants: "Faults that 'fedsim check --mutant' plants in our Raft."
    case .promises: "What 'fedsim check' asks of every trial, by the names of its reports."
    }
  }

  func listing(provider: CloudProvider?) -> Listing {
    switch self {
    case .templates:
      Listing(["name", "summary"], Templates.all.map { [$0.name, $0.summary] })
    case .metrics: Self.metricsListing
    case .faults: Self.faultListing
    case .charts:
      Listing(["name", "meaning"], ChartKind.allCases.map { [$0.rawValue, $0.meaning] })
    case .invariants:
      Listing(["name", "meaning"], ScenarioSchema.invariants.map { [$0.name, $0.meaning] })
    case .codes:
      Listing(
        ["code", "severity", "meaning"],
        DiagnosticCode.allCases.map { [$0.rawValue, $0.severity.rawValue, $0.explanation] })
    case .regions: Self.regionListing(of: provider)
    case .disks: Self.disksListing
    case .jitters: Self.jittersListing
    case .presets: Self.presetListing
    case .mutants:
      Listing(
        ["id", "name", "rows", "summary"],
        Catalogue.all.map { [$0.id, $0.name, $0.sources, $0.summary] }, textColumns: [0, 1, 3])
    case .promises:
      Listing(
        ["name", "kind", "promise"],
        InvariantTable.rows.map { [$0.invariant.rawValue, $0.kind.rawValue, $0.text] })
    }
  }

  private static var metricsListing: Listing {
    Listing(
      ["name", "short", "unit", "kind", "better", "labels", "meaning"],
      Metric.allCases.map { metric in
        let entry = metric.entry
        return [
          metric.rawValue, entry.aliases.joined(separator: " "), word(for: entry.unit),
          entry.kind.rawValue, entry.better.rawValue,
          entry.labels.map(\.rawValue).joined(separator: " "), entry.meaning,
        ]
      },
      textColumns: [0, 1, 2, 6])
  }

  private static func word(for unit: Metric.Unit) -> String {
    switch unit {
    case .duration: "time"
    case .count: "count"
    case .bytes: "bytes"
    case .rate: "per s"
    case .ratio: "share"
    }
  }

  private static func regionListing(of provider: CloudProvider?) -> Listing {
    let catalogue = RegionCatalogue.builtIn
    let regions = provider.map { catalogue.regions(of: $0) } ?? catalogue.regions
    return Listing(["region", "city"], regions.map { [$0.description, $0.city] })
  }

  private static var disksListing: Listing {
    Listing(
      ["name", "p50", "p99", "p99.9", "basis"],
      DiskProfile.all.map { disk in
        let quantiles = [500_000, 990_000, 999_000].map { (share: Int64) -> String in
          let point = disk.fsync.first { $0.partsPerMillion == share }
          return point.map { milliseconds($0.value) } ?? "-"
        }
        return [disk.name] + quantiles + [disk.basis]
      },
      textColumns: [0, 1, 2, 4])
  }

  private static var jittersListing: Listing {
    Listing(["name", "basis"], JitterProfile.all.map { [$0.name, $0.basis] })
  }

  /// "1.02 ms": nanoseconds, to a hundredth of a millisecond.
  private static func milliseconds(_ nanoseconds: Int64) -> String {
    let hundredths = (nanoseconds + 5_000) / 10_000
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) ms"
  }
}
