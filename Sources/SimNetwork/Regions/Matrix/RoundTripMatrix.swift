import SimKernel

/// Round trips between regions as somebody measured them; complete but for the diagonal.
public struct RoundTripMatrix: Sendable, Hashable {
  /// The regions' names, each once, in the order of the header.
  public let names: [String]
  /// Row by row; nil only on the diagonal.
  private let cells: [SimDuration?]

  /// `cells` are row by row, a row for each name, and nil only on the diagonal.
  init(names: [String], cells: [SimDuration?]) {
    precondition(cells.count == names.count * names.count, "\(cells.count) cells")
    self.names = names
    self.cells = cells
  }

  /// The round trip from one region to another, by their places in `names`; of a region with
  /// itself it is the one between its zones, and nil when it was not given.
  public func roundTrip(from: Int, to: Int) -> SimDuration? {
    precondition(names.indices ~= from && names.indices ~= to, "\(from), \(to) of \(names.count)")
    return cells[from * names.count + to]
  }

  /// Whether some pair differs by direction. O(regions²).
  public var isDirected: Bool {
    names.indices.contains { row in
      (0..<row).contains { column in
        roundTrip(from: row, to: column) != roundTrip(from: column, to: row)
      }
    }
  }
}
