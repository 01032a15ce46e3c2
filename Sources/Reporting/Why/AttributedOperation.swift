import Results

extension Attribution.Operation {
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
