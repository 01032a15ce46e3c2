/// One client's stream: its watches, and what it was not yet sent.
struct WatchStream: Sendable {
  struct Queued: Sendable {
    var response: WatchResponse
    /// The watcher it is from; nil: a notice for the whole stream.
    var watcher: Int?
    /// That watcher's serial number; of a notice for the whole stream, that of the newest watcher.
    var serial: Int
  }

  /// Ascending by ID.
  private(set) var watches: ContiguousArray<(id: WatchID, number: Int)> = []
  /// Creations and cancellations, which go first and are not counted (etcd ctrlStream).
  var control: ContiguousArray<WatchResponse> = []
  var queue: ContiguousArray<Queued> = []
  private var lastID: Int64 = -1

  /// A name that no watch has (etcd watchStream.nextID).
  mutating func nextID() -> WatchID {
    repeat { lastID += 1 } while number(of: WatchID(lastID)) != nil
    return WatchID(lastID)
  }

  func number(of id: WatchID) -> Int? {
    let place = lowerBound(id)
    return place < watches.count && watches[place].id == id ? watches[place].number : nil
  }

  mutating func insertWatch(_ id: WatchID, _ number: Int) {
    watches.insert((id, number), at: lowerBound(id))
  }

  mutating func removeWatch(_ id: WatchID) -> Int? {
    guard let number = number(of: id) else { return nil }
    watches.remove(at: lowerBound(id))
    return number
  }

  private func lowerBound(_ id: WatchID) -> Int {
    var (low, high) = (0, watches.count)
    while low < high {
      let middle = (low + high) / 2
      if watches[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
