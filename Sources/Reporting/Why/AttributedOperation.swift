import Results

extension Attribution.Operation {
  /// Whose regions the columns are.
  var place: String { self == .watch ? "watcher region" : "client region" }

  /// What it is called in captions and sentences.
  var noun: String {
    switch self {
    case .write: "write"
    case .read: "linearizable read"
    case .update: "update"
    case .keepAlive: "lease keepalive"
    case .watch: "watch delay"
    }
  }
}
