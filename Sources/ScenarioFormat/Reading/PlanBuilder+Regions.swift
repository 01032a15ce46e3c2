import Results
import SimKernel
import SimNetwork

extension PlanBuilder {
  mutating func readRegions() {
    let nodes = root.elements("regions").prefix(256)
    var views: [ObjectView?] = []
    for node in nodes {
      let view = node.members == nil ? nil : ObjectView(node, ScenarioSchema.regionObject)
      guard let name = node.string ?? view?.text("name") else { continue }
      let span = view?.nameSpan ?? node.span
      if let first = regions.firstIndex(where: { $0.name == name }) {
        findings.add(
          .duplicateName, "region \(quoted(name)) is declared twice", at: span,
          related: [(regions[first].span, "first here")])
        continue
      }
      let isDescribed = view?.node("near") ?? view?.node("latitude") ?? view?.node("rtt") != nil
      let found = catalogued(name, at: span, mayBeOwn: isDescribed)
      // A mistyped name was reported and stands for what was meant; the rest may use either.
      if let found, found.description != name { regionIndex[name] = regions.count }
      regions.append(
        RegionEntry(name: found?.description ?? name, span: span, catalogued: found))
      views.append(view)
    }
    nameRegions()
    for (index, view) in views.enumerated() {
      if let view { describe(index, view) }
    }
    breakCircles()
    readMatrix()
  }

  /// The catalogue's region of that name. A name with a provider in it must be there, unless the
  /// file describes the region itself.
  private mutating func catalogued(
    _ name: String, at span: SourceSpan, mayBeOwn: Bool
  ) -> CloudRegion? {
    do throws(RegionLookupError) {
      return try RegionCatalogue.builtIn.region(named: name)
    } catch {
      guard !mayBeOwn, let failure = error.failure(of: name) else { return nil }
      let near = nearestName(to: name, among: failure.candidates)
      findings.add(
        .unknownRegion, error.message, at: span, label: "unknown",
        help: near.map { "did you mean \(quoted($0))?" } ?? failure.help)
      return near.flatMap { try? RegionCatalogue.builtIn.region(named: $0) }
    }
  }

  private mutating func nameRegions() {
    var uses: [String: Int] = [:]
    let tails = regions.map { region in
      region.name.split(separator: ":").last.map(String.init) ?? region.name
    }
    for tail in tails { uses[tail, default: 0] += 1 }
    for (index, tail) in tails.enumerated() {
      regionIndex[regions[index].name] = index
      if uses[tail] == 1 {
        regions[index].shortName = tail
        if regionIndex[tail] == nil { regionIndex[tail] = index }
      }
    }
  }

  private mutating func describe(_ index: Int, _ view: ObjectView) {
    if let zones = view.integer("zones") { regions[index].zones = zones }
    if let inter = view.grains("interZone") {
      regions[index].interZone = SimDuration(nanoseconds: inter)
    }
    if let intra = view.grains("intraZone") {
      regions[index].intraZone = SimDuration(nanoseconds: intra)
    }
    rejectSecondPlaces(index, view)
    for entry in view.entries("rtt") {
      let roundTrip = ScenarioSchema.roundTrip.grainsAssumingUnit(entry.value)
      guard let other = region(named: entry.key, at: entry.keySpan), let roundTrip else { continue }
      guard other != index else {
        findings.add(
          .conflictingKeys, "a region has no round trip to itself", at: entry.keySpan,
          help: "inside a region it is \"interZone\" and \"intraZone\"")
        continue
      }
      regions[index].roundTrips.append((other, roundTrip))
    }
    readNeighbour(index, view)
    if let latitude = view.grains("latitude"), let longitude = view.grains("longitude") {
      regions[index].point = GeoPoint(
        latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude)
    } else if let only = view.node("latitude") ?? view.node("longitude") {
      let missing = view.node("latitude") == nil ? "latitude" : "longitude"
      if view.node(missing) == nil {
        findings.add(
          .missingKey, "coordinates need \"\(missing)\" too", at: only.caret)
      }
    }
  }

  private mutating func rejectSecondPlaces(_ index: Int, _ view: ObjectView) {
    let places = ["near", "latitude"].compactMap { key in view.node(key).map { (key, $0) } }
    if let (key, node) = places.first, regions[index].catalogued != nil {
      findings.add(
        .conflictingKeys, "\(quoted(regions[index].name)) is in the catalogue already",
        at: node.caret, help: "remove \"\(key)\", or give the region a name of your own")
    } else if places.count == 2 {
      findings.add(
        .conflictingKeys, "a region is either \"near\" another or at coordinates",
        at: places[1].1.caret, related: [(places[0].1.caret, "\"near\" is given here")])
    }
  }

  private mutating func readNeighbour(_ index: Int, _ view: ObjectView) {
    let roundTrip = view.node("rtt").flatMap { node in
      node.members == nil ? view.grains("rtt") : nil
    }
    guard let node = view.node("near") else {
      if roundTrip != nil {
        findings.add(
          .missingKey, "\"rtt\" needs \"near\"", at: view.caret("rtt"),
          help: "write \"near\": REGION, or \"rtt\": { REGION: \"80ms\" }")
      }
      return
    }
    guard let name = node.string, let roundTrip else {
      if view.node("rtt")?.members != nil || view.node("rtt") == nil {
        findings.add(
          .missingKey, "\"near\" needs \"rtt\"", at: node.span,
          help: "the round trip to \(quoted(node.string ?? "")), such as \"rtt\": \"4ms\"")
      }
      return
    }
    let place: RegionEntry.Place
    if let found = try? RegionCatalogue.builtIn.region(named: name), regionIndex[name] == nil {
      place = .catalogued(found)
    } else if let other = region(named: name, at: node.span), other != index {
      place = .declared(other)
    } else {
      return
    }
    regions[index].near = RegionEntry.Neighbour(place: place, roundTrip: roundTrip)
  }

  /// Reports regions that are near one another in a circle, and lets go of one.
  private mutating func breakCircles() {
    for start in regions.indices {
      var current = start
      for _ in 0...regions.count {
        guard case .declared(let next)? = regions[current].near?.place else { break }
        if next == start {
          findings.add(
            .conflictingKeys, "regions are \"near\" one another in a circle",
            at: regions[start].span, related: [(regions[current].span, "near the first")])
          regions[start].near = nil
          break
        }
        current = next
      }
    }
  }
}

extension RegionLookupError {
  /// What to say of a name with a provider in it; nil for one without, which is a region of the
  /// author's own.
  fileprivate func failure(of name: String) -> (candidates: [String], help: String)? {
    switch self {
    case .noProvider: return nil
    case .unknownProvider(_, let providers):
      let tail = name.split(separator: ":").last.map(String.init) ?? name
      return (
        providers.map { "\($0):\(tail)" },
        "providers: \(providers.joined(separator: ", ")); a region of your own has no colon"
      )
    case .unknownRegion(_, _, let regions):
      return (regions, "see \"fedsim list regions\", or give it a place with \"near\" and \"rtt\"")
    }
  }
}
