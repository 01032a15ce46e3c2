import SimKernel
import SimNetwork

/// How a link behaves, whatever its delay.
struct LinkQuality {
  var jitter: DistributionPlan
  var lossPartsPerMillion: Int64 = 0
  var isReliable = true
  var bytesPerSecond: Int64?
  /// Where the bandwidth is written.
  var bandwidthSpan: SourceSpan?
}

/// One or both directions between two regions, as a link or a fault names them.
struct LinkEnds {
  var from: Int
  var to: Int
  var bothWays: Bool

  var directions: [(from: Int, to: Int)] { bothWays ? [(from, to), (to, from)] : [(from, to)] }
}

extension PlanBuilder {
  mutating func readLinks() {
    let count = regions.count
    var defaults = LinkQuality(jitter: .profile(.interRegion))
    if let view = root.view("network", ScenarioSchema.network) {
      readQuality(view, into: &defaults)
    }
    qualities = Array(repeating: defaults, count: count * count)
    var given = GivenDelays(regions: count)
    var givenAt: [Int: SourceSpan] = [:]
    for view in root.views("links", ScenarioSchema.link) {
      guard let ends = linkEnds(view) else { continue }
      let oneWay = oneWay(of: view)
      if let oneWay {
        let span = view.caret(view.node("rtt") == nil ? "oneWay" : "rtt")
        for (from, to) in ends.directions {
          if let first = givenAt[from * count + to] {
            reportTwice(from, to, at: span, first: first)
          }
          givenAt[from * count + to] = span
          given[from, to] = DelayEntry(
            oneWay: oneWay, isEstimated: false, source: "Set in the scenario.")
        }
      }
      for (from, to) in ends.directions {
        var quality = qualities[from * count + to]
        readQuality(view, into: &quality)
        qualities[from * count + to] = quality
      }
      warnIfIdle(view, hasDelay: oneWay != nil)
    }
    resolveLinks(given, reportsGaps: !hasDoubtfulTopology)
  }

  /// Whether something is wrong where round trips come from, so that a gap may be no gap.
  private var hasDoubtfulTopology: Bool {
    let keys = ["regions", "links", "network", "matrix"]
    return keys.contains { key in
      root.node[key].map { findings.hasError(inside: $0.span) } ?? false
    } || findings.all.contains { $0.code == .badMatrix || $0.span.origin == .overrides }
  }

  private mutating func reportTwice(_ from: Int, _ to: Int, at span: SourceSpan, first: SourceSpan)
  {
    findings.add(
      .duplicateName,
      "the delay from \(quoted(regions[from].name)) to \(quoted(regions[to].name)) is given twice",
      at: span, related: [(first, "first here")])
  }

  private mutating func warnIfIdle(_ view: ObjectView, hasDelay: Bool) {
    let keys = ["jitter", "loss", "bandwidth", "mode", "rtt", "oneWay"]
    guard !hasDelay, keys.allSatisfy({ view.node[$0] == nil }),
      !findings.hasError(inside: view.node.span)
    else { return }
    findings.add(
      .withoutEffect, "the link changes nothing", at: view.node.span.opening,
      help: "give it one of: \(keys.joined(separator: ", "))")
  }

  /// The two regions that `between`, or `from` and `to`, name.
  mutating func linkEnds(_ view: ObjectView) -> LinkEnds? {
    let pair = view.node("between")
    let (from, to) = (view.node("from"), view.node("to"))
    if let pair, let other = from ?? to {
      findings.add(
        .conflictingKeys, "either \"between\", or \"from\" and \"to\"", at: other.span,
        related: [(pair.caret, "\"between\" is given here")])
      return nil
    }
    guard pair != nil || (from != nil && to != nil) else {
      if view.node["between"] == nil && (view.node["from"] == nil || view.node["to"] == nil) {
        findings.add(
          .missingKey, "\(view.object.phrase) needs \"between\", or \"from\" and \"to\"",
          at: view.node.span.opening)
      }
      return nil
    }
    let names = pair?.elements ?? [from, to].compactMap { $0 }
    guard names.count == 2 else { return nil }
    let ends = (region(names[0]), region(names[1]))
    guard let first = ends.0, let second = ends.1 else { return nil }
    guard first != second else {
      findings.add(
        .conflictingKeys, "a link joins two different regions", at: names[1].span,
        help: "inside a region the round trips are its \"interZone\" and \"intraZone\"")
      return nil
    }
    return LinkEnds(from: first, to: second, bothWays: pair != nil)
  }

  /// Nanoseconds one way, from `rtt` or `oneWay`.
  mutating func oneWay(of view: ObjectView) -> Int64? {
    if let roundTrip = view.node("rtt"), let single = view.node("oneWay") {
      findings.add(
        .conflictingKeys, "either \"rtt\" or \"oneWay\"", at: single.caret,
        related: [(roundTrip.caret, "\"rtt\" is given here")])
    }
    return view.grains("oneWay") ?? view.grains("rtt").map { $0 / 2 }
  }

  private mutating func readQuality(_ view: ObjectView, into quality: inout LinkQuality) {
    if let loss = view.grains("loss") { quality.lossPartsPerMillion = loss }
    if let bandwidth = view.grains("bandwidth") {
      quality.bytesPerSecond = bandwidth
      quality.bandwidthSpan = view.caret("bandwidth")
    }
    if let mode = view.text("mode") { quality.isReliable = mode != "datagram" }
    guard let jitter = view.node("jitter") else { return }
    if let name = jitter.string {
      if name == "none" { quality.jitter = .constant(1_000_000, name: "none") }
      if let profile = JitterProfile.named(name) { quality.jitter = .profile(profile) }
    } else if let points = points(jitter, .decimal(0...100_000_000)) {
      quality.jitter = DistributionPlan(name: "own points", points: points)
    }
  }

  /// Points of [probability, value] that describe a distribution.
  mutating func points(_ node: JSONNode, _ type: SchemaType) -> [DistributionPlan.Point]? {
    guard let pairs = node.elements else { return nil }
    var points: [DistributionPlan.Point] = []
    for pair in pairs {
      guard let values = pair.elements, values.count == 2,
        let probability = ScenarioSchema.probability.grainsAssumingUnit(values[0]),
        let value = type.grainsAssumingUnit(values[1])
      else { return nil }
      points.append(DistributionPlan.Point(probability, value))
    }
    let table = QuantileTable(
      points: points.map { (partsPerMillion: $0.partsPerMillion, value: $0.value) })
    if table == nil && points.count >= 2 {
      findings.add(
        .outOfRange, "these points describe no distribution", at: node.span.opening,
        help: "start at probability 0, end at 1, and let neither column fall")
    }
    return table == nil ? nil : points
  }

  private mutating func resolveLinks(_ given: GivenDelays, reportsGaps: Bool) {
    let count = regions.count
    var gaps: [[Int]] = Array(repeating: [], count: count)
    links.reserveCapacity(count * count)
    for from in 0..<count {
      for to in 0..<count {
        let entry = from == to ? nil : delay(from: from, to: to, given: given)
        if entry == nil && from != to { noteGap(from, to, &gaps) }
        let known = entry ?? DelayEntry(oneWay: 0, isEstimated: false, source: "")
        links.append(LinkPlan(known, qualities[from * count + to]))
      }
    }
    guard reportsGaps else { return }
    for region in regions.indices where !gaps[region].isEmpty { reportGap(region, gaps[region]) }
  }

  /// Puts a pair without delay down to the region that the catalogue lacks, else to the later one.
  private func noteGap(_ from: Int, _ to: Int, _ gaps: inout [[Int]]) {
    let (low, high) = (min(from, to), max(from, to))
    let isLow = regions[low].catalogued == nil && regions[high].catalogued != nil
    let (owner, other) = isLow ? (low, high) : (high, low)
    if !gaps[owner].contains(other) { gaps[owner].append(other) }
  }

  private mutating func reportGap(_ region: Int, _ others: [Int]) {
    let names = others.prefix(3).map { quoted(regions[$0].name) }
    let more = others.count > 3 ? " and \(others.count - 3) more" : ""
    let name = regions[region].name
    var help = "write a link: { \"between\": [\(quoted(name)), \(names[0])], \"rtt\": \"80ms\" }"
    do throws(RegionLookupError) {
      _ = try RegionCatalogue.builtIn.region(named: name)
    } catch {
      if case .noProvider(let namesakes) = error, let first = namesakes.first {
        help = "did you mean \(quoted(first))? Otherwise " + help
      }
    }
    findings.add(
      .missingRoundTrip,
      "no round trip is known between \(quoted(name)) and \(names.joined(separator: ", "))\(more)",
      at: regions[region].span, related: [(regions[others[0]].span, "the other")], help: help)
  }
}

extension LinkPlan {
  fileprivate init(_ delay: DelayEntry, _ quality: LinkQuality) {
    self.init(
      oneWay: SimDuration(nanoseconds: delay.oneWay), jitter: quality.jitter,
      lossPartsPerMillion: quality.lossPartsPerMillion, isReliable: quality.isReliable,
      bytesPerSecond: quality.bytesPerSecond, isEstimated: delay.isEstimated,
      source: delay.source)
  }
}

extension DistributionPlan {
  /// Always the same value.
  static func constant(_ value: Int64, name: String) -> DistributionPlan {
    DistributionPlan(name: name, points: [Point(0, value), Point(1_000_000, value)])
  }

  static func profile(_ profile: JitterProfile) -> DistributionPlan {
    DistributionPlan(
      name: profile.name,
      points: profile.multipliers.map { Point($0.partsPerMillion, $0.value) })
  }

  static func profile(_ profile: DiskProfile) -> DistributionPlan {
    DistributionPlan(
      name: profile.name, points: profile.fsync.map { Point($0.partsPerMillion, $0.value) })
  }
}
