/// Why a text is no setup.
public struct ElectionSetupError: Error, Hashable, Sendable {
  /// A sentence.
  public var reason: String
}

extension ElectionSetup {
  /// The words of a setup's text. Times are in ms, with up to three decimals.
  public static let words: [(usage: String, help: String)] = [
    ("servers=<n>", "Members of the group, 1 to 64; a majority of them elects (needed)"),
    ("live=<n>", "Members that are up (all but one, which led, if absent)"),
    ("timeout=<a>-<b>", "Election timeouts, uniform (needed)"),
    ("delay=<a>-<b>", "One-way delay, uniform, of requests and answers (needed)"),
    ("reply=<a>-<b>", "One-way delay of answers, if it is another"),
    ("heartbeat=<t>", "Crash at a uniform moment of this interval (0: at fresh timers)"),
    ("candidate=<a>-<b>", "Timeouts of candidates, if they are others"),
    ("timers=restart|keep", "What a new term does to the timer of a member that refuses its vote"),
    ("logs=same|distinct", "Whether all logs are alike, or each is longer than the last"),
  ]

  /// Reads words of `words`, separated by spaces or commas:
  /// `servers=5 live=4 timeout=150-300 delay=1-3`.
  public init(_ text: String) throws(ElectionSetupError) {
    var values: [String: String] = [:]
    for word in text.split(whereSeparator: { " ,".contains($0) }) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw .init(reason: "'\(word)' is not name=value.") }
      guard Self.words.contains(where: { $0.usage.hasPrefix(parts[0] + "=") }) else {
        throw .init(reason: "'\(parts[0])' is no word of a setup.")
      }
      values[parts[0]] = parts[1]
    }
    guard let servers = values["servers"].flatMap(Int.init), 1...64 ~= servers else {
      throw .init(reason: "It needs servers= from 1 to 64.")
    }
    let live = values["live"].map(Int.init) ?? max(servers - 1, 1)
    guard let live, 1...servers ~= live else {
      throw .init(reason: "live= must be from 1 to servers.")
    }
    guard let timeouts = values["timeout"], let delay = values["delay"] else {
      throw .init(reason: "It needs timeout= and delay=.")
    }
    self.init(
      servers: servers, live: live, timeouts: try Self.range(timeouts),
      request: try Self.range(delay), reply: try values["reply"].map(Self.range))
    if self.timeouts.lowerBound < 2_000_000 {
      throw .init(reason: "Timeouts must be 2 ms at least.")
    }
    heartbeat = try values["heartbeat"].map(Self.range)?.upperBound ?? 0
    candidateTimeouts = try values["candidate"].map(Self.range)
    if let lowest = candidateTimeouts?.lowerBound, lowest < 2_000_000 {
      throw .init(reason: "Timeouts must be 2 ms at least.")
    }
    switch values["timers"] {
    case nil, "restart": break
    case "keep": keepsTimers = true
    case let other?: throw .init(reason: "timers=\(other) is neither restart nor keep.")
    }
    switch values["logs"] {
    case nil, "same": break
    case "distinct": hasDistinctLogs = true
    case let other?: throw .init(reason: "logs=\(other) is neither same nor distinct.")
    }
  }

  /// As `init(_:)` reads it.
  public var text: String {
    var text = "servers=\(servers) live=\(live) timeout=\(Self.text(timeouts))"
    text += " delay=\(Self.text(request))"
    if reply != request { text += " reply=\(Self.text(reply))" }
    if heartbeat > 0 { text += " heartbeat=\(PlainNumber.text(Double(heartbeat) / 1e6))" }
    if let candidateTimeouts { text += " candidate=\(Self.text(candidateTimeouts))" }
    if keepsTimers { text += " timers=keep" }
    return text + (hasDistinctLogs ? " logs=distinct" : "")
  }

  private static func text(_ range: ClosedRange<Int64>) -> String {
    let ends = [range.lowerBound, range.upperBound].map { PlainNumber.text(Double($0) / 1e6) }
    return ends.joined(separator: "-")
  }

  private static func range(_ text: String) throws(ElectionSetupError) -> ClosedRange<Int64> {
    let ends = text.replacing("ms", with: "").split(separator: "-").map { Double($0) }
    guard 1...2 ~= ends.count, let low = ends[0], let high = ends[ends.count - 1],
      low >= 0, high >= low, high <= 3_600_000
    else { throw .init(reason: "'\(text)' is no range of ms from 0 to an hour, such as 150-300.") }
    return Int64((low * 1e6).rounded())...Int64((high * 1e6).rounded())
  }
}
