/// Makes lines of records, one a step; exchanges that repeat are drawn once and counted.
struct DiagramRows {
  let canvas: DiagramCanvas
  private var lines: [String] = []
  private var signs: [Character]
  /// Arrivals that a later line counts.
  private var repeated: (word: String, count: Int, time: SimTime)?
  /// What has been drawn since the last step of either end.
  private var seen: [String] = []
  /// Sends that arrive twice.
  private var isTwice: Set<Int> = []

  init(canvas: DiagramCanvas) {
    self.canvas = canvas
    signs = Array(repeating: "|", count: canvas.nodes.count)
  }

  mutating func add(_ record: TraceRecord) {
    switch record.kind {
    case .receive where record.peer != nil: arrive(record)
    case .lost: lose(record)
    case .duplicated: isTwice.insert(record.cause)
    case .receive: note(record, "<- c\(record.client ?? 0) \(record.text)")
    case .answer: note(record, "-> c\(record.client ?? 0) \(record.text)")
    case .role: note(record, record.text)
    case .start where record.time > .zero: note(record, "starts", sign: "|")
    case .crash: note(record, "CRASH \(record.text)", sign: ".")
    case .halt: note(record, "HALT \(record.text)", sign: ".")
    case .pause: note(record, "z paused", sign: "z")
    case .resume: note(record, "goes on", sign: "|")
    case .disk where record.text.hasPrefix("failed"): note(record, "# \(record.text)")
    case .faultBegin: world(record, "\(record.text) begins")
    case .faultEnd: world(record, "\(record.text) ends")
    case .healed: world(record, "healed")
    case .result: world(record, "c\(record.client ?? 0): \(record.text)")
    default: break
    }
  }

  mutating func finished() -> [String] {
    flush()
    return lines
  }

  // MARK: Messages

  private mutating func arrive(_ record: TraceRecord) {
    guard let node = record.node, let peer = record.peer, let to = canvas.place(of: node),
      let from = canvas.place(of: peer), from != to
    else { return }
    // The same message between the same two since the last change of a role is a repetition.
    let key = "\(peer)>\(node) \(record.text)"
    guard !seen.contains(key) else {
      repeated = (record.text, (repeated?.count ?? 0) + 1, record.time)
      return
    }
    flush()
    seen.append(key)
    var line = canvas.line(at: record.time, signs: signs)
    let word = record.text + (isTwice.contains(record.cause) ? "!" : "")
    canvas.arrow(from: from, to: to, word, tip: ">", on: &line)
    append(line)
  }

  private mutating func lose(_ record: TraceRecord) {
    guard let node = record.node, let peer = record.peer, let to = canvas.place(of: node),
      let from = canvas.place(of: peer), from != to
    else { return }
    let key = "\(peer)x\(node) \(record.text)"
    guard !seen.contains(key) else { return }
    seen.append(key)
    flush()
    var line = canvas.line(at: record.time, signs: signs)
    let kind = record.text.split(separator: ":").first.map(String.init) ?? record.text
    canvas.arrow(from: from, to: to, kind, tip: "x", on: &line)
    append(line)
  }

  // MARK: Steps

  private mutating func note(_ record: TraceRecord, _ text: String, sign: Character? = nil) {
    guard let node = record.node, let place = canvas.nodes.firstIndex(of: node) else { return }
    flush()
    // After a step of its own what a node sends and gets is news again.
    if record.kind != .receive { seen.removeAll { $0.contains("\(node)") } }
    if let sign { signs[place] = sign }
    var line = canvas.line(at: record.time, signs: signs)
    canvas.write(text, at: DiagramCanvas.margin + place * canvas.column, on: &line)
    append(line)
  }

  private mutating func world(_ record: TraceRecord, _ text: String) {
    flush()
    seen.removeAll()
    var line = Array("  " + DiagramCanvas.seconds(record.time))
    canvas.write("* " + text, at: DiagramCanvas.margin, on: &line)
    append(line)
  }

  private mutating func flush() {
    guard let last = repeated else { return }
    repeated = nil
    guard last.count > 3 else { return }
    var line = canvas.line(at: last.time, signs: signs)
    canvas.write("~\(last.count) more messages", at: DiagramCanvas.margin + 2, on: &line)
    append(line)
  }

  private mutating func append(_ line: [Character]) {
    var line = line
    while line.last == " " { line.removeLast() }
    lines.append(String(line))
  }
}
