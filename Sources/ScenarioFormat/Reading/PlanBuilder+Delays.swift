import SimKernel
import SimNetwork

/// The delay between two regions, and how it is known.
struct DelayEntry {
  /// Nanoseconds.
  var oneWay: Int64
  var isEstimated: Bool
  var source: String
}

/// Delays that links of the file give, by direction.
struct GivenDelays {
  private var entries: [DelayEntry?]
  private let count: Int

  init(regions count: Int) {
    self.count = count
    entries = Array(repeating: nil, count: count * count)
  }

  subscript(from: Int, to: Int) -> DelayEntry? {
    get { entries[from * count + to] }
    set { entries[from * count + to] = newValue }
  }
}

extension PlanBuilder {
  /// The delay from one declared region to another, from the best source there is: a link of the
  /// file, a region's own round trips, the matrix, the catalogue, a neighbour, the distance.
  func delay(from: Int, to: Int, given: GivenDelays) -> DelayEntry? {
    if let entry = given[from, to] { return entry }
    if let own = ownRoundTrip(from, to) { return own }
    if let brought = matrixDelay(from, to) { return brought }
    let (a, b) = (regions[from], regions[to])
    if let one = a.catalogued, let other = b.catalogued { return catalogueDelay(one, other) }
    if a.near != nil || b.near != nil { return neighbourDelay(from, to, given) }
    return distanceDelay(a.point, b.point)
  }

  private func ownRoundTrip(_ from: Int, _ to: Int) -> DelayEntry? {
    let own =
      regions[from].roundTrips.last { $0.region == to }
      ?? regions[to].roundTrips.last { $0.region == from }
    return own.map {
      DelayEntry(
        oneWay: $0.nanoseconds / 2, isEstimated: false, source: "Set in the scenario.")
    }
  }

  private func matrixDelay(_ from: Int, _ to: Int) -> DelayEntry? {
    guard let matrix, let row = matrix.rows[from], let column = matrix.rows[to], row != column,
      let roundTrip = matrix.matrix.roundTrip(from: row, to: column)
    else { return nil }
    return DelayEntry(
      oneWay: roundTrip.nanoseconds / 2, isEstimated: false,
      source: "The matrix file of the scenario.")
  }

  private func catalogueDelay(_ one: CloudRegion, _ other: CloudRegion) -> DelayEntry {
    let roundTrip = RegionCatalogue.builtIn.roundTrip(from: one, to: other)
    return DelayEntry(
      oneWay: roundTrip.duration.nanoseconds / 2, isEstimated: roundTrip.origin == .estimated,
      source: "\(roundTrip.source.source) (\(roundTrip.source.date)).")
  }

  private func distanceDelay(_ one: GeoPoint?, _ other: GeoPoint?) -> DelayEntry? {
    guard let one, let other else { return nil }
    let roundTrip = RegionCatalogue.builtIn.roundTrip(from: one, to: other)
    return DelayEntry(
      oneWay: roundTrip.duration.nanoseconds / 2, isEstimated: true,
      source: "Estimated from distance: \(roundTrip.source.source).")
  }

  /// Half the round trip to the neighbour, and the delay from there on.
  private func neighbourDelay(_ from: Int, _ to: Int, _ given: GivenDelays) -> DelayEntry? {
    let startsNear = regions[from].near != nil
    guard let near = regions[from].near ?? regions[to].near else { return nil }
    let other = startsNear ? to : from
    let half = near.roundTrip / 2
    let rest: DelayEntry?
    switch near.place {
    case .declared(let place):
      if place == other { return neighbour(half, nil) }
      rest =
        startsNear
        ? delay(from: place, to: other, given: given)
        : delay(from: other, to: place, given: given)
    case .catalogued(let place):
      if regions[other].catalogued == place { return neighbour(half, nil) }
      rest = catalogueToDeclared(place, other, given)
    }
    return rest.map { neighbour(half, $0) }
  }

  /// From a region of the catalogue that is not declared; both directions are alike there.
  private func catalogueToDeclared(
    _ place: CloudRegion, _ other: Int, _ given: GivenDelays
  ) -> DelayEntry? {
    let region = regions[other]
    if let catalogued = region.catalogued { return catalogueDelay(place, catalogued) }
    guard let near = region.near else { return distanceDelay(place.coordinates, region.point) }
    let half = near.roundTrip / 2
    switch near.place {
    case .catalogued(let next):
      return neighbour(half, next == place ? nil : catalogueDelay(place, next))
    case .declared(let next):
      return catalogueToDeclared(place, next, given).map { neighbour(half, $0) }
    }
  }

  private func neighbour(_ half: Int64, _ rest: DelayEntry?) -> DelayEntry {
    DelayEntry(
      oneWay: half + (rest?.oneWay ?? 0), isEstimated: rest?.isEstimated ?? false,
      source: rest?.source ?? "A neighbour of the scenario.")
  }
}
