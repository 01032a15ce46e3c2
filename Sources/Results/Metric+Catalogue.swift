extension Metric {
  /// The metric named `name` in full or by an alias.
  public static func named(_ name: String) -> Metric? {
    Metric(rawValue: name) ?? allCases.first { $0.entry.aliases.contains(name) }
  }

  /// The catalogue's row of this metric.
  public var entry: Entry {
    switch self {
    case .writeLatency:
      latency(
        "write latency", "From a write's intended start to its acknowledgement.", ["write"])
    case .readLatency:
      latency("read latency", "The same for linearizable reads.", ["read"])
    case .staleReadLatency:
      latency("serializable read latency", "Reads served by one member alone.", ["staleRead"])
    case .resolveLatency:
      latency("resolve latency", "Lookup of a clusterset.local name.", ["resolve"])
    case .updateLatency:
      latency(
        "update latency", "A guarded update: its read, and transactions until one succeeds.",
        ["update"])
    case .keepAliveLatency:
      latency(
        "keepalive latency", "From a lease's keepalive to its answer.", ["keepAlive"])
    case .watchDelay:
      watch(
        "watch delay", "From the intended start of a write to its event at a watcher.", ["watch"])
    case .watchCommitDelay:
      watch(
        "watch delay after commit", "From a write's commit at the leader to its event there.",
        ["watchCommit"])
    case .watchRelistTime:
      Entry(
        title: "watch re-list", meaning: "From a watch found compacted until its list was read.",
        kind: .distribution, unit: .duration, better: .lower, aliases: ["relistTime"],
        labels: [.cluster, .region])
    case .operationsOffered:
      scalar("offered", "Operations whose intended start lies in the window.", .count, .neither)
    case .operationsSucceeded:
      scalar("ok", "Offered operations that were acknowledged.", .count, .higher)
    case .operationsFailed:
      scalar("failed", "Offered operations refused, timed out or still open.", .count, .lower)
    case .errors:
      scalar(
        "errors", "Failed operations by what the client was told.", .count, .lower,
        [.region, .kind])
    case .conflicts:
      scalar(
        "conflicts", "Transactions of updates that found the key changed.", .count, .lower)
    case .okRatio:
      scalar("ok share", "Acknowledged share of the offered operations.", .ratio, .higher)
    case .okRate:
      scalar("ok rate", "Acknowledged operations a second.", .rate, .higher)
    case .writeRate:
      scalar("write rate", "Acknowledged writes a second.", .rate, .higher)
    case .outage:
      scalar(
        "worst-region outage",
        "Longest time a region asked a cluster without a success; a lost region asks nothing.",
        .duration, .lower, [.cluster, .region])
    case .resolveWrong:
      scalar("wrong answers", "Lookups answered with an endpoint already gone.", .count, .lower)
    case .resolveLocalRatio:
      scalar("local answers", "Share of lookups answered with a local endpoint.", .ratio, .higher)
    case .leasesGranted:
      scalar("leases granted", "Leases that clients were granted.", .count, .neither)
    case .leasesLost:
      scalar("leases lost", "Leases that ended while their clients held them.", .count, .lower)
    case .leaseKeysExpired:
      scalar(
        "keys expired", "Keys deleted because their lease was revoked.", .count, .lower,
        [.cluster])
    case .watchEvents:
      scalar("watch events", "Events that watchers read.", .count, .neither)
    case .watchRelists:
      scalar(
        "watch re-lists", "Times a watcher's revision was compacted and it listed anew.", .count,
        .lower)
    case .watchResumes:
      scalar(
        "watch resumptions", "Watches taken up again from the last event read.", .count, .lower)
    case .watchProgress:
      scalar("watch progress notices", "Progress notices that watchers read.", .count, .neither)
    case .elections:
      scalar(
        "leader elections", "Leaders elected after the first, per cluster or in sum.", .count,
        .lower, [.cluster])
    case .leaderChanges:
      scalar(
        "leader changes", "Times the leader was another member than before.", .count, .lower,
        [.cluster])
    case .leaderless:
      scalar(
        "time without leader", "Time in which no reachable leader served, summed.", .duration,
        .lower, [.cluster])
    case .preVotes:
      scalar("pre-votes", "Pre-candidacies begun.", .count, .lower, [.cluster])
    case .stepTime:
      Entry(
        title: "operator's steps", meaning: "From the beginning of a step until it was done.",
        kind: .distribution, unit: .duration, better: .lower, aliases: ["step"],
        labels: [.cluster, .kind])
    case .stepsFailed:
      scalar(
        "steps failed", "Steps that were refused for good, or given up.", .count, .lower,
        [.cluster, .kind])
    case .lostWrites:
      scalar(
        "acknowledged writes lost", "Those that a cluster lacked when it began anew (RPO).",
        .count, .lower, [.cluster])
    case .lostSpan:
      scalar(
        "span of lost writes",
        "From the oldest lost acknowledgement to the last one before the new beginning (RPO).",
        .duration, .lower, [.cluster])
    case .downtime:
      scalar(
        "time until recovery",
        "From the last acknowledged write before a new beginning to the first after it (RTO).",
        .duration, .lower, [.cluster])
    case .walFsync:
      Entry(
        title: "WAL fsync", meaning: "Duration of each WAL fsync of a member, queue excluded.",
        kind: .distribution, unit: .duration, better: .lower, aliases: ["fsync"],
        labels: [.cluster, .region])
    case .wanBytes:
      scalar(
        "cross-region bytes", "Bytes sent between regions.", .bytes, .lower, [.from, .to, .kind])
    case .wanMessages:
      scalar(
        "cross-region messages", "Messages sent between regions.", .count, .lower,
        [.from, .to, .kind])
    case .syncLag:
      Entry(
        title: "sync lag",
        meaning: "From a write's commit at its origin until another cluster serves it.",
        kind: .distribution, unit: .duration, better: .lower, aliases: ["syncLag"],
        labels: [.from, .to])
    case .staleness:
      Entry(
        title: "staleness",
        meaning: "Age of the oldest acknowledged version a read lacked, 0 when it lacked none.",
        kind: .distribution, unit: .duration, better: .lower, aliases: ["staleness"],
        labels: [.from, .to])
    case .staleReadRatio:
      scalar("stale reads", "Share of reads that lacked a version.", .ratio, .lower, [.to])
    case .versionsBehind:
      Entry(
        title: "versions behind", meaning: "Acknowledged versions a read lacked.",
        kind: .distribution, unit: .count, better: .lower, aliases: [], labels: [.from, .to])
    case .convergence:
      scalar(
        "convergence after a cut",
        "From the end of the last fault until every copy written before it was served everywhere.",
        .duration, .lower)
    case .federationUnseen:
      scalar(
        "updates unseen at the end", "Updates some cluster had not served at the end.", .count,
        .lower, [.from, .to])
    case .federationResyncs:
      scalar(
        "full re-lists", "Times a mirror had to list its source anew.", .count, .lower,
        [.from, .to])
    }
  }

  private func latency(_ title: String, _ meaning: String, _ aliases: [String]) -> Entry {
    Entry(
      title: title, meaning: meaning, kind: .distribution, unit: .duration, better: .lower,
      aliases: aliases, labels: [.cluster, .load, .region])
  }

  private func watch(_ title: String, _ meaning: String, _ aliases: [String]) -> Entry {
    Entry(
      title: title, meaning: meaning, kind: .distribution, unit: .duration, better: .lower,
      aliases: aliases, labels: [.cluster, .from, .to])
  }

  private func scalar(
    _ title: String, _ meaning: String, _ unit: Unit, _ better: Better,
    _ labels: [LabelName] = [.region]
  ) -> Entry {
    Entry(
      title: title, meaning: meaning, kind: .scalar, unit: unit, better: better,
      aliases: [String(rawValue.split(separator: ".").last ?? "")], labels: labels)
  }
}

/// One number taken from a metric.
public enum Statistic: String, CaseIterable, Sendable {
  case min, p50, p90, p95, p99
  case p999 = "p99.9"
  case p9999 = "p99.99"
  case max, mean, count, value

  /// Cumulative probability in parts per million, for percentiles.
  public var partsPerMillion: Int64? {
    switch self {
    case .p50: 500_000
    case .p90: 900_000
    case .p95: 950_000
    case .p99: 990_000
    case .p999: 999_000
    case .p9999: 999_900
    case .min, .max, .mean, .count, .value: nil
    }
  }

  /// Whether it can be taken from a metric of `kind`.
  public func applies(to kind: Metric.Kind) -> Bool {
    switch kind {
    case .distribution: self != .value
    case .scalar: self == .value || self == .max || self == .mean || self == .count
    }
  }
}
