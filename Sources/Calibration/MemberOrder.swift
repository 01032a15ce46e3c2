import ScenarioFormat

/// An order of a measurement's members that neither their names nor the file's order influence.
///
/// The leader comes first. Then members are ordered by their distances and by what was measured at
/// them; where that leaves a choice, the order is taken whose matrix of round trips is the least.
struct MemberOrder {
  /// Members of the file, in the order found.
  private(set) var order: [Int]

  init(_ measurement: ClusterMeasurement) {
    let keys = measurement.members.indices.map { Self.key(of: $0, in: measurement) }
    let sorted = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    order = sorted
    var search = Search(keys: keys, trips: measurement.roundTrips, sorted: sorted)
    search.extend()
    order = search.best ?? sorted
  }

  /// What is known of a member without its name.
  private static func key(of member: Int, in measurement: ClusterMeasurement) -> [Double] {
    let trips = measurement.roundTrips
    let there = trips[member].map(Double.init).sorted()
    let back = trips.map { Double($0[member]) }.sorted()
    var key = [member == measurement.leader ? 0.0 : 1.0]
    key += [Double(trips[measurement.leader][member]), Double(trips[member][measurement.leader])]
    key += there + back
    for operation in ClusterMeasurement.Operation.allCases {
      for isDirect in [false, true] {
        key += list(
          measurement.latencies.filter {
            $0.member == member && $0.operation == operation && $0.isDirect == isDirect
          }.map(\.quantiles))
      }
      key += list(
        measurement.throughput.filter { $0.member == member && $0.operation == operation }
          .map(\.quantiles))
    }
    key += list(measurement.watches.filter { $0.watcher == member }.map(\.quantiles))
    key += list(measurement.watches.filter { $0.source == member }.map(\.quantiles))
    let writes = measurement.trials.flatMap(\.firstWrites).filter { $0.member == member }
    key += [Double(writes.count)] + writes.map(\.milliseconds)
    return key
  }

  private static func list(_ quantiles: [ClusterMeasurement.Quantiles]) -> [Double] {
    let values = quantiles.map { [$0.p50, $0.p90, $0.p99] }
      .sorted { $0.lexicographicallyPrecedes($1) }
    return [Double(values.count)] + values.joined()
  }

  /// Tries all orders of members with equal keys, cutting off those already beaten.
  private struct Search {
    let keys: [[Double]]
    let trips: [[Int64]]
    let sorted: [Int]
    var chosen: [Int] = []
    var best: [Int]?
    private var bestMatrix: [Int64] = []
    private var matrix: [Int64] = []

    init(keys: [[Double]], trips: [[Int64]], sorted: [Int]) {
      (self.keys, self.trips, self.sorted) = (keys, trips, sorted)
    }

    mutating func extend() {
      guard chosen.count < sorted.count else {
        // Only a smaller matrix replaces one found before.
        if best == nil || matrix.lexicographicallyPrecedes(bestMatrix) {
          (best, bestMatrix) = (chosen, matrix)
        }
        return
      }
      let wanted = keys[sorted[chosen.count]]
      for member in sorted where keys[member] == wanted && !chosen.contains(member) {
        let row = chosen.flatMap { [trips[member][$0], trips[$0][member]] }
        matrix += row
        chosen.append(member)
        let isBeaten =
          best != nil && bestMatrix.prefix(matrix.count).lexicographicallyPrecedes(matrix)
        let isTwin = best != nil && matrix.elementsEqual(bestMatrix)
        if !isBeaten && !isTwin { extend() }
        chosen.removeLast()
        matrix.removeLast(row.count)
      }
    }
  }
}
