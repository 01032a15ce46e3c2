import Linearizability

/// Reads a log of Jepsen's etcd test: `INFO  jepsen.util - process :type :f value` a line, in the
/// order of time. Lines are the instants.
enum JepsenLog {
  struct Malformed: Error {
    var line: Int
    var text: String
  }

  static func history(_ text: String) throws -> [RegisterModel<Int>.Operation] {
    var recorder = HistoryRecorder<RegisterModel<Int>>()
    var open: [Int: (ticket: HistoryRecorder<RegisterModel<Int>>.Ticket, f: String)] = [:]
    for (number, line) in text.split(separator: "\n").enumerated() {
      let malformed = Malformed(line: number + 1, text: String(line))
      let words = line.drop { $0 != "-" }.dropFirst().split { " \t[]".contains($0) }
        .map(String.init)
      guard words.count >= 4, let process = Int(words[0]) else { throw malformed }
      let (type, f) = (words[1], words[2])
      let values = words[3...].map(Int.init)
      let instant = Int64(number)
      if type == ":invoke" {
        guard open[process] == nil, let input = input(f, values) else { throw malformed }
        open[process] = (recorder.call(client: process, input, at: instant), f)
        continue
      }
      guard let call = open[process], call.f == f else { throw malformed }
      switch (type, f) {
      // The process has retired; its operation stays open.
      case (":info", _): continue
      case (":ok", ":read"): recorder.complete(call.ticket, with: .value(values[0]), at: instant)
      case (":ok", ":write"): recorder.complete(call.ticket, with: .written, at: instant)
      case (":ok", ":cas"): recorder.complete(call.ticket, with: .swapped(true), at: instant)
      case (":fail", ":cas"): recorder.complete(call.ticket, with: .swapped(false), at: instant)
      case (":fail", _): recorder.discard(call.ticket)
      default: throw malformed
      }
      open[process] = nil
    }
    return recorder.history
  }

  private static func input(_ f: String, _ values: [Int?]) -> RegisterModel<Int>.Input? {
    switch (f, values.first ?? nil, values.last ?? nil) {
    case (":read", _, _): .read
    case (":write", let value?, _): .write(value)
    case (":cas", let from?, let to?): .compareAndSwap(from: from, to: to)
    default: nil
    }
  }
}
