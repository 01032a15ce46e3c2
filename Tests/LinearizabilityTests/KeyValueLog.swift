import Linearizability

/// Reads Porcupine's key-value histories: one map a line, in the order of time.
enum KeyValueLog {
  struct Malformed: Error {
    var line: Int
    var text: String
  }

  static func history(_ text: String) throws -> [KeyValueModel.Operation] {
    var recorder = HistoryRecorder<KeyValueModel>()
    var open: [Int: HistoryRecorder<KeyValueModel>.Ticket] = [:]
    for (number, line) in text.split(separator: "\n").enumerated() {
      let instant = Int64(number)
      let malformed = Malformed(line: number + 1, text: String(line))
      guard let process = field("process", of: line).flatMap(Int.init),
        let type = field("type", of: line), let f = field("f", of: line),
        let key = field("key", of: line), let value = field("value", of: line)
      else { throw malformed }
      switch (type, f) {
      case (":invoke", ":get"):
        open[process] = recorder.call(client: process, .get(key: key), at: instant)
      case (":invoke", ":put"):
        open[process] = recorder.call(client: process, .put(key: key, value: value), at: instant)
      case (":invoke", ":append"):
        open[process] = recorder.call(client: process, .append(key: key, value: value), at: instant)
      case (":ok", _):
        guard let ticket = open.removeValue(forKey: process) else { throw malformed }
        recorder.complete(ticket, with: f == ":get" ? .value(value) : .done, at: instant)
      default: throw malformed
      }
    }
    return recorder.history
  }

  /// What follows `:name`, without the quotation marks of a text.
  private static func field(_ name: String, of line: Substring) -> String? {
    guard let start = line.firstRange(of: ":\(name) ")?.upperBound else { return nil }
    let rest = line[start...]
    if rest.first == "\"" { return String(rest.dropFirst().prefix { $0 != "\"" }) }
    return String(rest.prefix { $0 != "," && $0 != "}" })
  }
}
