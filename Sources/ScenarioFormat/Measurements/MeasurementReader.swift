import SimKernel

/// What became of a measurement file.
public struct MeasurementResult: Sendable {
  /// nil exactly when a diagnostic is an error.
  public var measurement: ClusterMeasurement?
  public var diagnostics: [Diagnostic]
  public var omittedErrors: Int
}

/// Turns the bytes of a measurement file into a measurement, or into all that is wrong with it.
public enum MeasurementReader {
  /// Members a file may have.
  static let memberLimit = 9

  /// Reads one file; `name` is what the user called it.
  public static func read(bytes: [UInt8], name: String) -> MeasurementResult {
    var findings = Findings()
    let document = JSONText.parse(bytes, findings: &findings)
    var measurement: ClusterMeasurement?
    if document.isReliable, let root = document.root {
      var reading = MeasurementReading(findings: findings)
      measurement = reading.measurement(root, name: name)
      findings = reading.findings
    }
    let kept = bytes.count > JSONText.sizeLimit ? Array(bytes.prefix(1_000)) : bytes
    let diagnostics = findings.diagnostics(in: [.file: SourceText(name: name, bytes: kept)])
    let shown = diagnostics.count { $0.severity == .error }
    return MeasurementResult(
      measurement: findings.errorCount == 0 ? measurement : nil, diagnostics: diagnostics,
      omittedErrors: findings.errorCount - shown)
  }
}

/// One file on its way to a measurement.
struct MeasurementReading {
  var findings: Findings
  var members: [String] = []

  /// Keys that mean something, and keys of format 1 that are for people.
  private static let known = [
    "format", "run", "etcd_version", "members", "rtt_ms", "jitter_one_way_ms", "leader",
    "heartbeat_ms", "election_timeout_ms", "flags", "data_dir", "value_bytes", "latency_ms",
    "latency_ms_direct_to_leader", "regions_measured_in_parallel", "watch_ms", "throughput",
    "failover", "quiet", "cold_start", "cold_start_to_healthy_s", "leader_transfer",
    "fdatasync_probe_ms",
  ]
  private static let told = [
    "key_bytes", "client_placement", "order", "ping", "ping_worst_avg_error_ms", "router_stats",
    "load_average_at_end", "latency_leader_kept", "wal_fsync_during_latency", "throughput_note",
    "throughput_leader_kept", "fsync_ms",
  ]

  init(findings: Findings) { self.findings = findings }

  mutating func measurement(_ root: JSONNode, name: String) -> ClusterMeasurement? {
    guard let keys = root.members else {
      findings.add(.wrongType, "a measurement is an object", at: root.caret)
      return nil
    }
    checkKeys(keys)
    guard acceptsFormat(root["format"]) else { return nil }
    members = names(root)
    let leader = root["leader"].flatMap { member($0) }
    if root["leader"] == nil { missing("leader", "the name of the member that leads", root) }
    let trips = roundTrips(root)
    guard findings.errorCount == 0, let leader, let trips else { return nil }
    let heartbeat = milliseconds(root, "heartbeat_ms", in: 0.1...60_000) ?? 100
    let election = milliseconds(root, "election_timeout_ms", in: 0.2...600_000) ?? 1_000
    if election < 2 * heartbeat {
      findings.add(
        .impossibleTiming, "the election timeout is shorter than two heartbeats",
        at: (root["election_timeout_ms"] ?? root).caret)
    }
    var result = ClusterMeasurement(
      name: root["run"]?.string ?? Self.stem(name),
      version: root["etcd_version"]?.string ?? "", members: members, roundTrips: trips,
      jitter: Self.duration(milliseconds(root, "jitter_one_way_ms", in: 0...10_000) ?? 0),
      leader: leader, heartbeat: Self.duration(heartbeat),
      electionTicks: max(2, Int(election / heartbeat)),
      preVote: root["flags"]?.string?.contains("pre-vote=false") != true,
      valueSize: Int(milliseconds(root, "value_bytes", in: 0...1_500_000) ?? 256),
      disk: disk(root), inParallel: root["regions_measured_in_parallel"]?.value == .bool(true))
    readSections(root, into: &result)
    return result
  }

  private mutating func checkKeys(_ keys: [JSONMember]) {
    for key in keys where !Self.known.contains(key.key) && !Self.told.contains(key.key) {
      guard !key.key.hasPrefix("x-") else { continue }
      findings.add(
        .withoutEffect, "\(quoted(key.key)) means nothing in a measurement", at: key.keySpan)
    }
  }

  private mutating func acceptsFormat(_ node: JSONNode?) -> Bool {
    guard let node else { return true }
    if node.number?.integer == 1 { return true }
    findings.add(
      .unknownFormat, "this format is not known to this version of fedsim", at: node.caret,
      label: "this version reads format 1")
    return false
  }

  private mutating func missing(_ key: String, _ what: String, _ root: JSONNode) {
    findings.add(
      .missingKey, "a measurement needs \(quoted(key))", at: root.span.opening, help: what)
  }

  private mutating func names(_ root: JSONNode) -> [String] {
    guard let node = root["members"] else {
      missing("members", "a list of the members' names", root)
      return []
    }
    guard let elements = node.elements, !elements.isEmpty,
      elements.count <= MeasurementReader.memberLimit
    else {
      findings.add(
        .wrongType, "members is a list of 1 to \(MeasurementReader.memberLimit) names",
        at: node.caret)
      return []
    }
    var names: [String] = []
    for element in elements {
      guard let name = element.string, !name.isEmpty else {
        findings.add(.wrongType, "a member has a name", at: element.caret)
        continue
      }
      if names.contains(name) {
        findings.add(.duplicateName, "member \(quoted(name)) is named twice", at: element.span)
      }
      names.append(name)
    }
    return names
  }

  private mutating func roundTrips(_ root: JSONNode) -> [[Int64]]? {
    guard let node = root["rtt_ms"] else {
      missing("rtt_ms", "a square matrix of round trips, in the members' order", root)
      return nil
    }
    guard let rows = node.elements, rows.count == members.count else {
      findings.add(
        .badMatrix, "rtt_ms has one row for each of the \(members.count) members", at: node.caret)
      return nil
    }
    var trips: [[Int64]] = []
    for (i, row) in rows.enumerated() {
      guard let cells = row.elements, cells.count == members.count else {
        findings.add(
          .badMatrix, "a row of rtt_ms has \(members.count) numbers", at: row.caret)
        continue
      }
      var line: [Int64] = []
      for (j, cell) in cells.enumerated() {
        guard let value = number(cell, in: 0...60_000) else { continue }
        line.append(i == j ? 0 : Self.duration(value).nanoseconds)
      }
      trips.append(line)
    }
    return trips
  }

  // MARK: - Values

  /// The number of a member that `node` names.
  mutating func member(_ node: JSONNode) -> Int? {
    guard let name = node.string else {
      findings.add(.wrongType, "the name of a member is expected here", at: node.caret)
      return nil
    }
    return member(named: name, at: node.span)
  }

  mutating func member(named name: String, at span: SourceSpan) -> Int? {
    if let index = members.firstIndex(of: name) { return index }
    // Without members this would only repeat what was said.
    if !members.isEmpty {
      findings.add(
        .unknownMember, "there is no member \(quoted(name))", at: span,
        help: "the members are \(members.joined(separator: ", "))")
    }
    return nil
  }

  mutating func number(_ node: JSONNode, in range: ClosedRange<Double>) -> Double? {
    guard let text = node.number?.text, let value = Double(text) else {
      if !node.isInvalid {
        findings.add(
          .wrongType, "a number is expected here, found \(node.kindName)", at: node.caret)
      }
      return nil
    }
    guard range.contains(value) else {
      findings.add(
        .outOfRange, "the number lies outside of \(range.lowerBound) to \(range.upperBound)",
        at: node.span)
      return nil
    }
    return value
  }

  mutating func milliseconds(
    _ object: JSONNode, _ key: String, in range: ClosedRange<Double>
  ) -> Double? {
    object[key].flatMap { number($0, in: range) }
  }

  static func duration(_ milliseconds: Double) -> SimDuration {
    SimDuration(nanoseconds: Int64((milliseconds * 1e6).rounded()))
  }

  private static func stem(_ name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    return file.hasSuffix(".json") ? String(file.dropLast(5)) : file
  }
}
